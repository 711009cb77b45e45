// The wait before failed pods are replaced: 10 s, 20 s, 40 s … up to ten minutes, for the whole Job; a success starts the count anew. With
// backoffLimitPerIndex each index waits for itself. Upstream: pkg/controller/job/backoff_utils.go.
import { getCondition, type Pod, parseTime } from '../../../kube/index.ts'

export const BASE_MS = 10_000
export const MOST_MS = 600_000

/** What is remembered of a Job's failures. Table `job.backoff`, key: Job key. */
export interface BackoffRecord {
  readonly uid?: string
  readonly failures: number
  readonly lastFailureMs?: number
}
export const NO_FAILURES: BackoffRecord = { failures: 0 }

/** When a pod ended: as its containers tell, or its Ready condition, or its deletion; else when it was made. */
export function finishedMs(p: Pod): number {
  const all = [...(p.status?.initContainerStatuses ?? []), ...(p.status?.containerStatuses ?? [])]
  const ends = all.map(c => c.state?.terminated?.finishedAt)
  if (p.status?.containerStatuses?.length && ends.every(e => e)) return Math.max(...ends.map(e => parseTime(e as string)))
  const ready = getCondition(p.status?.conditions, 'Ready')
  if (ready?.status === 'False' && ready.lastTransitionTime) return parseTime(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = p.metadata
  if (deletionTimestamp) return parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return parseTime(creationTimestamp ?? '')
}

/** The record when pods have newly succeeded and failed: only failures later than the newest success count. */
export function recordWith(old: BackoffRecord, succeededMs: readonly number[], failedMs: readonly number[]): BackoffRecord {
  if (succeededMs.length === 0) {
    if (failedMs.length === 0) return old
    return { failures: old.failures + failedMs.length, lastFailureMs: Math.max(...failedMs) }
  }
  const newest = Math.max(...succeededMs)
  const later = failedMs.filter(ms => ms > newest)
  return later.length === 0 ? NO_FAILURES : { failures: later.length, lastFailureMs: Math.max(...later) }
}

/** How long is left to wait after so many failures in a row. */
export function remainingMs(r: BackoffRecord, nowMs: number, baseMs = BASE_MS, mostMs = MOST_MS): number {
  if (r.failures === 0) return 0
  const wait = Math.min(baseMs * 2 ** (r.failures - 1), mostMs)
  return Math.max(0, wait - (nowMs - (r.lastFailureMs ?? 0)))
}
