// Times and ages without a Date: RFC 3339 text to milliseconds since 1970 and back, and durations as `kubectl get` prints them. Simulated time is
// a number everywhere; text exists only inside API objects. Upstream: apimachinery pkg/apis/meta/v1/{time,micro_time}.go, pkg/util/duration.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS_PER_400_YEARS = 146_097

/** Days since 1970-01-01 of a day in the Gregorian calendar. The year is counted from March, so that the leap day comes last. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * DAYS_PER_400_YEARS + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The day in the Gregorian calendar of so many days since 1970-01-01. */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / DAYS_PER_400_YEARS)
  const dayOfEra = shifted - era * DAYS_PER_400_YEARS
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / (DAYS_PER_400_YEARS - 1))) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1 }
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|([+-])(\d\d):(\d\d))$/
const daysIn = (year: number, month: number) =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31

/** Two digits as a number; -1 when they are none. */
function pairAt(text: string, at: number): number {
  const a = text.charCodeAt(at) - 48
  const b = text.charCodeAt(at + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : -1
}

/** The form in which every time is stored: `2017-03-30T09:00:00Z`. What is not plainly that, the slow way judges. */
function parseStored(text: string): number | undefined {
  if (
    text.length !== 20 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    text[19] !== 'Z'
  )
    return undefined
  const century = pairAt(text, 0)
  const year = pairAt(text, 2)
  const month = pairAt(text, 5)
  const day = pairAt(text, 8)
  const hour = pairAt(text, 11)
  const minute = pairAt(text, 14)
  const second = pairAt(text, 17)
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > 28) return undefined
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined
  return daysOf(century * 100 + year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND
}

/** Milliseconds since 1970 of an RFC 3339 time; NaN when the text is none. */
export function parseTime(text: string): number {
  const stored = parseStored(text)
  if (stored !== undefined) return stored
  const m = RFC3339.exec(text)
  if (!m) return Number.NaN
  const [year, month, day, hour, minute, second] = [Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5]), Number(m[6])]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return Number.NaN
  const fraction = m[7] ? Math.floor(Number(`0.${m[7]}`) * SECOND) : 0
  const offset = m[8] === 'Z' ? 0 : (m[9] === '-' ? -1 : 1) * (Number(m[10]) * HOUR + Number(m[11]) * MINUTE)
  return daysOf(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction - offset
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)

function upToSeconds(ms: number): string {
  const days = Math.floor(ms / DAY)
  const { year, month, day } = dateOf(days)
  const rest = ms - days * DAY
  const clock = `${two(Math.floor(rest / HOUR))}:${two(Math.floor(rest / MINUTE) % 60)}:${two(Math.floor(rest / SECOND) % 60)}`
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}`
}

/** `2017-03-30T09:00:00Z`: what metav1.Time keeps. Fractions of a second are cut off. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / SECOND)
  let text = texts.get(second)
  if (text === undefined) {
    text = `${upToSeconds(ms)}Z`
    if (texts.size >= MOST_TEXTS) texts.clear()
    texts.set(second, text)
  }
  return text
}

/** Thousands of objects are of the same second: they share its text. */
const texts = new Map<number, string>()
const MOST_TEXTS = 1000

/** `2017-03-30T09:00:00.250000Z`: what metav1.MicroTime keeps (Leases, Events). */
export function formatMicroTime(ms: number): string {
  const fraction = Math.floor(ms - Math.floor(ms / SECOND) * SECOND)
  return `${upToSeconds(ms)}.${String(fraction).padStart(3, '0')}000Z`
}

/** A duration as kubectl prints ages: always cut, at most two units (`4m12s`, `3h`, `2y30d`). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (days < 8) return pair(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.floor(days / 365)
  return years < 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`
}
const pair = (a: number, unitA: string, b: number, unitB: string) => (b === 0 ? `${a}${unitA}` : `${a}${unitA}${b}${unitB}`)

/** How long ago a time was, for a cell; `<unknown>` when there is none. */
export function age(time: string | undefined | null, nowMs: number): string {
  if (!time) return '<unknown>'
  return humanDuration(nowMs - parseTime(time))
}
