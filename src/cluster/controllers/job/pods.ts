// What a Job sees in a pod: whether it is at work, has ended, has failed, was counted already, and which index it bears. Upstream:
// pkg/controller/job/job_controller.go isPodFailed, tracking_utils.go, indexed_job_utils.go; pkg/controller/controller_utils.go.
import type { Index } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type Job, type Pod } from '../../../kube/index.ts'

/** Holds a pod's object until the Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'
export const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count'
export const IGNORED_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count'

export const isTracked = (p: ApiObject): boolean => p.metadata.finalizers?.includes(TRACKING) ?? false
export const hasEnded = (p: Pod): boolean => p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed'
export const isTerminating = (p: Pod): boolean => p.metadata.deletionTimestamp !== undefined && !hasEnded(p)
export const hasSucceeded = (p: Pod): boolean => p.status?.phase === 'Succeeded'

export const isIndexed = (j: Job): boolean => j.spec.completionMode === 'Indexed'
export const hasLimitPerIndex = (j: Job): boolean => isIndexed(j) && j.spec.backoffLimitPerIndex != null
export const isSuspended = (j: Job): boolean => j.spec.suspend === true

/** podReplacementPolicy Failed, which a podFailurePolicy implies: a pod that is going is no failure before it has ended as one. */
export const replacesOnlyFailed = (j: Job): boolean => j.spec.podReplacementPolicy === 'Failed' || j.spec.podFailurePolicy != null

export function hasFailed(j: Job, p: Pod): boolean {
  if (p.status?.phase === 'Failed') return true
  return !replacesOnlyFailed(j) && p.metadata.deletionTimestamp !== undefined && !hasSucceeded(p)
}

/** The index a pod works on; undefined when it bears none that can be read. */
export function indexOf(p: Pod): number | undefined {
  const text = p.metadata.annotations?.[COMPLETION_INDEX]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** The index a pod works on, when the Job has it. */
export function validIndex(j: Job, p: Pod): number | undefined {
  const i = indexOf(p)
  return i !== undefined && i < (j.spec.completions ?? 0) ? i : undefined
}

/**
 * Index `job` of pods: under a Job's uid those that still matter to it, which have not both ended and been counted. The thousands that are done stay out of
 * every visit.
 */
export const jobIndex: Index = {
  plural: 'pods',
  name: 'job',
  of(o: ApiObject) {
    const ref = controllerOf(o)
    if (!ref) return []
    return ref.kind === 'Job' && (isTracked(o) || !hasEnded(o as Pod)) ? [ref.uid] : []
  },
}
