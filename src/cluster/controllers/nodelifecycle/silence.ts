// Waiting for a sign of life: when a node must be looked at again, and from when on its silence is shown. Upstream looks at every node every five
// seconds; here each node has its own next look.
import type { Look, World } from '../../../engine/index.ts'
import type { Node } from '../../../kube/index.ts'
import { hideTimer, timers } from '../../tables.ts'
import { givenUpAt, type Health, healths, lastHeard, observe } from './health.ts'
import { tickAfter } from './times.ts'

/** In small clusters silence shows as soon as a renewal of the lease (every 10 s) is missed. */
const SILENCE_MS = 12_000
const SMALL = 100

export const silenceShows = (world: World, node: string) => timers(world).has(`nodes ${node} unknown`)
export const hideSilence = (world: World, node: string) => hideTimer(world, `nodes ${node}`, 'unknown')

/** When to look again, and whether silence shows. */
export function waitFor(world: World, node: Node, row: Health): Look {
  const { name } = node.metadata
  const heard = lastHeard(world, node)
  const silent = world.now - heard
  if (row.ready === 'Unknown') {
    // Only a change of the node can help it; that wakes.
    if (row.lookAt !== Number.MAX_SAFE_INTEGER) healths(world).set(name, { ...row, lookAt: Number.MAX_SAFE_INTEGER })
    hideSilence(world, name)
    return {}
  }
  const seen = observe(world, node, row, row.zone, row.ready)
  const until = givenUpAt(seen.seenAt, row.ready)
  const lookAt = Math.max(until, tickAfter(world.now))
  if (row.lookAt !== lookAt) healths(world).set(name, { ...row, lookAt })
  const small = world.count('nodes') <= SMALL
  if (silent < SILENCE_MS) {
    const hadTimer = silenceShows(world, name)
    hideSilence(world, name)
    const caption = hadTimer ? { caption: { code: 'nodelifecycle.heard', args: { node: name } } } : {}
    return { ...caption, againInMs: (small ? Math.min(lookAt, Math.max(heard + SILENCE_MS, world.now + 1)) : lookAt) - world.now }
  }
  timers(world).set(`nodes ${name} unknown`, { subject: `nodes ${name}`, name: 'unknown', from: heard, until: lookAt })
  const caption = { code: 'nodelifecycle.silent', args: { node: name, seconds: Math.round((lookAt - world.now) / 1000) } }
  return { caption, againInMs: lookAt - world.now }
}
