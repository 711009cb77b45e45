import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bezier, DURATION, EASE, hasLeapt, motionAt } from './motion.ts'
import { share } from './useScene.ts'

const tokens = readFileSync(join(import.meta.dirname, '../theme/tokens.css'), 'utf8')

describe('the motion table', () => {
  it('has the durations of the tokens', () => {
    for (const [name, ms] of Object.entries(DURATION)) expect(tokens).toContain(`--t-${name}: ${ms}ms`)
  })

  it('has the curves of the tokens', () => {
    for (const [name, ease] of Object.entries(EASE)) {
      const [x1, y1, x2, y2] = (new RegExp(`--ease-${name}: cubic-bezier\\(([^)]+)\\)`).exec(tokens)?.[1] ?? '').split(',').map(Number)
      const same = bezier(x1 as number, y1 as number, x2 as number, y2 as number)
      for (const t of [0, 0.2, 0.5, 0.8, 1]) expect(ease(t)).toBeCloseTo(same(t))
    }
  })

  it('halves above 4× and cuts above 20×', () => {
    expect([0.01, 1, 4, 5, 20, 21, 100].map(motionAt)).toEqual([1, 1, 1, 0.5, 0.5, 0, 0])
  })

  it('has curves from 0 to 1 that a linear one is the diagonal of', () => {
    for (const ease of Object.values(EASE)) expect([ease(0), ease(1)]).toEqual([0, 1])
    const line = bezier(0.3, 0.3, 0.7, 0.7)
    for (const t of [0.1, 0.4, 0.9]) expect(line(t)).toBeCloseTo(t, 4)
  })
})

describe('a leap in time', () => {
  it('is a way back, or more than was to be seen', () => {
    expect(hasLeapt(1000, 900, 1)).toBe(true)
    expect(hasLeapt(1000, 1016, 1)).toBe(false)
    expect(hasLeapt(1000, 2500, 1)).toBe(false)
    expect(hasLeapt(1000, 9000, 1)).toBe(true)
    expect(hasLeapt(1000, 9000, 10)).toBe(false)
  })
})

describe('drawings that are as before', () => {
  it('stay the same objects, so that React leaves them alone', () => {
    const old = {
      pods: [
        { id: 'a', x: 1, arc: { from: 1, until: 2 } },
        { id: 'b', x: 2 },
      ],
    }
    const fresh = {
      pods: [
        { id: 'b', x: 3 },
        { id: 'a', x: 1, arc: { from: 1, until: 2 } },
      ],
    }
    const out = share(old, fresh)
    expect(out).toEqual(fresh)
    expect(out.pods[1]).toBe(old.pods[0])
    expect(out.pods[0]).not.toBe(old.pods[1])
    expect(share(old, structuredClone(old))).toBe(old)
  })
})
