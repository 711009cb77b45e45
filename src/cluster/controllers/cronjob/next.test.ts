// The next time of a schedule, on the clocks of its place.
import { describe, expect, it } from 'vitest'
import { formatTime, nextTime, parseSchedule, parseTime } from '../../../kube/index.ts'
import { formatAt, offsetOf } from './zones.ts'

const next = (schedule: string, after: string, zone = 'UTC', many = 1): string[] => {
  const out: string[] = []
  let t: number | undefined = parseTime(after)
  for (let i = 0; i < many && t !== undefined; i++) {
    t = nextTime(parseSchedule(schedule), t, offsetOf(zone))
    if (t !== undefined) out.push(formatTime(t))
  }
  return out
}

describe('a schedule', () => {
  it.each([
    ['* * * * *', '2017-03-30T09:00:00Z', '2017-03-30T09:01:00Z'],
    ['*/15 * * * *', '2017-03-30T09:46:10Z', '2017-03-30T10:00:00Z'],
    ['0 0 * * *', '2017-12-31T12:00:00Z', '2018-01-01T00:00:00Z'],
    ['30 8 * * 1-5', '2017-03-31T08:30:00Z', '2017-04-03T08:30:00Z'],
    ['0 0 29 2 *', '2017-03-01T00:00:00Z', '2020-02-29T00:00:00Z'],
    ['@every 90s', '2017-03-30T09:00:00.500Z', '2017-03-30T09:01:30Z'],
    ['@monthly', '2017-03-30T09:00:00Z', '2017-04-01T00:00:00Z'],
  ])('%s after %s comes at %s', (schedule, after, at) => expect(next(schedule, after)).toEqual([at]))

  it('with both days restricted comes on either', () =>
    expect(next('0 0 13 * 5', '2017-10-01T00:00:00Z', 'UTC', 3)).toEqual([
      '2017-10-06T00:00:00Z',
      '2017-10-13T00:00:00Z',
      '2017-10-20T00:00:00Z',
    ]))
  it('that names no day never comes', () => expect(next('59 23 31 2 *', '2017-03-30T09:00:00Z')).toEqual([]))
})

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', '2017-03-24T12:00:00Z', ['2017-03-25T08:00:00Z', '2017-03-26T07:00:00Z', '2017-03-27T07:00:00Z']],
    ['America/New_York', '2017-11-03T12:00:00Z', ['2017-11-03T13:00:00Z', '2017-11-04T13:00:00Z', '2017-11-05T14:00:00Z']],
    ['Asia/Shanghai', '2017-03-30T09:00:00Z', ['2017-03-31T01:00:00Z', '2017-04-01T01:00:00Z', '2017-04-02T01:00:00Z']],
    ['Australia/Sydney', '2017-03-31T12:00:00Z', ['2017-03-31T22:00:00Z', '2017-04-01T23:00:00Z', '2017-04-02T23:00:00Z']],
    ['Asia/Kolkata', '2017-03-30T09:00:00Z', ['2017-03-31T03:30:00Z', '2017-04-01T03:30:00Z', '2017-04-02T03:30:00Z']],
  ])('%s: nine in the morning follows the clocks of the place', (zone, after, at) => expect(next('0 9 * * *', after, zone, 3)).toEqual(at))

  it('passes over the hour that the clocks jump over', () =>
    expect(next('30 2 * * *', '2017-03-25T00:00:00Z', 'Europe/Berlin', 2)).toEqual(['2017-03-25T01:30:00Z', '2017-03-27T00:30:00Z']))
  it('comes twice in the hour that the clocks show twice', () =>
    expect(next('30 2 * * *', '2017-10-28T12:00:00Z', 'Europe/Berlin', 2)).toEqual(['2017-10-29T00:30:00Z', '2017-10-29T01:30:00Z']))
  it('agrees with the data base of this machine, the year round', () => {
    for (const zone of [
      'Europe/London',
      'America/Chicago',
      'Pacific/Auckland',
      'America/Santiago',
      'Asia/Tokyo',
      'America/St_Johns',
      'Asia/Kathmandu',
    ]) {
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 7 * 3_600_000) {
        const ours = formatTime(ms + (offsetOf(zone)?.(ms) ?? 0)).slice(11, 16)
        expect(`${zone} ${ms} ${ours}`).toBe(`${zone} ${ms} ${clock.format(ms)}`)
      }
    }
  })
  it('that is not in the table is not known', () => expect(offsetOf('Mars/Olympus')).toBeUndefined())
  it('is written behind the time', () => {
    const ms = parseTime('2017-03-30T09:00:00Z')
    expect(formatAt(ms, offsetOf('America/St_Johns')?.(ms) ?? 0, formatTime)).toBe('2017-03-30T06:30:00-02:30')
    expect(formatAt(ms, 0, formatTime)).toBe('2017-03-30T09:00:00Z')
  })
})
