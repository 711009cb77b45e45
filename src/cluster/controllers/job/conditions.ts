// A Job's conditions. The end comes in two steps: FailureTarget or SuccessCriteriaMet when it is decided, Failed or Complete when no pod is going any
// more. Upstream: pkg/controller/job/job_controller.go newCondition, ensureJobConditionStatus; pkg/controller/job/util/utils.go.
import { type batch, isConditionTrue, type Job } from '../../../kube/index.ts'

export type JobCondition = batch.JobCondition

/** How a Job is to end, and why. */
export interface Ending {
  readonly type: 'FailureTarget' | 'SuccessCriteriaMet'
  readonly reason: string
  readonly message: string
}

export const failure = (reason: string, message: string): Ending => ({ type: 'FailureTarget', reason, message })
export const success = (reason: string, message: string): Ending => ({ type: 'SuccessCriteriaMet', reason, message })

/** The last condition that an ending leads to. */
export const finalType = (e: Ending): 'Failed' | 'Complete' => (e.type === 'FailureTarget' ? 'Failed' : 'Complete')

export const condition = (type: string, status: 'True' | 'False', reason: string, message: string, now: string): JobCondition => ({
  type,
  status,
  lastProbeTime: now,
  lastTransitionTime: now,
  reason,
  message,
})

export const isFinished = (j: Job): boolean =>
  isConditionTrue(j.status?.conditions, 'Complete') || isConditionTrue(j.status?.conditions, 'Failed')

/** The decision that was taken in an earlier visit. */
export function decidedEnding(conditions: readonly JobCondition[] | undefined): Ending | undefined {
  for (const type of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const c = conditions?.find(k => k.type === type && k.status === 'True')
    if (c) return { type, reason: c.reason ?? '', message: c.message ?? '' }
  }
  return undefined
}

/** Sets a condition in its place; one that would come as False is not added. The same list when nothing differs. */
export function ensure(have: readonly JobCondition[], c: JobCondition): readonly JobCondition[] {
  const at = have.findIndex(k => k.type === c.type)
  const old = have[at]
  if (!old) return c.status === 'False' ? have : [...have, c]
  if (old.status === c.status && old.reason === c.reason && old.message === c.message) return have
  return have.map((k, i) => (i === at ? c : k))
}
