import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../engine/index.ts'
import { formatTime, parseTime } from '../kube/index.ts'
import { Pace } from './pace.ts'

const START_MS = 1_490_864_400_000

/** An engine in which something happens every 100 ms, and which counts its entries. */
class Ticking {
  now = 0
  entries = 0
  get nowMs() {
    return START_MS + this.now
  }
  get nextAt() {
    return Math.floor(this.now / 100) * 100 + 100
  }
  advance(until: number, budget: number): boolean {
    for (let left = budget; this.nextAt <= until; left--) {
      if (left <= 0) return false
      this.now = this.nextAt
      this.entries++
    }
    this.now = Math.max(this.now, until)
    return true
  }
}

function pace(options: { speed?: number; paused?: boolean } = {}) {
  const engine = new Ticking()
  const changed = vi.fn()
  const made = new Pace(engine as unknown as Engine, {
    seed: 7,
    speed: 1,
    paused: false,
    ...options,
    format: formatTime,
    parse: parseTime,
    changed,
    failed: e => {
      throw e
    },
  })
  made.start()
  return { engine, pace: made, changed }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] }))
afterEach(() => void vi.useRealTimers())

describe('simulated time', () => {
  it('passes with the wall, at its speed', () => {
    const { engine } = pace({ speed: 10 })
    vi.advanceTimersByTime(2_000)
    expect(engine.now).toBeGreaterThan(19_000)
    expect(engine.now).toBeLessThanOrEqual(20_000)
  })

  it('is brought up to date for a request', () => {
    const { engine, pace: p } = pace({ speed: 1 })
    vi.advanceTimersByTime(1_050)
    p.catchUp()
    expect(engine.now).toBe(1_050)
  })

  it('stands still while paused', () => {
    const { engine, pace: p } = pace({ paused: true })
    vi.advanceTimersByTime(60_000)
    p.catchUp()
    expect(engine.now).toBe(0)
  })

  it('runs as fast as it can to where it is sent, and stays paused', async () => {
    const { engine, pace: p, changed } = pace({ paused: true })
    p.set({ paused: true, speed: 1, runUntil: '2017-03-30T10:00:00Z' })
    expect(p.spec().runUntil).toBe('2017-03-30T10:00:00Z')
    const reached = p.reached(10_000)
    vi.advanceTimersByTime(1)
    await reached
    expect(engine.now).toBe(3_600_000)
    expect(engine.entries).toBe(36_000)
    expect(changed).toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(engine.now).toBe(3_600_000)
  })

  it('does not run back', () => {
    const { engine, pace: p } = pace({ paused: true })
    p.set({ paused: true, speed: 1, runUntil: '2017-03-30T09:00:10Z' })
    vi.advanceTimersByTime(1)
    p.set({ paused: true, speed: 1, runUntil: '2017-03-30T08:00:00Z' })
    vi.advanceTimersByTime(1)
    expect(engine.now).toBe(10_000)
  })

  it('goes on from where it stood when it is let go', () => {
    const { engine, pace: p } = pace({ paused: true })
    vi.advanceTimersByTime(30_000)
    p.set({ paused: false, speed: 2 })
    vi.advanceTimersByTime(1_000)
    expect(engine.now).toBeGreaterThan(1_800)
    expect(engine.now).toBeLessThanOrEqual(2_000)
  })

  it('stops when the engine throws, and says so', () => {
    const failed = vi.fn()
    const broken = { now: 0, nowMs: START_MS, nextAt: 0, advance: () => { throw new Error('broken') } } // biome-ignore format: one line
    const p = new Pace(broken as unknown as Engine, {
      seed: 7,
      speed: 1,
      paused: false,
      format: formatTime,
      parse: parseTime,
      changed: () => {},
      failed,
    })
    p.start()
    vi.advanceTimersByTime(5_000)
    expect(failed).toHaveBeenCalledTimes(1)
  })
})
