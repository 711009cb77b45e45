// Whether a Job is to end before its completions are reached, and why: the first reason that holds. Upstream: pkg/controller/job/job_controller.go
// syncJob, pastBackoffLimitOnFailure, pastActiveDeadline.
import { type Job, type Pod, parseTime } from '../../../kube/index.ts'
import { type Ending, failure, success } from './conditions.ts'
import { jobFailureMessage } from './failurepolicy.ts'
import { total } from './intervals.ts'
import { isSuspended } from './pods.ts'
import type { Sight } from './sight.ts'
import { successMessage } from './successpolicy.ts'

/** When the Job has been at work for too long; undefined when it may go on for ever, or stands still. */
export const deadlineMs = (j: Job): number | undefined =>
  j.spec.activeDeadlineSeconds == null || !j.status?.startTime || isSuspended(j)
    ? undefined
    : parseTime(j.status.startTime) + j.spec.activeDeadlineSeconds * 1000

/** OnFailure: the kubelets' restarts count, not the pods. */
export function restartsExceedLimit(j: Job, pods: readonly Pod[]): boolean {
  if (j.spec.template.spec.restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue
    for (const c of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) restarts += c.restartCount
  }
  return j.spec.backoffLimit === 0 ? restarts > 0 : restarts >= (j.spec.backoffLimit ?? 6)
}

export function endingOf(s: Omit<Sight, 'ending'>): Ending | undefined {
  const { job, pods, indexes, failedIndexes } = s
  const { backoffLimit = 6, maxFailedIndexes, completions = 0, successPolicy } = job.spec
  const fatal = jobFailureMessage(job, pods)
  if (fatal !== undefined) return failure('PodFailurePolicy', fatal)
  if (s.failed > backoffLimit || restartsExceedLimit(job, pods))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  const deadline = deadlineMs(job)
  if (deadline !== undefined && s.nowMs >= deadline) return failure('DeadlineExceeded', 'Job was active longer than specified deadline')
  if (!indexes) return undefined
  const lost = failedIndexes ? total(failedIndexes) : 0
  if (failedIndexes && maxFailedIndexes != null && lost > maxFailedIndexes)
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
  if (lost > 0 && lost + total(indexes.now) >= completions) return failure('FailedIndexes', 'Job has failed indexes')
  const enough = successMessage(successPolicy, completions, indexes.now)
  return enough === undefined ? undefined : success('SuccessPolicy', enough)
}

export const completionsReached = (): Ending => success('CompletionsReached', 'Reached expected number of succeeded pods')
