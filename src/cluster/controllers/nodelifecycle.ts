// Who watches over the nodes. A node that gives no sign of life for 50 s is marked Unknown, its pods not ready, and taints say so: NoSchedule keeps new pods
// off, NoExecute (at a limited rate for each zone) gives its pods over to eviction. Signs of life again: all that is taken back. The controller looks every
// five seconds; a node at which nothing can have happened is not looked at. Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import { type Actor, type Commit, type Look, same, type World, type Write } from '../../engine/index.ts'
import type { ApiObject, Node, Pod, Taint } from '../../kube/index.ts'
import { hideTimer, timers } from '../tables.ts'
import { notReady, say, unknownConditions } from './nodelifecycle/conditions.ts'
import { givenUpAt, type Health, healths, lastHeard, observe, setHealth, zoneKey } from './nodelifecycle/health.ts'
import {
  evictionKey,
  hasNoExecute,
  NOT_READY,
  readyOf,
  UNREACHABLE,
  withNoExecute,
  withNoSchedule,
  withoutNoExecute,
} from './nodelifecycle/taints.ts'
import { QUEUE_PERIOD_MS, tickAfter } from './nodelifecycle/times.ts'
import { dequeueNode, enqueueNode, isOutage, judgeZones, zones } from './nodelifecycle/zones.ts'

const NAME = 'nodelifecycle'
const ZONES = ' zones'
/** In small clusters silence shows as soon as a renewal of the lease (every 10 s) is missed. */
const SILENCE_MS = 12_000
const SMALL = 100

function nodeKeys({ type, key, object, old }: Commit): readonly string[] {
  if (type !== 'MODIFIED' || !old) return [key]
  const beats = (n: ApiObject) => (n as Node).status?.conditions?.map(({ type: t, status }) => [t, status])
  return same(object.spec, old.spec) && same(object.metadata.labels, old.metadata.labels) && same(beats(object), beats(old)) ? [] : [key]
}

function podKeys({ type, key, object, old }: Commit, world: World): readonly string[] {
  const node = object.spec.nodeName
  if (type === 'DELETED' || !node || old?.spec.nodeName) return []
  const row = healths(world).get(node)
  return row && row.ready !== 'True' ? [`pod ${key}`] : []
}

const silenceShows = (world: World, node: string) => timers(world).has(`nodes ${node} unknown`)

export const nodelifecycle: Actor = {
  name: NAME,
  plural: 'nodes',
  watches: [
    { plural: 'nodes', keys: nodeKeys },
    { plural: 'pods', keys: podKeys },
    { plural: 'leases', keys: ({ object }, world) => (silenceShows(world, object.metadata.name) ? [object.metadata.name] : []) },
  ],

  look(world, key) {
    if (key === ZONES) return lookAtZones(world)
    if (key.startsWith('zone ')) return giveOver(world, key.slice(5))
    if (key.startsWith('pod ')) {
      const pod = world.get<Pod>('pods', key.slice(4))
      return pod && { steps: [notReady(world, pod)] }
    }
    const node = world.get<Node>('nodes', key)
    return node ? lookAtNode(world, node) : remove(world, key)
  },

  settle(world, key, outcomes) {
    if (!key.startsWith('zone ') || !outcomes[0]?.ok) return undefined
    const z = zones(world).get(key.slice(5))
    if (!z?.writing) return undefined
    const row = healths(world).get(z.writing)
    if (row) healths(world).set(z.writing, { ...row, givenOver: true })
    dequeueNode(world, key.slice(5), z.writing)
    return undefined
  },
}

const event = (node: { name: string; uid: string }, reason: string, message: string): Write =>
  say({ apiVersion: 'v1', kind: 'Node', metadata: node } as unknown as ApiObject, 'Normal', reason, message)

