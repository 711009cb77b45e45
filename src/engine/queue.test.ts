import { describe, expect, it } from 'vitest'
import { Queue, type QueueRow } from './queue.ts'
import { Table } from './table.ts'

const make = () => new Queue(new Table<QueueRow>('queue', true))

describe('a work queue', () => {
  const visit = (q: Queue, at: number) => {
    q.add('k', at)
    expect(q.take('k', at)).toBe(true)
    q.start('k')
  }
  it('holds a key back longer after each failure, and forgets that once it went well', () => {
    const q = make()
    const delays = [0, 1, 2].map(at => {
      visit(q, at)
      return q.finish('k', true).delayMs
    })
    expect(delays).toEqual([5, 10, 20])
    visit(q, 3)
    expect(q.finish('k', false).again).toBeUndefined()
    visit(q, 4)
    expect(q.finish('k', true).delayMs).toBe(5)
  })
  it('looks again after the visit at what changed during it, never twice at once', () => {
    const q = make()
    visit(q, 0)
    expect(q.add('k', 1)).toBe(false)
    expect(q.finish('k', false).again).toBe('changed')
  })
  it('does not wait out the back-off with what changed during a visit that failed, and remembers the failure', () => {
    const q = make()
    visit(q, 0)
    q.add('k', 1)
    expect(q.finish('k', true)).toEqual({ again: 'changed', delayMs: 0 })
    visit(q, 2)
    expect(q.finish('k', true)).toEqual({ again: 'failed', delayMs: 10 })
  })
})

describe('when a key is visited', () => {
  it('after many failures it is held back 1000 s, no longer', () => {
    const q = make()
    const delays = Array.from({ length: 30 }, (_, at) => {
      q.add('k', at)
      q.take('k', at)
      q.start('k')
      return q.finish('k', true).delayMs
    })
    expect(delays.slice(16, 20)).toEqual([327_680, 655_360, 1_000_000, 1_000_000])
    expect(delays.at(-1)).toBe(1_000_000)
  })
  it('of two moments the earlier wins, and there is one visit', () => {
    const q = make()
    expect([q.add('k', 20), q.add('k', 10), q.add('k', 15)]).toEqual([true, true, false])
    expect([q.take('k', 10), q.take('k', 20)]).toEqual([true, false])
  })
  it('of two later looks the earlier wins; one whose time has passed is replaced', () => {
    const q = make()
    expect([q.addLater('k', 20, 0), q.addLater('k', 30, 0), q.addLater('k', 10, 0)]).toEqual([true, false, true])
    expect(q.addLater('k', 40, 10)).toBe(true)
    expect([q.take('k', 10), q.take('k', 40)]).toEqual([false, true])
  })
  it('a change does not put off a later look', () => {
    const q = make()
    q.addLater('k', 20, 0)
    q.add('k', 5)
    expect(q.take('k', 5)).toBe(true)
    q.finish('k', false)
    expect(q.take('k', 20)).toBe(true)
  })
})
