import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { age, formatMicroTime, formatTime, humanDuration, parseTime } from './time.ts'

describe('times', () => {
  it('are milliseconds since 1970, as Date counts them', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2300, 0, 1) }), ms => {
        const text = new Date(ms).toISOString()
        expect(parseTime(text)).toBe(ms)
        expect(formatTime(ms)).toBe(text.replace(/\.\d+Z/, 'Z'))
        expect(formatMicroTime(ms)).toBe(text.replace('Z', '000Z'))
      }),
    )
  })
  it('may be said with an offset', () => expect(parseTime('2017-03-30T11:00:00+02:00')).toBe(parseTime('2017-03-30T09:00:00Z')))
  it('that are none are NaN', () => {
    for (const text of [
      '2017-03-2aT00:00:00Z',
      '2017-0:-20T00:00:00Z',
      '2017-03-30T0/:00:00Z',
      'yesterday',
      '2017-02-29T00:00:00Z',
      '2017-13-01T00:00:00Z',
      '2017-01-01T24:00:00Z',
      '2017-01-01',
    ])
      expect(parseTime(text)).toBeNaN()
  })
})

describe('durations are cut and have at most two units', () => {
  const s = 1000
  const m = 60 * s
  const h = 60 * m
  const d = 24 * h
  it.each([
    [0, '0s'],
    [-1 * s, '0s'],
    [-2 * s, '<invalid>'],
    [119 * s + 999, '119s'],
    [2 * m, '2m'],
    [4 * m + 12 * s, '4m12s'],
    [10 * m + 59 * s, '10m'],
    [179 * m, '179m'],
    [3 * h, '3h'],
    [7 * h + 59 * m, '7h59m'],
    [8 * h + 30 * m, '8h'],
    [47 * h, '47h'],
    [48 * h, '2d'],
    [7 * d + 23 * h, '7d23h'],
    [8 * d + 5 * h, '8d'],
    [729 * d, '729d'],
    [730 * d, '2y'],
    [3 * 365 * d + 20 * d, '3y20d'],
    [9 * 365 * d + 20 * d, '9y'],
  ])('%d ms is %s', (ms, text) => expect(humanDuration(ms)).toBe(text))
  it('an age of no time is unknown', () => expect(age(undefined, 0)).toBe('<unknown>'))
})
