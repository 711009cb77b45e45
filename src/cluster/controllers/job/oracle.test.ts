// Every row of the tables of Kubernetes' own tests of one visit of the Job controller (fixtures/workloads; each suite names its source), with all feature
// gates as they are in 1.34. What does not fit is listed here with its reason.
import { describe, expect, it } from 'vitest'
import type { Job } from '../../../kube/index.ts'
import synced from '../fixtures/workloads/job_sync.json'
import more from '../fixtures/workloads/job_sync_more.json'
import { at, type Case, jobOf, NOW_MS, podOf, podsOf, type Row, suite, type Visit, visit } from '../testing/jobs.ts'
import { condition, decidedEnding, ensure } from './conditions.ts'
import { COMPLETION_INDEX } from './pods.ts'
import { sightOf } from './sight.ts'
import { type Finding, track } from './tracking.ts'

/** Rows that do not fit, and why. */
const STALE = 'waits for a cache that has not seen its own writes; here a key is not visited again before they have landed'
const LEFT_OUT: Record<string, string> = {
  'job failures, unsatisfied expectations': STALE,
  'suspending a job with unsatisfied expectations': STALE,
  'count ready pods when suspending a job with unsatisfied expectations': STALE,
  'suspending a job with unsatisfied expectations; JobPodReplacementPolicy on': STALE,
  'with expected removed finalizers': STALE,
  'expecting removed finalizers': STALE,
  'single failed pod: not counted, its replacement is created but not observed yet': STALE,
}
/** Rows of clusters in which a feature gate is off that is on in 1.34. */
const isOfThePast = (name: string) =>
  /gates? (\w+ )?off|delay gates off|Failed not delayed|Complete not delayed|JobPodReplacementPolicy off/.test(name)

const plain = (list: readonly Row[] | undefined): Row[] =>
  (list ?? []).map(({ type, status, reason, message }) => ({ type, status, ...(reason && { reason }), ...(message && { message }) }))
const bare = (list: Row[]): Row[] => plain(list)

function check(v: Visit, e: Row): void {
  const s = v.job.status as Row
  const seen: Row = {
    creations: v.creations.length,
    deletions: v.deletions,
    podPatches: v.patches,
    active: s.active ?? 0,
    ready: s.ready ?? 0,
    succeeded: s.succeeded ?? 0,
    failed: s.failed ?? 0,
    terminating: s.terminating ?? null,
    conditions: plain(s.conditions),
    completedIndexes: s.completedIndexes ?? '',
    failedIndexes: s.failedIndexes ?? null,
    syncError: v.failed,
    createdIndexes: v.creations.map(p => Number(p.metadata.annotations?.[COMPLETION_INDEX])),
  }
  // null: not written, with the gate off.
  for (const [k, want] of Object.entries(e)) if (want !== null) expect(seen[k], k).toEqual(k === 'conditions' ? bare(want as Row[]) : want)
}

/** What a row expects today. */
const today = (c: Case): Row => ({ ...c.expected, ...c.expectedAllGatesOn })
const fits = (cases: Case[]) => cases.filter(c => !(c.name in LEFT_OUT) && (c.expectedAllGatesOn !== undefined || !isOfThePast(c.name)))

describe('sync', () => {
  it.each(fits(suite(synced, 'sync')))('$name', c => {
    const i = c.input
    const pods = [...podsOf(i.pods), ...(i.podsWithIndexes ?? [])].map(podOf)
    const record = i.backoffRecord && { failures: i.backoffRecord.failuresAfterLastSuccess, lastFailureMs: NOW_MS }
    const options = { ...(record && { record }), podError: i.podControllerError, createLimit: i.podCreateLimit }
    check(visit(jobOf(i), pods, options), today(c))
  })
})

describe('one visit', () => {
  for (const id of ['pastDeadline', 'backoffNever', 'podFailurePolicySync', 'successPolicySync', 'backoffLimitPerIndexSync', 'managedBy']) {
    it.each(fits(suite(more, id)))(`${id}: $name`, c => {
      const i = c.input
      const rows = Array.isArray(i.pods) ? i.pods : podsOf(i.pods)
      check(visit(jobOf(i), rows.map(podOf)), today(c))
    })
  }

  it.each(fits(suite(more, 'backoffOnFailure')))('backoffOnFailure: $name', c => {
    const pods = c.input.restartCounts.map((restartCount: number) => ({ phase: c.input.podPhase, restartCount }))
    check(visit(jobOf(c.input), pods.map(podOf)), today(c))
  })

  it.each(fits(suite(more, 'existingFailedFalse')))('$name', c => {
    const v = visit(jobOf(c.input), [])
    const failed = v.job.status?.conditions?.filter(k => k.type === 'Failed') ?? []
    expect(v.deletions).toBe(c.expected.deletions)
    expect(failed.length).toBe(c.expected.failedTypeConditions)
    expect(failed[0]?.status).toBe(c.expected.failedStatus)
  })
})

