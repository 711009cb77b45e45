// What a ReplicaSet reports: how many active pods it has, how many are ready, and how many have been ready for minReadySeconds; and whether it could
// not create or delete as it wanted. Upstream: pkg/controller/replicaset/replica_set_utils.go calculateStatus, updateReplicaSetStatus.
import { same, type World, type Write } from '../../../engine/index.ts'
import { type Condition, getCondition, type Pod, parseTime, type ReplicaSet, removeCondition, setCondition } from '../../../kube/index.ts'
import { activeCount, fullyLabelledCount, readyCount, readyPods } from './counting.ts'

export const REPLICA_FAILURE = 'ReplicaFailure'

/** Why the last attempt to create or delete went wrong. */
export interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete'
  readonly message: string
}

/** Since when a pod is ready, in milliseconds since 1970; undefined when it is not. */
const readySinceMs = (p: Pod): number | undefined => {
  const c = getCondition(p.status?.conditions, 'Ready')
  return c?.status === 'True' ? parseTime(c.lastTransitionTime ?? '') : undefined
}

/** Whether a pod counts as available: ready for longer than minReadySeconds. */
export function isAvailable(p: Pod, minReadySeconds: number, nowMs: number): boolean {
  const since = readySinceMs(p)
  return since !== undefined && (minReadySeconds === 0 || since + minReadySeconds * 1000 < nowMs)
}

/** The first millisecond (since 1970) at which a pod that is ready now counts as available, if it stays so. */
export const availableAtMs = (p: Pod, minReadySeconds: number, nowMs: number): number =>
  (readySinceMs(p) ?? nowMs) + minReadySeconds * 1000 + 1

function availableCount(world: Pick<World, 'by' | 'keysBy' | 'nowMs'>, rs: ReplicaSet): number {
  const seconds = rs.spec.minReadySeconds ?? 0
  const { uid } = rs.metadata
  return seconds === 0 ? readyCount(world, uid) : readyPods(world, uid).filter(p => isAvailable(p, seconds, world.nowMs)).length
}

/** A failure is told once and stays as it was told until a visit goes well. */
export function judgeFailure(have: readonly Condition[], failure: Failure | undefined, now: string): readonly Condition[] {
  if (!failure) return removeCondition(have, REPLICA_FAILURE)
  if (getCondition(have, REPLICA_FAILURE)) return have
  return setCondition(have, {
    type: REPLICA_FAILURE,
    status: 'True',
    lastTransitionTime: now,
    reason: failure.reason,
    message: failure.message,
  })
}

export function calculateStatus(
  world: Pick<World, 'by' | 'keysBy' | 'nowMs' | 'timestamp'>,
  rs: ReplicaSet,
  failure: Failure | undefined,
): ReplicaSet['status'] {
  const counts = {
    fullyLabeledReplicas: fullyLabelledCount(world, rs),
    readyReplicas: readyCount(world, rs.metadata.uid),
    availableReplicas: availableCount(world, rs),
  }
  const conditions = judgeFailure(rs.status?.conditions ?? [], failure, world.timestamp)
  return {
    replicas: activeCount(world, rs.metadata.uid),
    ...(counts.fullyLabeledReplicas > 0 && { fullyLabeledReplicas: counts.fullyLabeledReplicas }),
    ...(counts.readyReplicas > 0 && { readyReplicas: counts.readyReplicas }),
    ...(counts.availableReplicas > 0 && { availableReplicas: counts.availableReplicas }),
    ...(conditions.length > 0 && { conditions: conditions as NonNullable<ReplicaSet['status']['conditions']> }),
  }
}

/** The write that brings the status up to date; none when nothing differs. `generation` is that of the spec which was acted on. */
export function statusWrite(world: World, rs: ReplicaSet, failure: Failure | undefined, generation: number): Write[] {
  const status = { ...calculateStatus(world, rs, failure), observedGeneration: generation }
  if (same(status, rs.status)) return []
  return [{ verb: 'update', plural: 'replicasets', subresource: 'status', object: { ...rs, status }, trusted: true }]
}
