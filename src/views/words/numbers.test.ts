import { describe, expect, it } from 'vitest'
import { ageText, clock, count, seconds, spanText, speedText } from './numbers.ts'

describe('numbers as the page writes them', () => {
  it.each([
    [0, '0:00.0'],
    [72_449, '1:12.4'],
    [59_999, '0:59.9'],
    [3_723_456, '1:02:03.4'],
    [-5, '0:00.0'],
  ])('a moment: %d ms is %s', (ms, text) => expect(clock(ms)).toBe(text))
  it('a whole moment', () => expect(clock(90_000, 0)).toBe('1:30'))
  it('a moment to the millisecond', () => expect([16, 72_449].map(ms => clock(ms, 3))).toEqual(['0:00.016', '1:12.449']))
  it.each([
    [400, '0.4 s'],
    [9_600, '9.6 s'],
    [42_400, '42 s'],
    [310_000, '5 min 10 s'],
    [300_000, '5 min'],
    [7_500_000, '2 h 5 min'],
  ])('a span: %d ms is %s', (ms, text) => expect(spanText(ms)).toBe(text))
  it('an age has whole seconds, as the objects have', () => {
    expect(ageText(9_600)).toBe('9 s')
    expect(ageText(250_999)).toBe('4 min 10 s')
  })
  it('what is left is never 0 before the end', () => {
    expect(seconds(1)).toBe(1)
    expect(seconds(0)).toBe(0)
  })
  it.each([
    [999, '999'],
    [2720, '2 720'],
    [1234567, '1 234 567'],
    [-4000, '−4 000'],
  ])('thousands: %d is %s', (n, text) => expect(count(n)).toBe(text))
  it.each([
    [0.01, '1/100×'],
    [0.25, '1/4×'],
    [1, '1×'],
    [2.5, '2.5×'],
    [100, '100×'],
  ])('a speed: %d is %s', (n, text) => expect(speedText(n)).toBe(text))
})
