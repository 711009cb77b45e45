// Moments as dates, in UTC, which is all the time zone a container has. Upstream: POSIX.1-2017, date, strftime.
import type { Bytes } from '../bytes.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const dayMs = 86_400_000

/** A moment's calendar, in UTC. */
export function calendar(ms: number) {
  const day = Math.floor(ms / dayMs)
  const rest = ms - day * dayMs
  // Days since 0000-03-01, in eras of 400 years; after Howard Hinnant's well-known days-to-civil.
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    weekday: (((day + 4) % 7) + 7) % 7,
    yearday: day - daysSinceEpoch(year, 1, 1) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
  }
}
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Letters that stand for several others. */
const composites: { readonly [letter: string]: string } = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
}
/** strftime, in UTC. */
export function formatTime(format: Bytes, ms: number): Bytes {
  const letters = lettersOf(ms)
  const plain = format.replace(/%%|%([A-Za-z])/g, (all, letter: string | undefined) => composites[letter ?? ''] ?? all)
  return plain.replace(/%-?([A-Za-z%])/g, (all, letter: string) => {
    const text = letters[letter] ?? all
    return all[1] === '-' ? text.replace(/^[0 ]+(?=\d)/, '') : text
  })
}
function lettersOf(ms: number): { readonly [letter: string]: string } {
  const c = calendar(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  const twelve = c.hour % 12 === 0 ? 12 : c.hour % 12
  const day = days[c.weekday] ?? ''
  const month = months[c.month - 1] ?? ''
  return {
    Y: String(c.year),
    y: two(c.year % 100),
    C: two(Math.floor(c.year / 100)),
    m: two(c.month),
    d: two(c.day),
    e: String(c.day).padStart(2),
    H: two(c.hour),
    I: two(twelve),
    k: String(c.hour).padStart(2),
    l: String(twelve).padStart(2),
    M: two(c.minute),
    S: two(c.second),
    p: c.hour < 12 ? 'AM' : 'PM',
    s: String(Math.floor(ms / 1000)),
    a: day.slice(0, 3),
    A: day,
    b: month.slice(0, 3),
    h: month.slice(0, 3),
    B: month,
    j: String(c.yearday).padStart(3, '0'),
    u: String(c.weekday || 7),
    w: String(c.weekday),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  }
}

/** What `date -d` understands. */
export function readTime(text: Bytes, nowMs: number): number | undefined {
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(text)
  if (epoch) return Number(epoch[1]) * 1000
  const full = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?(?:Z| ?UTC)?$/.exec(text)
  if (full) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = full.slice(1).map(n => Number(n ?? 0))
    return daysSinceEpoch(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000
  }
  const clock = /^(\d\d?):(\d\d)(?::(\d\d))?$/.exec(text)
  if (!clock) return undefined
  return Math.floor(nowMs / dayMs) * dayMs + ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0)) * 1000
}
