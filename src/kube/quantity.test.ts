import { describe, expect, it } from 'vitest'
import { addQuantities, canonicalQuantity, compareQuantities, milliValue, quantityOf, quantityValue } from './quantity.ts'

describe('a quantity is printed in the one canonical way', () => {
  it.each([
    ['0.25', '250m'],
    ['1500m', '1500m'],
    ['1000m', '1'],
    [2, '2'],
    [0.5, '500m'],
    ['1024Ki', '1Mi'],
    ['0.5Gi', '512Mi'],
    ['1Ki', '1Ki'],
    ['512', '512'],
    ['0.5Ki', '512'],
    ['1.5Ki', '1536'],
    ['1e3', '1e3'],
    ['1E6', '1E6'],
    ['1000E3', '1e6'],
    ['12e-1', '1200e-3'],
    ['1000', '1k'],
    ['1G', '1G'],
    ['1000k', '1M'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-1', '-1'],
    ['-500m', '-500m'],
    ['+3', '+3'],
    ['.5', '500m'],
    ['5.', '5.'],
    ['100m', '100m'],
    ['0.1n', '1n'],
    ['100000Ei', '9223372036854775807'],
  ])('%s is %s', (text, canonical) => expect(canonicalQuantity(text)).toBe(canonical))
  it('is stable', () => {
    for (const text of ['250m', '1Mi', '1e3', '1200e-3', '512Mi', '1k']) expect(canonicalQuantity(text)).toBe(text)
  })
})

it('what is none is refused in Kubernetes’ words', () => {
  for (const text of ['abc', '1 Gi', '', '1Gi2x'])
    expect(() => canonicalQuantity(text)).toThrow(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    )
  expect(() => canonicalQuantity('1Kk')).toThrow("unable to parse quantity's suffix")
})

it('counts in thousandths and in whole units, rounded up', () => {
  expect(milliValue('0.1')).toBe(100)
  expect(milliValue('1u')).toBe(1)
  expect(milliValue(undefined)).toBe(0)
  expect(quantityValue('1Gi')).toBe(1024 ** 3)
  expect(quantityValue('100m')).toBe(1)
})

it('compares and adds across forms, and keeps the form of the first', () => {
  expect(compareQuantities('1Gi', '1G')).toBe(1)
  expect(compareQuantities('1000m', '1')).toBe(0)
  expect(addQuantities('1Gi', '512Mi')).toBe('1536Mi')
  expect(addQuantities(undefined, '512Mi')).toBe('512Mi')
  expect(addQuantities('1', '250m', -1)).toBe('750m')
  expect(quantityOf(2 * 1024 ** 3, 'BinarySI')).toBe('2Gi')
})
