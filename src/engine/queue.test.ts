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
