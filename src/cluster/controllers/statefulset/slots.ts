// A StatefulSet's pods at their places: one slot for each ordinal that is wanted, taken or empty, and the pods that are too many, the highest first.
// Upstream: pkg/controller/statefulset/stateful_set_control.go updateStatefulSet, its first half.
import type { ControllerRevision, Pod, StatefulSet } from '../../../kube/index.ts'
import { isInRange, isMember, nameOf, ordinalOf, startOf } from './identity.ts'

export interface Slot {
  readonly ordinal: number
  /** Absent: the pod is yet to be created. */
  readonly pod?: Pod
}

export interface Slots {
  readonly replicas: readonly Slot[]
  readonly condemned: readonly Pod[]
  /** The places where there may be something to do, from the lowest up. */
  upwards(): Iterable<Slot>
  /** The places at which a rolling update may stop, from the highest down. */
  downwards(): Iterable<Slot>
}

export function slotsOf(set: StatefulSet, pods: readonly Pod[]): Slots {
  const start = startOf(set)
  const taken = new Map<number, Pod>()
  const condemned: Pod[] = []
  for (const pod of pods) {
    const ordinal = ordinalOf(pod.metadata.name)
    if (ordinal < 0 || !isMember(set, pod)) continue
    if (!isInRange(set, ordinal)) condemned.push(pod)
    else if (!taken.has(ordinal) || pod.metadata.name === nameOf(set, ordinal)) taken.set(ordinal, pod)
  }
  const replicas = Array.from({ length: set.spec.replicas }, (_, i): Slot => {
    const pod = taken.get(start + i)
    return pod ? { ordinal: start + i, pod } : { ordinal: start + i }
  })
  condemned.sort((a, b) => ordinalOf(b.metadata.name) - ordinalOf(a.metadata.name))
  return { replicas, condemned, upwards: () => replicas, downwards: () => [...replicas].reverse() }
}

/** The revision that a pod which is missing is made of: below the partition the current one. Without a partition the number of pods that wear it decides. */
export function isMadeOfCurrent(set: StatefulSet, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  if (rollingUpdate) return ordinal < startOf(set) + (rollingUpdate.partition ?? 0)
  return type === 'RollingUpdate' && ordinal < startOf(set) + (set.status?.currentReplicas ?? 0)
}

/** Both revisions that the status names: while nothing is rolled out they are the same. */
export interface Revisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
}
