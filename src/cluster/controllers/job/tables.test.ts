// Every row of the tables of Kubernetes' own tests of the Job controller's parts (fixtures/workloads; each suite names its source). What does not fit is
// listed here with its reason.
import { describe, expect, it } from 'vitest'
import type { Pod } from '../../../kube/index.ts'
import backoffs from '../fixtures/workloads/job_backoff.json'
import indexed from '../fixtures/workloads/job_indexed.json'
import failures from '../fixtures/workloads/job_pod_failure_policy.json'
import successes from '../fixtures/workloads/job_success_policy.json'
import { at, type Case, jobOf, NOW_MS, podOf, type Row, suite } from '../testing/jobs.ts'
import { finishedMs, recordWith, remainingMs } from './backoff.ts'
import { generateName } from './creation.ts'
import { judge } from './failurepolicy.ts'
import {
  delayedPods,
  failedIndexes,
  failureCount,
  firstFree,
  indexesInTime,
  indexWaitMs,
  isIndexFailed,
  newFailureCounts,
  succeededIndexes,
} from './indexes.ts'
import { formatIntervals, has, union } from './intervals.ts'
import { hasEnded } from './pods.ts'
import { duplicates } from './removal.ts'
import { successMessage } from './successpolicy.ts'

/**
 * Rows that do not fit: those with a feature gate off that is on in 1.34, and those that wait for a cache that has not seen its own writes; here a key is not
 * visited again before they have landed.
 */
const isLeftOut = ({ input: i }: Case) => i.gateBackoffLimitPerIndex === false || i.finalizerRemovalAlreadyExpected?.length > 0
const rows = (table: { suites: unknown[] }, id: string): Case[] => suite(table, id).filter(c => !isLeftOut(c))

const indexedJob = (i: Row) =>
  jobOf({
    ...i,
    completionMode: 'Indexed',
    status: { completedIndexes: i.prevCompletedIndexes, failedIndexes: i.prevFailedIndexes ?? undefined },
  })

describe('the record of failures', () => {
  it.each(rows(backoffs, 'newBackoffRecord'))('$name', ({ input: i, expected: e }) => {
    const stored = i.storedRecord ?? { failuresAfterLastSuccess: 0, lastFailureTimeMs: null }
    const old = {
      failures: stored.failuresAfterLastSuccess,
      ...(stored.lastFailureTimeMs != null && { lastFailureMs: stored.lastFailureTimeMs }),
    }
    const r = recordWith(old, i.newSucceededFinishTimesMs, i.newFailedFinishTimesMs)
    expect(r.failures).toBe(e.failuresAfterLastSuccess)
    expect(r.lastFailureMs ?? null).toBe(e.lastFailureTimeMs)
  })
})

describe('when a pod ended', () => {
  it.each(rows(backoffs, 'finishTime'))('$name', ({ input: i, expected: e }) => {
    const status = (c: Row) => ({
      state: c.state === 'Terminated' ? { terminated: { ...(c.finishedAt != null && { finishedAt: at(c.finishedAt) }) } } : { running: {} },
    })
    const r = i.readyCondition
    const pod = {
      metadata: {
        creationTimestamp: at(i.creationTimestamp ?? 0),
        ...(i.deletionTimestamp != null && { deletionTimestamp: at(i.deletionTimestamp) }),
        ...(i.deletionGracePeriodSeconds != null && { deletionGracePeriodSeconds: i.deletionGracePeriodSeconds }),
      },
      status: {
        containerStatuses: (i.containers ?? []).map(status),
        initContainerStatuses: (i.initContainers ?? []).map(status),
        conditions: r ? [{ type: 'Ready', status: r.status, lastTransitionTime: at(r.lastTransitionTime) }] : [],
      },
    } as unknown as Pod
    expect((finishedMs(pod) - NOW_MS) / 1000).toBe(e.finishTime)
  })
})

describe('the wait', () => {
  it.each([...rows(backoffs, 'remaining'), ...rows(backoffs, 'production')])('$name', ({ input: i, expected: e }) => {
    const record = { failures: i.failures, lastFailureMs: NOW_MS - i.elapsedSeconds * 1000 }
    const [base, most] = [i.defaultBackoffSeconds ?? 10, i.maxBackoffSeconds ?? 600]
    expect(remainingMs(record, NOW_MS, base * 1000, most * 1000)).toBe(e.remainingSeconds * 1000)
  })
  it.each(rows(backoffs, 'remainingPerIndex'))('of an index: $name', ({ input: i, expected: e }) => {
    const last = i.lastFailedPod && podOf({ ...i.lastFailedPod, phase: 'Failed', finishedSecondsAgo: i.elapsedSeconds }, 0)
    expect(indexWaitMs(last ?? undefined, NOW_MS, i.defaultBackoffSeconds * 1000, i.maxBackoffSeconds * 1000)).toBe(
      e.remainingSeconds * 1000,
    )
  })
  it.each(rows(backoffs, 'independentIndexes'))('of several indexes: $name', ({ input: i, expected: e }) => {
    const delayed = new Map(
      Object.entries<Row>(i.lastFailedPodPerIndex).map(([index, p]) => [
        Number(index),
        podOf({ ...p, index, phase: 'Failed', finishedSecondsAgo: p.failedSecondsAgo }, 0),
      ]),
    )
    const { now, waitMs } = indexesInTime(i.indexesToCreate, delayed, NOW_MS)
    expect(now).toEqual(e.createNow)
    expect(waitMs).toBe(e.remainingSeconds * 1000)
  })
})