function remove(world: World, name: string): Look | undefined {
  const row = healths(world).get(name)
  if (!row) return undefined
  if (row.zone !== undefined) dequeueNode(world, row.zone, name)
  setHealth(world, name, undefined)
  hideTimer(world, `nodes ${name}`, 'unknown')
  world.wake(NAME, ZONES, 0)
  const message = `Node ${name} event: Removing Node ${name} from Controller`
  return {
    caption: { code: 'nodelifecycle.removed', args: { node: name } },
    steps: [[event({ name, uid: row.uid }, 'RemovingNode', message)]],
  }
}

function lookAtNode(world: World, node: Node): Look {
  const { name } = node.metadata
  const row = healths(world).get(name)
  if (row && world.now >= row.lookAt) return pass(world, node, row)
  if (!row || changed(node, row)) {
    // The next look is the first that can see it; the NoSchedule taints do not wait for it.
    const lookAt = Math.min(row?.lookAt ?? Number.POSITIVE_INFINITY, tickAfter(world.now))
    if (row) healths(world).set(name, { ...row, lookAt })
    else healths(world).set(name, { ...observe(world, node, undefined, undefined, undefined), lookAt, uid: '' })
    return { ...taint(node, withNoSchedule(node, world.timestamp)), againInMs: lookAt - world.now }
  }
  return { ...waitFor(world, node, row), ...taint(node, withNoSchedule(node, world.timestamp)) }
}

const changed = (node: Node, row: Health) =>
  row.uid !== node.metadata.uid ||
  row.ready !== readyOf(node) ||
  row.zone !== zoneKey(node) ||
  (row.ready === 'True' && (hasNoExecute(node, NOT_READY) || hasNoExecute(node, UNREACHABLE)))

/** The steps that set the taints, if they differ. Refused when somebody else has changed the node meanwhile, and then tried again. */
function taint(node: Node, taints: readonly Taint[]): Pick<Look, 'steps'> {
  if (taints === node.spec?.taints || (taints.length === 0 && !node.spec?.taints?.length)) return {}
  const { taints: _, ...spec } = node.spec ?? {}
  const object = { ...node, spec: taints.length ? { ...spec, taints: [...taints] } : spec }
  return { steps: [[{ verb: 'update', plural: 'nodes', object, trusted: true }]] }
}

/** One node in one look of the controller. */
function pass(world: World, node: Node, known: Health): Look {
  const { name, uid } = node.metadata
  const isNew = known.uid !== uid
  const observed = readyOf(node)
  const seen = observe(world, node, isNew ? undefined : known, zoneKey(node), observed)
  const givenUp = world.now >= givenUpAt(seen.seenAt, observed)
  const ready = givenUp ? 'Unknown' : observed
  if (known.zone !== undefined && known.zone !== seen.zone) dequeueNode(world, known.zone, name)
  const lookAt = givenUp && observed !== 'Unknown' ? world.now : Number.MAX_SAFE_INTEGER
  setHealth(world, name, { ...seen, ready, lookAt, ...(ready === 'True' && { givenOver: false }) })
  world.wake(NAME, ZONES, 0)
  const taints = evict(world, node, healths(world).get(name) as Health)
  const steps: Write[][] = []
  if (isNew) steps.push([event({ name, uid }, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)])
  if (givenUp && observed !== 'Unknown') {
    const conditions = unknownConditions(node, world.timestamp)
    const status: Write = {
      verb: 'update',
      plural: 'nodes',
      object: { ...node, status: { ...node.status, conditions: [...conditions] } },
      subresource: 'status',
      trusted: true,
    }
    const said = observed === 'True' ? [event({ name, uid }, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)] : []
    const pods = observed === 'True' ? world.by<Pod>('pods', 'node', name).flatMap(p => notReady(world, p)) : []
    hideTimer(world, `nodes ${name}`, 'unknown')
    steps.push([status, ...said], pods)
    return { caption: { code: 'nodelifecycle.unknown', args: { node: name, pods: pods.length / 2 } }, steps, againInMs: 1000 }
  }
  const change = taint(node, swapped(node, taints, world)).steps ?? []
  return { ...waitFor(world, node, healths(world).get(name) as Health), steps: [...steps, ...change] }
}

