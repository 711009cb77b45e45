// Cron schedules: five fields, names, steps and the @descriptors, and the next time that one means. Upstream: github.com/robfig/cron/v3 parser.go,
// spec.go; pkg/controller/cronjob/cronjob_controllerv2.go.
import { dateOf } from './time.ts'
import { quote } from './validation/errors.ts'

/** The minutes, hours … that are meant; or a plain interval. */
export type Schedule =
  | {
      minutes: ReadonlySet<number>
      hours: ReadonlySet<number>
      days: ReadonlySet<number>
      months: ReadonlySet<number>
      weekdays: ReadonlySet<number>
      /** Both days are restricted: either will do. */
      anyDay: boolean
      anyWeekday: boolean
    }
  | { everyMs: number }

interface Bounds {
  min: number
  max: number
  names?: Readonly<Record<string, number>>
}

const named = (names: string, first: number) => Object.fromEntries(names.split(' ').map((n, i) => [n, i + first]))
const MINUTES: Bounds = { min: 0, max: 59 }
const HOURS: Bounds = { min: 0, max: 23 }
const DAYS: Bounds = { min: 1, max: 31 }
const MONTHS: Bounds = { min: 1, max: 12, names: named('jan feb mar apr may jun jul aug sep oct nov dec', 1) }
const WEEKDAYS: Bounds = { min: 0, max: 6, names: named('sun mon tue wed thu fri sat', 0) }

const DESCRIPTORS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

function number(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}: invalid syntax`)
  const n = Number(text)
  if (n < 0) throw new Error(`negative number (${n}) not allowed: ${text}`)
  return n
}

const numberOrName = (text: string, bounds: Bounds) => bounds.names?.[text.toLowerCase()] ?? number(text)

/** One part of a field: `*`, `3`, `1-5`, each with an optional step. */
function range(expression: string, bounds: Bounds): { all: boolean; values: number[] } {
  const parts = expression.split('/')
  const ends = (parts[0] as string).split('-')
  const star = ends[0] === '*' || ends[0] === '?'
  const start = star ? bounds.min : numberOrName(ends[0] as string, bounds)
  let end = star ? bounds.max : start
  if (!star && ends.length === 2) end = numberOrName(ends[1] as string, bounds)
  if (!star && ends.length > 2) throw new Error(`too many hyphens: ${expression}`)
  if (parts.length > 2) throw new Error(`too many slashes: ${expression}`)
  const step = parts.length === 2 ? number(parts[1] as string) : 1
  // `N/step` means from N on.
  if (parts.length === 2 && !star && ends.length === 1) end = bounds.max
  if (start < bounds.min) throw new Error(`beginning of range (${start}) below minimum (${bounds.min}): ${expression}`)
  if (end > bounds.max) throw new Error(`end of range (${end}) above maximum (${bounds.max}): ${expression}`)
  if (start > end) throw new Error(`beginning of range (${start}) beyond end of range (${end}): ${expression}`)
  if (step === 0) throw new Error(`step of range should be a positive number: ${expression}`)
  const values: number[] = []
  for (let n = start; n <= end; n += step) values.push(n)
  return { all: star && step === 1, values }
}

function field(text: string, bounds: Bounds): { all: boolean; values: Set<number> } {
  const ranges = text
    .split(',')
    .filter(Boolean)
    .map(r => range(r, bounds))
  return { all: ranges.some(r => r.all), values: new Set(ranges.flatMap(r => r.values)) }
}

const UNITS: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A duration as Go writes it (`1h30m`); undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const m = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.exec(text)
  if (!m) return text === '0' ? 0 : undefined
  let ms = 0
  for (const [, n, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)) ms += Number(n) * (UNITS[unit as string] as number)
  return m[1] === '-' ? -ms : ms
}

function descriptor(text: string): Schedule {
  const fields = DESCRIPTORS[text]
  if (fields) return parseSchedule(fields)
  if (!text.startsWith('@every ')) throw new Error(`unrecognized descriptor: ${text}`)
  const duration = text.slice('@every '.length)
  const ms = parseDuration(duration)
  if (ms === undefined) throw new Error(`failed to parse duration ${text}: time: invalid duration ${quote(duration)}`)
  return { everyMs: Math.max(1000, Math.trunc(ms / 1000) * 1000) }
}

/** Reads a schedule; throws the parser's words. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new Error('empty spec string')
  if (text.startsWith('@')) return descriptor(text)
  const fields = text.split(/\s+/).filter(Boolean)
  if (fields.length !== 5) throw new Error(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`)
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string]
  const minutes = field(minute, MINUTES)
  const hours = field(hour, HOURS)
  const days = field(day, DAYS)
  const months = field(month, MONTHS)
  const weekdays = field(weekday, WEEKDAYS)
  return {
    minutes: minutes.values,
    hours: hours.values,
    days: days.values,
    months: months.values,
    weekdays: weekdays.values,
    anyDay: days.all,
    anyWeekday: weekdays.all,
  }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const YEARS_AHEAD = 5

/** Thursday was the first day of 1970. */
const weekdayOf = (days: number) => (((days + 4) % 7) + 7) % 7

function isDayMeant(s: Exclude<Schedule, { everyMs: number }>, days: number, day: number): boolean {
  const [byDay, byWeekday] = [s.days.has(day), s.weekdays.has(weekdayOf(days))]
  return s.anyDay || s.anyWeekday ? byDay && byWeekday : byDay || byWeekday
}

/**
 * The first time after `afterMs` that a schedule means, in milliseconds since 1970; undefined when there is none within five years. `offsetAt`: how far the
 * clock of the place is ahead of UTC at a moment. An hour that the clock jumps over never comes; one that it shows twice comes twice.
 */
export function nextTime(s: Schedule, afterMs: number, offsetAt: (ms: number) => number = () => 0): number | undefined {
  const second = Math.floor(afterMs / 1000) * 1000
  if ('everyMs' in s) return second + s.everyMs
  let t = second + 1000
  const lastYear = dateOf(Math.floor((t + offsetAt(t)) / DAY_MS)).year + YEARS_AHEAD
  for (;;) {
    const local = t + offsetAt(t)
    const days = Math.floor(local / DAY_MS)
    const { year, month, day } = dateOf(days)
    if (year > lastYear) return undefined
    if (!s.months.has(month) || !isDayMeant(s, days, day)) t = startOfDay(days + 1, t, offsetAt)
    else if (!s.hours.has(Math.floor((local % DAY_MS) / HOUR_MS))) t += HOUR_MS - (local % HOUR_MS)
    else if (local % MINUTE_MS !== 0 || !s.minutes.has(Math.floor((local % HOUR_MS) / MINUTE_MS))) t += MINUTE_MS - (local % MINUTE_MS)
    else return t
  }
}

/** When a day begins at a place; the day before it is the one that `t` is in or just after. */
function startOfDay(days: number, t: number, offsetAt: (ms: number) => number): number {
  const guess = days * DAY_MS - offsetAt(t)
  const better = days * DAY_MS - offsetAt(guess)
  return better + offsetAt(better) >= days * DAY_MS ? better : guess
}
