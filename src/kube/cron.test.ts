import { describe, expect, it } from 'vitest'
import { parseDuration, parseSchedule } from './cron.ts'

describe('a schedule', () => {
  it('names minutes, hours, days and months', () => {
    const s = parseSchedule('0-30/10 */2 1,15 JAN-MAR MON-FRI')
    if ('everyMs' in s) throw new Error('not this')
    expect([...s.minutes]).toEqual([0, 10, 20, 30])
    expect(s.hours.size).toBe(12)
    expect([...s.days]).toEqual([1, 15])
    expect([...s.months]).toEqual([1, 2, 3])
    expect([...s.weekdays]).toEqual([1, 2, 3, 4, 5])
    expect(s.anyDay).toBe(false)
  })
  it('that names neither day means every day', () => {
    const s = parseSchedule('@hourly')
    expect(s).toMatchObject({ anyDay: true, anyWeekday: true })
  })
  it('`N/step` goes from N on', () => {
    const s = parseSchedule('5/15 * * * *')
    expect('minutes' in s && [...s.minutes]).toEqual([5, 20, 35, 50])
  })
  it('may be an interval', () => expect(parseSchedule('@every 1h30m')).toEqual({ everyMs: 5_400_000 }))
})

it('durations are as Go writes them', () => {
  expect(parseDuration('1h30m')).toBe(5_400_000)
  expect(parseDuration('1.5s')).toBe(1500)
  expect(parseDuration('-2m')).toBe(-120_000)
  expect(parseDuration('0')).toBe(0)
  expect(parseDuration('5')).toBeUndefined()
})