describe('indexes', () => {
  it.each(rows(indexed, 'succeededIndexes'))('succeeded: $name', ({ input: i, expected: e }) => {
    const s = succeededIndexes(indexedJob(i), i.pods.map(podOf))
    expect(s.before).toEqual(e.statusIntervals)
    expect(s.now).toEqual(e.succeededIntervals)
  })
  it.each(rows(indexed, 'isIndexFailed'))('failed for good: $name', ({ input: i, expected: e }) =>
    expect(isIndexFailed(indexedJob(i), podOf(i.pod, 0))).toBe(e.indexFailed),
  )
  it.each(rows(indexed, 'failedIndexes'))('failed: $name', ({ input: i, expected: e }) =>
    expect(failedIndexes(indexedJob(i), i.pods.map(podOf))).toEqual(e.failedIntervals),
  )
  it.each(rows(indexed, 'delayedDeletion'))('counted late: $name', ({ input: i, expected: e }) => {
    const job = indexedJob(i)
    const pods: Pod[] = i.pods.map(podOf)
    const tracked = pods.filter(p => p.metadata.finalizers)
    const active = pods.filter(p => !hasEnded(p) && !p.metadata.deletionTimestamp)
    const late = delayedPods(job, tracked, active, succeededIndexes(job, pods).now, failedIndexes(job, pods))
    expect([...late.values()].map(p => p.metadata.uid).sort()).toEqual(e.delayedPods)
  })
  it.each(rows(indexed, 'newIndexFailureCount'))('counts of the next pod: $name', ({ input: i, expected: e }) => {
    const counts = newFailureCounts(
      indexedJob({ completions: 10, backoffLimitPerIndex: 10, ...i }),
      i.replacedPod ? podOf(i.replacedPod, 0) : undefined,
    )
    expect(counts).toEqual({ counted: e.indexFailureCount, ignored: e.indexIgnoredFailureCount })
  })
  it.each(rows(indexed, 'intervalsHaveIndex'))('has: $name', ({ input: i, expected: e }) => expect(has(i.intervals, i.index)).toBe(e.has))
  it.each(rows(indexed, 'firstPendingIndexes'))('free: $name', ({ input: i, expected: e }) =>
    expect(firstFree(i.count, i.completions, i.activePods.map(podOf), union(i.succeededIntervals, i.failedIntervals ?? []))).toEqual(
      e.pending,
    ),
  )
  it.each(rows(indexed, 'duplicateIndexes'))('taken twice: $name', ({ input: i, expected: e }) => {
    const { remove, left } = duplicates(i.activePods.map(podOf), i.completions)
    const told = (pods: Pod[]) =>
      pods.map(p => `${p.metadata.annotations?.['batch.kubernetes.io/job-completion-index']} ${p.status.phase}`).sort()
    const wanted = (list: Row[]) => list.map(p => `${p.index ?? undefined} ${p.phase}`).sort()
    expect(told(remove)).toEqual(wanted(e.remove))
    expect(told(left)).toEqual(wanted(e.left))
  })
  it.each(rows(indexed, 'podGenerateName'))('name: $name', ({ input: i, expected: e }) =>
    expect(generateName(i.job, i.index)).toBe(e.generateName),
  )
  it.each(rows(indexed, 'indexFailureCountAnnotation'))('annotation: $name', ({ input: i, expected: e }) =>
    expect(failureCount(podOf({ phase: 'Failed', indexFailureCount: i.annotation }, 0))).toBe(e.count),
  )
  it.each(rows(indexed, 'intervalText'))('text: $name', ({ input: i, expected: e }) => expect(formatIntervals(i.intervals)).toBe(e.text))
})

describe('podFailurePolicy', () => {
  it.each(rows(failures, 'match'))('$name', ({ input: i, expected: e }) => {
    const pod = podOf(i.pod, 0)
    const named = { ...pod, metadata: { ...pod.metadata, name: i.pod.name, namespace: i.pod.namespace } } as Pod
    const v = judge(i.rules ? { rules: i.rules } : undefined, named)
    expect({ message: v.message ?? null, counts: v.counts, action: v.action ?? null }).toEqual({
      message: e.jobFailureMessage,
      counts: e.countFailed,
      action: e.action,
    })
  })
})

describe('successPolicy', () => {
  it.each(rows(successes, 'match'))('$name', ({ input: i, expected: e }) => {
    const message = successMessage(i.rules ? { rules: i.rules } : undefined, i.completions, i.succeededIntervals)
    expect(message !== undefined).toBe(e.met)
    expect(message ?? '').toBe(e.message)
  })
})
