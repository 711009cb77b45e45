// What a CronJob's controller sees on a visit. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go sync, syncCronJob.
import type { World } from '../../../engine/index.ts'
import { type CronJob, type Job, parseTime } from '../../../kube/index.ts'
import { missedTimes, TOO_MANY } from './missed.ts'
import { type Observed, observe, surplusHistory } from './observing.ts'
import { jobName } from './run.ts'
import { type Reading, read, zoneOf } from './schedule.ts'

export interface Sight {
  readonly cj: CronJob
  readonly nowMs: number
  readonly observed: Observed
  readonly surplus: readonly Job[]
  readonly zoneIsKnown: boolean
  readonly reading: Reading
  /** The newest time that has come and is within the starting deadline. */
  readonly dueMs: number | undefined
  readonly missedMany: boolean
  /** Why the schedule can never come. */
  readonly neverComes: string | undefined
}

export function see(world: Pick<World, 'by' | 'nowMs'>, cj: CronJob): Sight {
  return sightOf(cj, world.by<Job>('jobs', 'controller', cj.metadata.uid), world.nowMs)
}

export function sightOf(cj: CronJob, jobs: readonly Job[], nowMs: number): Sight {
  const reading = read(cj)
  const base = {
    cj,
    nowMs,
    observed: observe(cj, jobs),
    surplus: surplusHistory(cj, jobs),
    zoneIsKnown: zoneOf(cj) !== undefined,
    reading,
    dueMs: undefined,
    missedMany: false,
    neverComes: undefined,
  }
  if (!reading.ok) return base
  try {
    const { newestMs, many } = missedTimes(cj, nowMs, reading.next, true)
    return { ...base, dueMs: newestMs, missedMany: newestMs !== undefined && many > TOO_MANY }
  } catch (e) {
    return { ...base, neverComes: (e as Error).message }
  }
}

/** Whether the run that is due was started already. */
export function wasStarted({ cj, observed, dueMs }: Sight): boolean {
  if (dueMs === undefined) return false
  const name = jobName(cj.metadata.name, dueMs)
  const last = cj.status?.lastScheduleTime as string | undefined
  return observed.active.some(a => a.name === name) || (last !== undefined && parseTime(last) === dueMs)
}

export function isTooLate({ cj, dueMs, nowMs }: Sight): boolean {
  const { startingDeadlineSeconds } = cj.spec
  return dueMs !== undefined && startingDeadlineSeconds != null && dueMs + startingDeadlineSeconds * 1000 < nowMs
}
