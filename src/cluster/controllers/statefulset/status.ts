// What a StatefulSet reports: how many pods there are, are ready, have been ready for minReadySeconds, and wear the current and the updated revision. When
// all that there are wear the new one and are ready, the new one becomes the current one. Upstream: stateful_set_control.go updateStatus,
// stateful_set_utils.go completeRollingUpdate, inconsistentStatus.
import { same, type Write } from '../../../engine/index.ts'
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import { revisionOf } from './identity.ts'
import { isAvailable, isGoing, isRunningAndReady } from './pods.ts'

export interface Named {
  readonly current: string
  readonly update: string
}

export function calculateStatus(set: StatefulSet, pods: readonly Pod[], { current, update }: Named, nowMs: number): StatefulSet['status'] {
  const minReadySeconds = set.spec.minReadySeconds ?? 0
  let [readyReplicas, availableReplicas, updatedReplicas, ofCurrent] = [0, 0, 0, 0]
  for (const p of pods) {
    if (isRunningAndReady(p)) {
      readyReplicas++
      if (isAvailable(p, minReadySeconds, nowMs)) availableReplicas++
    }
    if (isGoing(p)) continue
    const revision = revisionOf(p)
    if (revision === update) updatedReplicas++
    if (revision === current) ofCurrent++
  }
  const replicas = pods.length
  const isComplete = set.spec.updateStrategy?.type === 'RollingUpdate' && updatedReplicas === replicas && readyReplicas === replicas
  const currentReplicas = isComplete ? updatedReplicas : ofCurrent
  const { conditions } = set.status ?? {}
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    ...(readyReplicas > 0 && { readyReplicas }),
    availableReplicas,
    ...(currentReplicas > 0 && { currentReplicas }),
    ...(updatedReplicas > 0 && { updatedReplicas }),
    currentRevision: isComplete ? update : current,
    updateRevision: update,
    collisionCount: set.status?.collisionCount ?? 0,
    ...(conditions && { conditions }),
  }
}

/** The write that brings the status up to date; none when nothing differs. `generation` is that of the spec which was acted on. */
export function statusWrite(set: StatefulSet, pods: readonly Pod[], revisions: Named, nowMs: number): Write[] {
  const status = calculateStatus(set, pods, revisions, nowMs)
  if (same(status, set.status)) return []
  return [{ verb: 'update', plural: 'statefulsets', subresource: 'status', object: { ...set, status }, trusted: true }]
}
