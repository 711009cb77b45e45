// How many pods a Job wants at work, and which it makes or takes away for that. Never both in one visit. Upstream:
// pkg/controller/job/job_controller.go manageJob.
import type { Job, Pod } from '../../../kube/index.ts'
import { remainingMs } from './backoff.ts'
import { firstFree, indexesInTime } from './indexes.ts'
import { union } from './intervals.ts'
import { hasLimitPerIndex, isIndexed, isSuspended, replacesOnlyFailed } from './pods.ts'
import { podsToRemove } from './removal.ts'
import type { Sight } from './sight.ts'

/** The most pods that are created or deleted in one visit. */
const BURST = 500

/** What is to be done about the number of pods. */
export type Sizing =
  | { readonly what: 'remove'; readonly pods: readonly Pod[] }
  /** With the index that each is for, where indexed. */
  | { readonly what: 'create'; readonly indexes: readonly (number | undefined)[] }
  | { readonly what: 'wait'; readonly waitMs: number }
  | { readonly what: 'nothing' }

/** A work queue (no completions) takes no new pod after the first success: the others finish what there is. */
export function wantedPods(j: Job, active: number, succeeded: number): number {
  const { parallelism = 1, completions } = j.spec
  if (completions == null) return succeeded > 0 ? active : parallelism
  return Math.max(0, Math.min(completions - succeeded, parallelism))
}

export function sizingOf(s: Sight): Sizing {
  const { job, active, terminating } = s
  if (isSuspended(job)) return active.length > 0 ? { what: 'remove', pods: podsToRemove(job, active, active.length) } : { what: 'nothing' }
  const wanted = wantedPods(job, active.length, s.succeeded)
  const surplus = podsToRemove(job, active, Math.max(0, active.length - wanted))
  if (surplus.length > 0) return { what: 'remove', pods: surplus.slice(0, BURST) }
  const missing = wanted - active.length - (replacesOnlyFailed(job) ? terminating.length : 0)
  return missing > 0 ? creation(s, Math.min(missing, BURST)) : { what: 'nothing' }
}

function creation(s: Sight, many: number): Sizing {
  const { job, indexes, nowMs } = s
  const wait = hasLimitPerIndex(job) ? 0 : remainingMs(s.record, nowMs)
  if (wait > 0) return { what: 'wait', waitMs: wait }
  if (!isIndexed(job) || !indexes) return { what: 'create', indexes: new Array<undefined>(many).fill(undefined) }
  const taken = replacesOnlyFailed(job) ? [...s.active, ...s.terminating] : s.active
  const free = firstFree(many, job.spec.completions ?? 0, taken, union(indexes.now, s.failedIndexes ?? []))
  if (!hasLimitPerIndex(job)) return { what: 'create', indexes: free }
  const { now, waitMs } = indexesInTime(free, s.delayed, nowMs)
  return waitMs > 0 ? { what: 'wait', waitMs } : { what: 'create', indexes: now }
}
