// The indexes of an Indexed Job: which are done, which have failed for good, which are free, and what is known of the failures of each. Upstream:
// pkg/controller/job/indexed_job_utils.go.
import type { Job, Pod } from '../../../kube/index.ts'
import { finishedMs, remainingMs } from './backoff.ts'
import { judge } from './failurepolicy.ts'
import { has, type Intervals, intervalsOf, parseIntervals, union } from './intervals.ts'
import { FAILURE_COUNT, hasFailed, hasSucceeded, IGNORED_COUNT, indexOf, isTracked, validIndex } from './pods.ts'

const completions = (j: Job) => j.spec.completions ?? 0

/** What status says is done, and the same with the pods that have succeeded since. */
export function succeededIndexes(j: Job, pods: readonly Pod[]): { before: Intervals; now: Intervals } {
  const before = parseIntervals(j.status?.completedIndexes, completions(j))
  const since = pods.filter(p => isTracked(p) && hasSucceeded(p)).flatMap(p => validIndex(j, p) ?? [])
  return { before, now: union(before, intervalsOf(since)) }
}

const count = (text: string | undefined): number =>
  text !== undefined && /^\d+$/.test(text) && Number(text) <= 2 ** 31 - 1 ? Number(text) : 0
export const failureCount = (p: Pod): number => count(p.metadata.annotations?.[FAILURE_COUNT])
const ignoredCount = (p: Pod): number => count(p.metadata.annotations?.[IGNORED_COUNT])

/** Whether a pod's end was the last try of its index. */
export function isIndexFailed(j: Job, p: Pod): boolean {
  if (!hasFailed(j, p)) return false
  const { action, counts } = judge(j.spec.podFailurePolicy, p)
  return action === 'FailIndex' || (counts && failureCount(p) >= (j.spec.backoffLimitPerIndex ?? 0))
}

export function failedIndexes(j: Job, pods: readonly Pod[]): Intervals {
  const before = parseIntervals(j.status?.failedIndexes, completions(j))
  const since = pods.filter(p => isTracked(p) && isIndexFailed(j, p)).flatMap(p => validIndex(j, p) ?? [])
  return union(before, intervalsOf(since))
}

/** For each index the failed pod that is counted only when its replacement is there: that one takes over its count of failures. */
export function delayedPods(
  j: Job,
  uncounted: readonly Pod[],
  activePods: readonly Pod[],
  succeeded: Intervals,
  failed: Intervals,
): ReadonlyMap<number, Pod> {
  const atWork = new Set(activePods.map(indexOf))
  const delayed = new Map<number, Pod>()
  for (const p of uncounted) {
    const i = hasFailed(j, p) ? validIndex(j, p) : undefined
    if (i === undefined || has(succeeded, i) || has(failed, i) || atWork.has(i)) continue
    const other = delayed.get(i)
    if (!other || (tries(other) <= tries(p) && finishedMs(p) >= finishedMs(other))) delayed.set(i, p)
  }
  return delayed
}
const tries = (p: Pod) => failureCount(p) + ignoredCount(p)

/** The counts that the pod of an index begins with. */
export function newFailureCounts(j: Job, replaced: Pod | undefined): { counted: number; ignored: number } {
  if (!replaced) return { counted: 0, ignored: 0 }
  const { counts } = judge(j.spec.podFailurePolicy, replaced)
  return { counted: failureCount(replaced) + (counts ? 1 : 0), ignored: ignoredCount(replaced) + (counts ? 0 : 1) }
}

/** How long an index waits before its next try. */
export const indexWaitMs = (last: Pod | undefined, nowMs: number, baseMs?: number, mostMs?: number): number =>
  last ? remainingMs({ failures: tries(last) + 1, lastFailureMs: finishedMs(last) }, nowMs, baseMs, mostMs) : 0

/** Of the indexes that want a pod those that may have one now; when none may, how long the first of them still waits. */
export function indexesInTime(
  indexes: readonly number[],
  delayed: ReadonlyMap<number, Pod>,
  nowMs: number,
): { now: readonly number[]; waitMs: number } {
  const waits = indexes.map(i => indexWaitMs(delayed.get(i), nowMs))
  const now = indexes.filter((_, n) => waits[n] === 0)
  return { now, waitMs: now.length > 0 || waits.length === 0 ? 0 : Math.min(...waits) }
}

/** The lowest indexes that nobody works on, that are not done and have not failed. `taken`: pods that keep their index. */
export function firstFree(many: number, of: number, taken: readonly Pod[], done: Intervals): number[] {
  const held = new Set(taken.map(indexOf))
  const free: number[] = []
  let at = 0
  for (let next = 0; free.length < many && next < of; next++) {
    while ((done[at]?.[1] ?? Number.POSITIVE_INFINITY) < next) at++
    const run = done[at]
    if (run && run[0] <= next) next = run[1]
    else if (!held.has(next)) free.push(next)
  }
  return free
}
