// What the controller knows of a node's health: when it last saw a sign of life. A sign is a renewed Lease or a new heartbeat in the Ready condition; it
// counts from the look at which the controller sees it, by the controller's own clock. Upstream: nodelifecycle/node_lifecycle_controller.go
// tryUpdateNodeHealth.
import type { World } from '../../../engine/index.ts'
import { getCondition, type Lease, type Node, parseTime } from '../../../kube/index.ts'
import type { Ready } from './taints.ts'
import { GRACE_MS, STARTUP_GRACE_MS, tickAt } from './times.ts'
import { countNode } from './zones.ts'

/** Table `nodelifecycle.health`, key: node name. */
export interface Health {
  readonly uid: string
  /** Where it is counted; undefined when it does not count. */
  readonly zone: string | undefined
  /** Ready, as the controller last saw or wrote it. */
  readonly ready: Ready | undefined
  /** The look at which the last sign of life was seen. */
  readonly seenAt: number
  readonly renewTime?: string
  readonly heartbeat?: string
  /** The next look at which something may have to be done. */
  readonly lookAt: number
  /** Given over to eviction in this outage: not to be done again. */
  readonly givenOver?: boolean
}
export const healths = (w: Pick<World, 'table'>) => w.table<Health>('nodelifecycle.health')

/** Keeps the row and the zone's count together. */
export function setHealth(world: World, name: string, next: Health | undefined): void {
  const before = healths(world).get(name)
  if (before?.zone !== next?.zone || (before?.ready === 'True') !== (next?.ready === 'True')) {
    if (before?.zone !== undefined) countNode(world, before.zone, before.ready === 'True', -1)
    if (next?.zone !== undefined) countNode(world, next.zone, next.ready === 'True', 1)
  }
  if (next) healths(world).set(name, next)
  else healths(world).delete(name)
}

const EXCLUDED = 'node.kubernetes.io/exclude-disruption'
/** Region and zone of a node, as one key. */
export function zoneKey(node: Node): string | undefined {
  const labels = node.metadata.labels ?? {}
  if (EXCLUDED in labels) return undefined
  return `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`
}

const sinceStart = (world: World, text: string) => parseTime(text) - (world.nowMs - world.now)

export const leaseOf = (world: World, name: string): Lease | undefined => world.get<Lease>('leases', `kube-node-lease/${name}`)

/** When the node was last heard of, in simulated milliseconds. */
export function lastHeard(world: World, node: Node): number {
  const renew = leaseOf(world, node.metadata.name)?.spec?.renewTime
  const beat = getCondition(node.status?.conditions, 'Ready')?.lastHeartbeatTime
  const times = [renew, beat].filter(t => t !== undefined).map(t => sinceStart(world, t as string))
  return times.length ? Math.max(...times) : sinceStart(world, node.metadata.creationTimestamp)
}

/** A sign needs a moment to arrive. */
const ON_ITS_WAY_MS = 10

/** Brings the last sign of life up to date: a sign given since then was seen at the look that followed it. */
export function observe(world: World, node: Node, row: Health | undefined, zone: string | undefined, ready: Ready | undefined): Health {
  const renewTime = leaseOf(world, node.metadata.name)?.spec?.renewTime as string | undefined
  const heartbeat = getCondition(node.status?.conditions, 'Ready')?.lastHeartbeatTime as string | undefined
  const first = ready === undefined ? sinceStart(world, node.metadata.creationTimestamp) : world.now
  let seenAt = row?.seenAt ?? first
  const sign = (text: string | undefined, before: string | undefined) => {
    if (text !== undefined && text !== before)
      seenAt = Math.max(seenAt, Math.min(world.now, tickAt(sinceStart(world, text) + ON_ITS_WAY_MS)))
  }
  if (row) {
    sign(renewTime, row.renewTime)
    sign(heartbeat, row.heartbeat)
  }
  const given = row?.givenOver
  return {
    uid: node.metadata.uid,
    zone,
    ready,
    seenAt,
    ...(renewTime !== undefined && { renewTime }),
    ...(heartbeat !== undefined && { heartbeat }),
    lookAt: row?.lookAt ?? 0,
    ...(given && { givenOver: given }),
  }
}

/** The look at which a node that stays silent is given up. */
export const givenUpAt = (seenAt: number, ready: Ready | undefined): number =>
  tickAt(seenAt + (ready === undefined ? STARTUP_GRACE_MS : GRACE_MS))
