// The zones together, and the queue of each: whether nodes are given over to eviction, and which is next. Upstream:
// nodelifecycle/node_lifecycle_controller.go handleDisruption, doNoExecuteTaintingPass.
import type { Look, World } from '../../../engine/index.ts'
import type { Node, Taint } from '../../../kube/index.ts'
import { healths } from './health.ts'
import { evictionKey, hasNoExecute, NOT_READY, readyOf, taintSteps, UNREACHABLE, withNoExecute } from './taints.ts'
import { QUEUE_PERIOD_MS, tickAfter } from './times.ts'
import { dequeueNode, judgeZones, zones } from './zones.ts'

export const NAME = 'nodelifecycle'

/** After the nodes of a look: how the zones are. */
export function lookAtZones(world: World): undefined {
  const turn = judgeZones(world)
  if (turn === 'outage') {
    world.tell(NAME, 'nodes -', 'nodelifecycle.outage', { nodes: world.count('nodes') })
    for (const node of world.list<Node>('nodes')) {
      const row = healths(world).get(node.metadata.name)
      if (row) healths(world).set(node.metadata.name, { ...row, givenOver: false, lookAt: tickAfter(world.now) })
      if (hasNoExecute(node, NOT_READY) || hasNoExecute(node, UNREACHABLE))
        world.wake(NAME, node.metadata.name, tickAfter(world.now) - world.now)
    }
  } else if (turn === 'recovery') {
    world.tell(NAME, 'nodes -', 'nodelifecycle.recovery', {})
    for (const node of world.list<Node>('nodes')) {
      const { name } = node.metadata
      const row = healths(world).get(name)
      if (!row) continue
      healths(world).set(name, { ...row, seenAt: world.now, lookAt: tickAfter(world.now) })
      world.wake(NAME, name, tickAfter(world.now) - world.now)
    }
  }
  for (const [name, z] of zones(world).entries()) if (z.queue.length && z.rate > 0) world.wake(NAME, `zone ${name}`, QUEUE_PERIOD_MS)
  return undefined
}

/** The queue of a zone: gives the next node over to eviction, when the rate allows it. */
export function giveOver(world: World, zone: string): Look | undefined {
  const z = zones(world).get(zone)
  const [name] = z?.queue ?? []
  if (!z || name === undefined || z.rate <= 0) return undefined
  if (z.writing !== name && z.freeAt > world.now)
    return { caption: { code: 'nodelifecycle.queue', args: { zone, nodes: z.queue.length } }, againInMs: z.freeAt - world.now }
  const freeAt = z.writing === name ? z.freeAt : Math.max(z.freeAt, world.now) + 1000 / z.rate
  const node = world.get<Node>('nodes', name)
  const ready = node && readyOf(node)
  if (!node || ready === 'True' || ready === undefined) {
    dequeueNode(world, zone, name)
    zones(world).set(zone, { ...(zones(world).get(zone) as typeof z), freeAt })
    return { againInMs: QUEUE_PERIOD_MS }
  }
  zones(world).set(zone, { ...z, freeAt, writing: name })
  const key = evictionKey(ready)
  const { steps = [] } = taintSteps(node, withNoExecute((node.spec?.taints ?? []) as readonly Taint[], key, world.timestamp))
  if (!steps.length) {
    dequeueNode(world, zone, name)
    return { againInMs: QUEUE_PERIOD_MS }
  }
  return {
    caption: { code: 'nodelifecycle.givenOver', args: { node: name, taint: key } },
    steps,
    againInMs: Math.max(QUEUE_PERIOD_MS, freeAt - world.now),
  }
}

/** The taint of the one who was next is written. */
export function gaveOver(world: World, zone: string): void {
  const name = zones(world).get(zone)?.writing
  if (name === undefined) return
  const row = healths(world).get(name)
  if (row) healths(world).set(name, { ...row, givenOver: true })
  dequeueNode(world, zone, name)
}