describe('newFinishedPods', () => {
  it.each(fits(suite(more, 'newFinishedPods')))('$name', ({ input, expected }) => {
    const s = sightOf(
      jobOf({ completions: 10, parallelism: 10, ...input }),
      input.pods.map(podOf),
      { failures: 0 },
      { now: at(0), nowMs: NOW_MS },
    )
    expect(s.succeeded).toBe(expected.succeededTotal)
    expect(s.failed).toBe(expected.failedTotal)
  })
})

describe('ensureCondition', () => {
  it.each(suite(more, 'ensureCondition'))('$name', ({ input, expected }) => {
    const { type, status, reason, message } = input.set
    const next = ensure(input.conditions, condition(type, status, reason, message, at(0)))
    expect(plain(next)).toEqual(plain(expected.conditions))
    expect(next !== input.conditions).toBe(expected.changed)
  })
})

describe('trackStatus', () => {
  const interim: Record<string, string> = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' }
  const shown = (s: Row): Row => {
    const { ready: _, terminating: __, startTime: ___, conditions, completionTime, ...rest } = s
    const kept = Object.fromEntries(Object.entries(rest).filter(([k, v]) => v !== 0 && (v !== '' || k === 'failedIndexes')))
    return {
      ...kept,
      ...(conditions?.length && { conditions: conditions.map((c: Row) => c.type ?? c) }),
      ...(completionTime && { completionTimeSet: true }),
    }
  }
  it.each(fits(suite(more, 'trackStatus')))('$name', ({ input: i, expected: e }) => {
    // The interim condition always comes first now; where a row begins with the last one, it is there before.
    const before = i.finishing && interim[i.finishing]
    const has = before && i.status?.conditions?.includes(before)
    const conditions = [...(i.status?.conditions ?? []), ...(before && !has ? [before] : [])]
    const generated = Array.from({ length: i.podsGenerated?.count ?? 0 }, (_, n) => ({
      uid: String(n),
      phase: i.podsGenerated.phase,
      hasTrackingFinalizer: true,
      ...(i.completionMode === 'Indexed' && { index: n }),
    }))
    const pods = [...generated, ...(i.pods ?? [])].map(podOf)
    const raw = jobOf({
      ...i,
      startTimeSet: true,
      status: { uncountedTerminatedPods: {}, ready: 0, terminating: 0, ...i.status, conditions },
    })
    const stored = (i.statusAlreadyChanged ? { ...raw, status: { ...raw.status, ready: 1 } } : raw) as Job
    const s = sightOf(stored, pods, { failures: 0 }, { now: at(0), nowMs: NOW_MS })
    const decided = decidedEnding([{ type: before ?? i.finishing ?? '', status: 'True' }])
    const terminating = i.gates?.JobPodReplacementPolicy || i.gates?.JobManagedBy ? s.terminating.length : 0
    const found: Finding = {
      active: i.status?.active ?? 0,
      ready: 0,
      terminating,
      ending: decided,
      conditions: raw.status?.conditions ?? [],
      hasTurned: false,
      taken: new Set(),
    }
    const t = track(s, found)
    const writes = [t.noted, t.counted].filter(
      (x, n, all) =>
        JSON.stringify(shown(x)) !== JSON.stringify(shown(n === 0 ? (i.statusAlreadyChanged ? {} : stored.status) : all[n - 1])),
    )
    const failsAt = i.statusUpdateError ? 0 : i.podPatchError ? 1 : 2
    const wanted = e.statusUpdates.map((u: Row) => ({ ...u, ...(before && !has && { conditions: [before, ...(u.conditions ?? [])] }) }))
    const texts = (u: Row): Row =>
      shown(
        typeof u.uncountedTerminatedPods?.succeeded === 'string'
          ? { ...u, uncountedTerminatedPods: { ...u.uncountedTerminatedPods, succeeded: generated.slice(0, 499).map(g => g.uid) } }
          : u,
      )
    expect(writes.slice(0, failsAt === 2 ? 2 : 1).map(shown)).toEqual(wanted.map(texts))
    expect(failsAt === 0 ? 0 : t.released.length).toBe(e.finalizersRemoved)
  })
})

describe('rows that do not fit', () => {
  it('are all there', () => {
    const names = [...synced.suites, ...more.suites].flatMap(s => (s.cases as Case[]).map(c => c.name))
    for (const name of Object.keys(LEFT_OUT)) expect(names).toContain(name)
  })
})
