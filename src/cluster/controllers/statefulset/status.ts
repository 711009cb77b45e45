// What a StatefulSet reports: how many pods there are, are ready, have been ready for minReadySeconds, and wear the current and the updated revision. When
// all that there are wear the new one and are ready, the new one becomes the current one. Upstream: stateful_set_control.go updateStatus,
// stateful_set_utils.go completeRollingUpdate, inconsistentStatus.
import { same, type Write } from '../../../engine/index.ts'
import type { StatefulSet } from '../../../kube/index.ts'

export interface Named {
  readonly current: string
  readonly update: string
}

/** How many pods there are, and of these: ready, available, and, of those that are not going, of the updated and of the current revision. */
export interface Counts {
  readonly replicas: number
  readonly ready: number
  readonly available: number
  readonly updated: number
  readonly current: number
}

export function calculateStatus(set: StatefulSet, counts: Counts, { current, update }: Named): StatefulSet['status'] {
  const { replicas, ready: readyReplicas, available: availableReplicas, updated: updatedReplicas } = counts
  const isComplete = set.spec.updateStrategy?.type === 'RollingUpdate' && updatedReplicas === replicas && readyReplicas === replicas
  const currentReplicas = isComplete ? updatedReplicas : counts.current
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
export function statusWrite(set: StatefulSet, counts: Counts, revisions: Named): Write[] {
  const status = calculateStatus(set, counts, revisions)
  if (same(status, set.status)) return []
  return [{ verb: 'update', plural: 'statefulsets', subresource: 'status', object: { ...set, status }, trusted: true }]
}
