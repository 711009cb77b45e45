// Every row of the tables of Kubernetes' own tests of the CronJob controller (fixtures/workloads; each suite names its source). What does not fit is listed
// here with its reason.
import { describe, expect, it } from 'vitest'
import type { Look, Outcome, World, Write } from '../../../engine/index.ts'
import { type CronJob, formatTime, type Job, nextTime, parseSchedule, parseTime } from '../../../kube/index.ts'
import { cronjob } from '../cronjob.ts'
import table from '../fixtures/workloads/cronjob.json'
import { type Row, suite } from '../testing/jobs.ts'
import { missedTimes, TOO_MANY } from './missed.ts'
import { jobName } from './run.ts'

/** Rows that do not fit, and why. */
const STALE = 'reads an old status from a cache and then the new one from the server; here there is only the new one'
const NO_GET = 'a Job is not read again before it is replaced, so that reading it cannot fail'
const LEFT_OUT: Record<string, string> = {
  'still active, is time, get job failed, R': NO_GET,
  'this started but is not present in cronjob active list, not past deadline, A': STALE,
  'this started but is not present in cronjob active list, not past deadline, f': STALE,
  'this started but is not present in cronjob active list, not past deadline, R': STALE,
  'do nothing if the namespace is terminating': STALE,
}

const cronJobOf = (i: Row): CronJob =>
  ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: i.cronJob ?? 'mycronjob',
      namespace: 'default',
      uid: 'cj',
      resourceVersion: '1',
      creationTimestamp: i.creationTimestamp,
    },
    spec: {
      schedule: i.schedule,
      ...(i.timeZone != null && { timeZone: i.timeZone }),
      concurrencyPolicy: i.concurrencyPolicy,
      suspend: i.suspend,
      ...(i.startingDeadlineSeconds != null && { startingDeadlineSeconds: i.startingDeadlineSeconds }),
      jobTemplate: { spec: {} },
    },
    status: {
      ...(i.lastScheduleTime && { lastScheduleTime: i.lastScheduleTime }),
      ...(i.previousJob?.inStatusActive && { active: [{ name: i.previousJob.name, uid: 'job' }] }),
    },
  }) as unknown as CronJob

const jobOf = (p: Row): Job =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: p.name,
      namespace: 'default',
      uid: 'job',
      ownerReferences: [{ kind: 'CronJob', name: 'mycronjob', uid: 'cj', controller: true }],
    },
    spec: {},
    status: {
      startTime: p.created,
      ...(p.finished && { completionTime: p.completionTime, conditions: [{ type: 'Complete', status: 'True' }] }),
    },
  }) as unknown as Job

interface Seen {
  createJob: boolean
  deletePreviousJob: boolean
  activeAfter: number
  warningEvents: number
  requeueAfterSeconds: number | null
  statusUpdated: boolean
  error: boolean
}

function visit(i: Row): Seen {
  let cj = cronJobOf(i)
  const jobs = i.previousJob ? [jobOf(i.previousJob)] : []
  const seen: Seen = {
    createJob: false,
    deletePreviousJob: false,
    activeAfter: 0,
    warningEvents: 0,
    requeueAfterSeconds: null,
    statusUpdated: false,
    error: false,
  }
  const nowMs = parseTime(i.now)
  const tables = new Map<string, unknown>()
  const get = (plural: string, key: string) => (plural === 'cronjobs' ? cj : jobs.find(j => key.endsWith(`/${j.metadata.name}`)))
  const world = { now: 0, nowMs, timestamp: formatTime(nowMs), get, by: () => jobs, table: () => tables } as unknown as World
  const refused: Outcome = {
    ok: false,
    error: {
      reason: i.createError,
      message: 'no',
      ...(i.createError === 'NamespaceTerminating' && { details: { causes: [{ reason: 'NamespaceTerminating' }] } }),
    } as never,
  }
  const land = (w: Write): Outcome => {
    if (w.verb === 'tell') {
      if (w.event.sort === 'Warning' && w.event.reason !== 'UnexpectedJob') seen.warningEvents++
      return { ok: true }
    }
    if (w.verb === 'update') {
      cj = w.object as CronJob
      seen.statusUpdated = true
      return { ok: true }
    }
    if (w.verb === 'delete') {
      seen.deletePreviousJob = true
      return { ok: true }
    }
    if (i.createError) return refused
    seen.createJob = true
    return { ok: true, object: { ...(w as Row).object, metadata: { ...(w as Row).object.metadata, uid: 'new' } } }
  }
  const sail = (look: Look | undefined): Outcome[] => {
    const outcomes: Outcome[] = []
    for (const batch of look?.steps ?? []) {
      outcomes.push(...batch.map(land))
      if (outcomes.some(o => !o.ok)) {
        seen.error = true
        break
      }
    }
    return outcomes
  }
  const look = cronjob.look?.(world, 'default/mycronjob')
  const outcomes = sail(look)
  const more = look?.memo ? cronjob.settle?.(world, 'default/mycronjob', outcomes, look.memo) : undefined
  const failed = seen.error
  sail(more)
  seen.activeAfter = cj.status?.active?.length ?? 0
  seen.requeueAfterSeconds = failed || look?.againInMs === undefined ? null : look.againInMs / 1000
  return seen
}

describe('sync', () => {
  const cases = suite(table, 'sync').filter(c => !(c.name in LEFT_OUT))
  it.each(cases)('$name', ({ input, expected }) => expect(visit(input)).toEqual(expected))
})

describe('mostRecentScheduleTime', () => {
  it.each(suite(table, 'mostRecentScheduleTime'))('$name', ({ input: i, expected: e }) => {
    const schedule = parseSchedule(i.schedule)
    const look = () => missedTimes(cronJobOf(i), parseTime(i.now), ms => nextTime(schedule, ms), i.applyStartingDeadline)
    if (e.error) {
      expect(look).toThrow()
      return
    }
    const { earliestMs, newestMs, many } = look()
    expect(formatTime(earliestMs)).toBe(e.earliestTime)
    expect(newestMs === undefined ? null : formatTime(newestMs)).toBe(e.mostRecentTime)
    expect(many > TOO_MANY).toBe(e.tooManyMissed)
  })
})

describe('the name of a run', () => {
  it.each(suite(table, 'jobName'))('$name', ({ input: i, expected: e }) =>
    expect(jobName(i.cronJob, parseTime(i.scheduledTime))).toBe(e.jobName),
  )
})

describe('rows that do not fit', () => {
  it('are all there', () => {
    const names = table.suites.flatMap(s => (s.cases as { name: string }[]).map(c => c.name))
    for (const name of Object.keys(LEFT_OUT)) expect(names).toContain(name)
  })
})
