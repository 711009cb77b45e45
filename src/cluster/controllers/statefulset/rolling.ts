// A rolling update takes pods away from the highest ordinal down to the partition, and only their removal: that they come back with the new template is the
// rule for empty places. One at a time, and never past a pod that is not healthy. Upstream: pkg/controller/statefulset/stateful_set_control.go
// updateStatefulSet (the walk at its end), updateStatefulSetAfterInvariantEstablished (maxUnavailable, feature gate MaxUnavailableStatefulSet).
import { type IntOrPercent, type Pod, resolveIntOrPercent, type StatefulSet } from '../../../kube/index.ts'
import { revisionOf, startOf } from './identity.ts'
import { isAvailable, isGoing, isHealthy } from './pods.ts'
import type { Slot, Slots } from './slots.ts'

export interface Roll {
  /** To be deleted, so that they come back new. */
  readonly old: readonly Pod[]
  /** The place that must be healthy before it goes on. */
  readonly waitsFor?: Slot
}

/** How many may be unavailable at once; parts of a percentage are not counted, at least one. */
export const maxUnavailable = (value: IntOrPercent | undefined, replicas: number): number =>
  Math.max(1, resolveIntOrPercent(value ?? 1, replicas, 'down'))

export function roll(set: StatefulSet, slots: Slots, revision: string, nowMs: number): Roll {
  const { rollingUpdate } = set.spec.updateStrategy ?? {}
  const partition = rollingUpdate?.partition ?? 0
  const isOld = (p: Pod) => revisionOf(p) !== revision && !isGoing(p)
  const budget = (rollingUpdate as { maxUnavailable?: IntOrPercent } | undefined)?.maxUnavailable
  if (budget !== undefined) return within(maxUnavailable(budget, set.spec.replicas), set, slots.replicas, partition, isOld, nowMs)
  for (const slot of slots.downwards()) {
    if (slot.ordinal < startOf(set) + partition) break
    if (slot.pod && isOld(slot.pod)) return { old: [slot.pod] }
    if (!slot.pod || !isHealthy(slot.pod)) return { old: [], waitsFor: slot }
  }
  return { old: [] }
}

/** Several at once (the server of 1.34 drops the field): with Parallel what is down already goes first and costs nothing more. */
function within(
  budget: number,
  set: StatefulSet,
  replicas: readonly Slot[],
  partition: number,
  isOld: (p: Pod) => boolean,
  nowMs: number,
): Roll {
  const isDown = ({ pod }: Slot) => !pod || isGoing(pod) || !isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs)
  const down = replicas.filter(isDown)
  const targets = replicas.slice(partition).filter(s => s.pod !== undefined && isOld(s.pod))
  const descending = [...targets].reverse()
  const isParallel = set.spec.podManagementPolicy === 'Parallel'
  const free = isParallel ? descending.filter(isDown) : []
  const paid = descending.filter(s => !free.includes(s)).slice(0, Math.max(0, budget - down.length))
  const old = [...free, ...paid].map(s => s.pod as Pod)
  const waitsFor = down.at(-1)
  return old.length === 0 && targets.length > 0 && waitsFor ? { old, waitsFor } : { old }
}