const swapped = (node: Node, taints: readonly Taint[], world: World): readonly Taint[] =>
  withNoSchedule({ ...node, spec: { ...node.spec, taints: [...taints] } }, world.timestamp)

/** What becomes of the NoExecute taints: none for a node that is ready, a swap at once when it turns from not ready to unreachable, and a place in the queue of its zone for one that has none yet. */
function evict(world: World, node: Node, row: Health): readonly Taint[] {
  const { name } = node.metadata
  const taints = (node.spec?.taints ?? []) as readonly Taint[]
  if (row.ready === undefined) return taints
  if (row.ready === 'True' || isOutage(world)) {
    if (row.zone !== undefined) dequeueNode(world, row.zone, name)
    if (row.givenOver) healths(world).set(name, { ...row, givenOver: false })
    return withoutNoExecute(taints)
  }
  const key = evictionKey(row.ready)
  const opposite = row.ready === 'False' ? UNREACHABLE : NOT_READY
  if (hasNoExecute(node, opposite)) return withNoExecute(taints, key, world.timestamp)
  if (hasNoExecute(node, key) || row.givenOver) return taints
  const zone = row.zone ?? zoneKeyOfExcluded(node)
  if (enqueueNode(world, zone, name)) world.wake(NAME, `zone ${zone}`, QUEUE_PERIOD_MS)
  return taints
}

/** A node that does not count for its zone's health still waits in its zone's queue. */
const zoneKeyOfExcluded = (node: Node): string => {
  const { 'node.kubernetes.io/exclude-disruption': _, ...labels } = node.metadata.labels ?? {}
  return zoneKey({ ...node, metadata: { ...node.metadata, labels } }) ?? ''
}

/** When to look again, and whether silence shows. */
function waitFor(world: World, node: Node, row: Health): Look {
  const { name } = node.metadata
  const heard = lastHeard(world, node)
  const silent = world.now - heard
  if (row.ready === 'Unknown') {
    // Only a change of the node can help it; that wakes.
    if (row.lookAt !== Number.MAX_SAFE_INTEGER) healths(world).set(name, { ...row, lookAt: Number.MAX_SAFE_INTEGER })
    hideTimer(world, `nodes ${name}`, 'unknown')
    return {}
  }
  const seen = observe(world, node, row, row.zone, row.ready)
  const until = givenUpAt(seen.seenAt, row.ready)
  const lookAt = Math.max(until, tickAfter(world.now))
  if (row.lookAt !== lookAt) healths(world).set(name, { ...row, lookAt })
  const small = world.count('nodes') <= SMALL
  if (silent < SILENCE_MS) {
    const hadTimer = silenceShows(world, name)
    hideTimer(world, `nodes ${name}`, 'unknown')
    const caption = hadTimer ? { caption: { code: 'nodelifecycle.heard', args: { node: name } } } : {}
    return { ...caption, againInMs: (small ? Math.min(lookAt, Math.max(heard + SILENCE_MS, world.now + 1)) : lookAt) - world.now }
  }
  timers(world).set(`nodes ${name} unknown`, { subject: `nodes ${name}`, name: 'unknown', from: heard, until: lookAt })
  const caption = { code: 'nodelifecycle.silent', args: { node: name, seconds: Math.round((lookAt - world.now) / 1000) } }
  return { caption, againInMs: lookAt - world.now }
}

/** After the nodes of a look: how the zones are. */
function lookAtZones(world: World): undefined {
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
function giveOver(world: World, zone: string): Look | undefined {
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
  const { steps = [] } = taint(node, withNoExecute((node.spec?.taints ?? []) as readonly Taint[], key, world.timestamp))
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
