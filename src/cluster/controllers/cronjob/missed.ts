// Which time of a schedule is due: only the newest that has passed; never a backlog. Upstream: pkg/controller/cronjob/utils.go mostRecentScheduleTime,
// nextScheduleTimeDuration.
import { type CronJob, parseTime } from '../../../kube/index.ts'

/** The first time after a moment; undefined when there is none. */
export type Next = (afterMs: number) => number | undefined

export interface Missed {
  /** From when on times count. */
  readonly earliestMs: number
  /** The newest time that has come. */
  readonly newestMs?: number
  /** About how many have come. */
  readonly many: number
}
/** More than that are worth a warning. */
export const TOO_MANY = 100
/** The next visit comes a moment after its time. */
const LATE_MS = 100

/** The times since the last run, or since the birth, or since the starting deadline. Throws when the schedule never comes. */
export function missedTimes(cj: CronJob, nowMs: number, next: Next, withinDeadline: boolean): Missed {
  const { startingDeadlineSeconds } = cj.spec
  let earliestMs = parseTime((cj.status?.lastScheduleTime ?? cj.metadata.creationTimestamp) as string)
  if (withinDeadline && startingDeadlineSeconds != null) earliestMs = Math.max(earliestMs, nowMs - startingDeadlineSeconds * 1000)
  const first = next(earliestMs)
  if (first !== undefined && nowMs < first) return { earliestMs, many: 0 }
  const second = first === undefined ? undefined : next(first)
  if (first !== undefined && second !== undefined && nowMs < second) return { earliestMs, newestMs: first, many: 0 }
  if (first === undefined || second === undefined) throw new Error('time difference between two schedules is less than 1 second')
  // An irregular schedule is guessed at by its first interval, and looked through from there.
  const interval = Math.round((second - first) / 1000) * 1000
  const many = Math.floor(Math.floor((nowMs - first) / 1000) / (interval / 1000)) + 1
  let newestMs: number | undefined
  for (let t = next(first + (many - 2) * interval); t !== undefined && t <= nowMs; t = next(t)) newestMs = t
  return { earliestMs, many, ...(newestMs !== undefined && { newestMs }) }
}

/** How long it is to the next visit; undefined when there is no time to wait for. */
export function untilNextMs(cj: CronJob, nowMs: number, next: Next): number | undefined {
  let from = nowMs
  try {
    const { earliestMs, newestMs, many } = missedTimes(cj, nowMs, next, false)
    from = newestMs ?? (many === 0 ? earliestMs : nowMs)
  } catch {
    from = nowMs
  }
  const t = next(from)
  return t === undefined ? undefined : t + LATE_MS - nowMs
}
