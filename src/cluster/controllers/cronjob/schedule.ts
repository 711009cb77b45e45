// What a CronJob's schedule says: its text read, in the time zone that it names. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go formatSchedule;
// robfig/cron ParseStandard.
import { type CronJob, nextTime, parseSchedule } from '../../../kube/index.ts'
import type { Next } from './missed.ts'
import { offsetOf } from './zones.ts'

export type Reading =
  | { readonly ok: true; readonly next: Next; readonly offsetAt: (ms: number) => number }
  | { readonly ok: false; readonly error: string }

/** A zone may stand in the text itself, though that is not supported and not accepted any more; then `timeZone` means nothing. */
export const namesZoneItself = (cj: CronJob): boolean => cj.spec.schedule.includes('TZ')

const PREFIX = /^(?:CRON_)?TZ=(\S*)\s+/
const utc = () => 0

/** undefined: its timeZone is none that is known. */
export const zoneOf = (cj: CronJob): ((ms: number) => number) | undefined => (cj.spec.timeZone == null ? utc : offsetOf(cj.spec.timeZone))

export function read(cj: CronJob): Reading {
  const { schedule } = cj.spec
  const zone = PREFIX.exec(schedule)?.[1]
  const offsetAt = zone === undefined ? zoneOf(cj) : offsetOf(zone || 'UTC')
  if (!offsetAt)
    return { ok: false, error: `provided bad location ${zone ?? cj.spec.timeZone}: unknown time zone ${zone ?? cj.spec.timeZone}` }
  try {
    const parsed = parseSchedule(schedule.replace(PREFIX, ''))
    return { ok: true, offsetAt, next: afterMs => nextTime(parsed, afterMs, offsetAt) }
  } catch (e) {
    return { ok: false, error: (e as Error).message }
  }
}
