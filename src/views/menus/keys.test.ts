import { describe, expect, it } from 'vitest'
import { commandOf, fasterThan, KEYS, slowerThan } from './keys.ts'

const key = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

describe('the keys', () => {
  it('do what the list says', () => {
    expect(commandOf(key(' '), true)).toBe('play')
    expect(commandOf(key('Q'), true)).toBe('skipQuiet')
    expect(commandOf(key('x'), true)).toBeUndefined()
  })
  it('are nobody’s with a modifier', () => {
    expect(commandOf(key('y', { ctrlKey: true }), true)).toBeUndefined()
    expect(commandOf(key('e', { metaKey: true }), true)).toBeUndefined()
  })
  it('leave Space and Escape when single letters are off', () => {
    const left = KEYS.filter(b => b.key && commandOf(key(b.key), false))
    expect(left.map(b => b.command)).toEqual(['play', 'escape'])
  })
  it('are each one command', () => {
    const keys = KEYS.flatMap(b => b.key ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('step through the speeds and stop at the ends', () => {
    expect([1, 0.3, 100, 0.01].map(fasterThan)).toEqual([2, 0.5, 100, 0.02])
    expect([1, 0.3, 100, 0.01].map(slowerThan)).toEqual([0.5, 0.25, 50, 0.01])
  })
})
