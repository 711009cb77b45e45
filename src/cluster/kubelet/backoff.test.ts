import { describe, expect, it } from 'vitest'
import { type BackOff, heldBackMs, heldBackSinceUpdateMs, nextBackOff } from './backoff.ts'
import oracle from './fixtures/backoff.json'

type Case = { name: string; input: Record<string, number>; expected: Record<string, unknown> }
const cases = oracle.cases as unknown as Case[]
const ruleOf = ({ input }: Case) => ({ firstMs: (input.initialSec ?? 0) * 1000, mostMs: (input.maxSec ?? 0) * 1000 })
const ticks = cases.filter(c => c.input.tickSec !== undefined)

describe(`windows that double (${oracle.source})`, () => {
  it('has all its cases', () => {
    expect(cases.length).toBe(oracle.case_count)
    expect(cases.length - ticks.length).toBe(3)
  })

  it('slow backoff: the window before each doubling', () => {
    const c = cases.find(c => c.name.startsWith('slow backoff')) as Case
    const rule = ruleOf(c)
    const values: number[] = []
    let b: BackOff | undefined
    // The clock of that test goes on by the window each time.
    let now = 0
    for (let i = 0; i < (c.expected.values as number[]).length; i++) {
      values.push((b?.windowMs ?? 0) / 1000)
      now += b?.windowMs ?? 0
      b = nextBackOff(b, now, now, rule)
    }
    expect(values).toEqual(c.expected.values)
  })

  it('reset: quiet longer than twice the most is forgotten', () => {
    const c = cases.find(c => c.name.startsWith('reset')) as Case
    const idle = (c.input.idleSec ?? 0) * 1000
    expect(heldBackMs({ windowMs: 4000, at: 0 }, idle, idle, ruleOf(c)) > 0).toBe(c.expected.inBackoff)
  })

  it('high-water mark: a shorter quiet keeps the longest window', () => {
    const c = cases.find(c => c.name.startsWith('high-water')) as Case
    const rule = ruleOf(c)
    const idle = (c.input.idleSec ?? 0) * 1000
    const b = nextBackOff({ windowMs: rule.mostMs, at: 0 }, idle, idle, rule)
    expect(b.windowMs / 1000).toBe(c.expected.valueAfterNext)
  })

  it('since the last doubling: all ticks, in order, on one object', () => {
    let b: BackOff | undefined
    for (const c of ticks) {
      const now = (c.input.tickSec ?? 0) * 1000
      const held = heldBackSinceUpdateMs(b, now, ruleOf(c)) > 0
      expect([c.name, held]).toEqual([c.name, c.expected.inBackoff])
      if (held) expect((b?.windowMs ?? 0) / 1000).toBe(c.expected.valueIfInBackoff)
      else b = nextBackOff(b, now, now, ruleOf(c))
    }
    expect(ticks.length).toBeGreaterThan(30)
  })
})
