// What a Job's controller sees on a visit: the pods that still matter, sorted by what they mean, and what they add up to with what status has counted.
// Upstream: pkg/controller/job/job_controller.go syncJobCtx, getNewFinishedPods.
import type { World } from '../../../engine/index.ts'
import { isConditionTrue, type Job, type Pod } from '../../../kube/index.ts'
import { type BackoffRecord, finishedMs, NO_FAILURES, recordWith } from './backoff.ts'
import { decidedEnding, type Ending } from './conditions.ts'
import { endingOf } from './ending.ts'
import { countedFailures } from './failurepolicy.ts'
import { delayedPods, failedIndexes, succeededIndexes } from './indexes.ts'
import { type Intervals, total } from './intervals.ts'
import { hasEnded, hasFailed, hasLimitPerIndex, hasSucceeded, isIndexed, isSuspended, isTerminating, isTracked } from './pods.ts'

export interface Sight {
  /** With its startTime, which the first visit that is not suspended sets. */
  readonly job: Job
  /** As stored. */
  readonly stored: Job
  readonly now: string
  readonly nowMs: number
  readonly pods: readonly Pod[]
  readonly active: readonly Pod[]
  readonly ready: number
  readonly terminating: readonly Pod[]
  /** With the pods that have ended since. */
  readonly succeeded: number
  readonly failed: number
  readonly record: BackoffRecord
  readonly indexes: { readonly before: Intervals; readonly now: Intervals } | undefined
  readonly failedIndexes: Intervals | undefined
  readonly delayed: ReadonlyMap<number, Pod>
  /** How it is to end: decided before, or found now. */
  readonly ending: Ending | undefined
}

export const isReady = (p: Pod) => isConditionTrue(p.status?.conditions, 'Ready')

/** Set by the first visit that is not suspended. */
const started = (j: Job, now: string): Job =>
  j.status?.startTime || isSuspended(j) ? j : { ...j, status: { ...j.status, startTime: now } }

export const recordKey = (j: Job) => `${j.metadata.namespace}/${j.metadata.name}`
export const records = (w: Pick<World, 'table'>) => w.table<BackoffRecord>('job.backoff')

/** An index has not failed because its pod was deleted when the Job ended. */
const withoutTaken = (pods: readonly Pod[], taken: ReadonlySet<string>): readonly Pod[] =>
  taken.size === 0 ? pods : pods.filter(p => p.status?.phase === 'Failed' || !taken.has(p.metadata.name))

/** `taken`: names of pods that this very visit has deleted. */
export const see = (
  world: Pick<World, 'by' | 'table' | 'timestamp' | 'nowMs'>,
  stored: Job,
  taken: ReadonlySet<string> = new Set(),
): Sight => {
  const remembered = records(world).get(recordKey(stored))
  const record = remembered?.uid === stored.metadata.uid ? remembered : NO_FAILURES
  return sightOf(stored, world.by<Pod>('pods', 'job', stored.metadata.uid), record, { now: world.timestamp, nowMs: world.nowMs }, taken)
}

export function sightOf(
  stored: Job,
  pods: readonly Pod[],
  remembered: BackoffRecord,
  clock: { now: string; nowMs: number },
  taken: ReadonlySet<string> = new Set(),
): Sight {
  const job = started(stored, clock.now)
  const active = pods.filter(p => !hasEnded(p) && !p.metadata.deletionTimestamp)
  const { succeeded: s = [], failed: f = [] } = job.status?.uncountedTerminatedPods ?? {}
  const noted = new Set([...s, ...f])
  const fresh = pods.filter(p => isTracked(p) && !noted.has(p.metadata.uid))
  const newSucceeded = fresh.filter(hasSucceeded)
  const newFailed = fresh.filter(p => hasFailed(job, p))
  const record = recordWith(remembered, newSucceeded.map(finishedMs), newFailed.map(finishedMs))
  const failed = (job.status?.failed ?? 0) + countedFailures(job, newFailed) + f.length
  const indexes = isIndexed(job) ? succeededIndexes(job, pods) : undefined
  const lost = indexes && hasLimitPerIndex(job) ? failedIndexes(job, withoutTaken(pods, taken)) : undefined
  const seen = {
    stored,
    job,
    ...clock,
    pods,
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating),
    succeeded: indexes ? total(indexes.now) : (job.status?.succeeded ?? 0) + newSucceeded.length + s.length,
    failed,
    record: record === NO_FAILURES ? record : { ...record, uid: job.metadata.uid },
    indexes,
    failedIndexes: lost,
    delayed: indexes && lost ? delayedPods(job, fresh, active, indexes.now, lost) : new Map<number, Pod>(),
  }
  return { ...seen, ending: decidedEnding(job.status?.conditions) ?? endingOf(seen) }
}
