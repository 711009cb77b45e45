// What the mirror says of its news, and what the trace finds by what it is about.
import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../engine/index.ts'
import type { ApiObject } from '../kube/index.ts'
import { type Batch, Mirror, TraceLog } from './mirror.ts'

const pod = (name: string) => ({ plural: 'pods', key: name, object: { metadata: { name } } as ApiObject })
const batch = (...objects: Batch['objects'][number][]): Batch => ({ now: 0, reset: false, objects, rows: [], trace: [], rv: 1 })
const entry = (id: number, subject: string): TraceEntry => ({ id, at: id, cause: 0, by: 'you', subject, code: 'write.create', args: {} })

describe('the news of a kind', () => {
  it('are the keys that have changed, for whoever knew a batch shortly before', () => {
    const mirror = new Mirror()
    mirror.take(batch(pod('a'), pod('b')))
    const first = mirror.revision('pods')
    expect(mirror.changed('pods', first)).toEqual(new Set())
    mirror.take(batch({ plural: 'services', key: 'x' }))
    expect(mirror.changed('pods', first)).toEqual(new Set())
    mirror.take(batch(pod('b'), { plural: 'pods', key: 'a' }))
    expect(mirror.changed('pods', first)).toEqual(new Set(['b', 'a']))
    mirror.take(batch(pod('c'), pod('b')))
    expect(mirror.changed('pods', first)).toEqual(new Set(['b', 'a', 'c']))
  })

  it('are unknown to whoever has missed many, and after another history', () => {
    const mirror = new Mirror()
    mirror.take(batch(pod('a')))
    const first = mirror.revision('pods')
    for (let i = 0; i < 20; i++) mirror.take(batch(pod('b')))
    expect(mirror.changed('pods', first)).toBeUndefined()
    const last = mirror.revision('pods')
    mirror.take({ ...batch(pod('c')), reset: true })
    expect(mirror.changed('pods', last)).toBeUndefined()
  })
})

describe('the trace', () => {
  it('finds what was told about a subject, also when it is asked in between', () => {
    const trace = new TraceLog()
    trace.add([entry(11, 'pods a'), entry(12, 'pods b')])
    expect(trace.about('pods a').map(e => e.id)).toEqual([11])
    trace.add([entry(15, 'pods a')])
    expect(trace.about('pods a').map(e => e.id)).toEqual([11, 15])
    trace.reset()
    trace.add([entry(3, 'pods a')])
    expect(trace.about('pods a').map(e => e.id)).toEqual([3])
  })

  it('forgets the oldest, whether anybody has asked for it or not', () => {
    const many = (from: number, count: number) => Array.from({ length: count }, (_, i) => entry(from + i, `pods ${(from + i) % 2}`))
    for (const asks of [true, false]) {
      const trace = new TraceLog()
      trace.add(many(1, 50_000))
      if (asks) expect(trace.about('pods 1')).toHaveLength(25_000)
      trace.add(many(50_001, 10))
      expect(trace.get(10)).toBeUndefined()
      expect(trace.about('pods 1').map(e => e.id)[0]).toBe(11)
      expect(trace.about('pods 1')).toHaveLength(25_000)
    }
  })
})
