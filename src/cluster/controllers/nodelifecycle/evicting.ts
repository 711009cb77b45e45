// Which nodes' pods are given over to eviction: the NoExecute taints of a node that is not ready, taken back when it is ready again or when every zone is
// down. Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go processTaintBaseEviction, markNodeForTainting.
import type { World } from '../../../engine/index.ts'
import type { Node, Taint } from '../../../kube/index.ts'
import { NAME } from './disruption.ts'
import { type Health, healths, zoneKey } from './health.ts'
import { evictionKey, hasNoExecute, NOT_READY, UNREACHABLE, withNoExecute, withoutNoExecute } from './taints.ts'
import { QUEUE_PERIOD_MS } from './times.ts'
import { dequeueNode, enqueueNode, isOutage } from './zones.ts'

/** What becomes of the NoExecute taints: none for a node that is ready, a swap at once when it turns from not ready to unreachable, and a place in the queue of its zone for one that has none yet. */
export function evict(world: World, node: Node, row: Health): readonly Taint[] {
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
