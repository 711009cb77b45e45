import { describe, expect, it } from 'vitest'
import { percentOf, resolveIntOrPercent } from './intorpercent.ts'

describe('a number or a share', () => {
  it.each([
    [3, 10, 'up', 3],
    ['25%', 10, 'up', 3],
    ['25%', 10, 'down', 2],
    ['100%', 7, 'up', 7],
    ['0%', 7, 'up', 0],
    ['30%', 10, 'up', 3],
    ['7%', 100, 'up', 7],
  ] as const)('%s of %d, rounded %3$s', (value, total, round, n) => expect(resolveIntOrPercent(value, total, round)).toBe(n))
  it('is no other text', () => {
    expect(() => resolveIntOrPercent('half', 10, 'up')).toThrow('invalid value for IntOrString: invalid type: string is not a percentage')
    expect(percentOf('half')).toBeUndefined()
    expect(percentOf(3)).toBeUndefined()
  })
})
