// The event recorder by rule. Upstream: client-go tools/record/events_cache_test.go.
import { describe, expect, it } from 'vitest'
import { Engine, type EventData } from '../engine/index.ts'
import { ApiError, type ApiObject, formatTime, invalid, resources } from '../kube/index.ts'
import { profiles } from './profiles.ts'
import { recorder, type Said } from './recorder.ts'

interface Event extends ApiObject {
  message: string
  reason: string
  count: number
  firstTimestamp: string
  lastTimestamp: string
}

/** A recorder alone, to whom a test speaks. */
class TestWorld {
  isEnding = false
  readonly engine = new Engine({
    seed: 1,
    profile: profiles.classroom,
    resources,
    indexes: [],
    actors: [recorder],
    admit: (_op, _resource, o) => {
      if (this.isEnding) throw new ApiError(403, 'Forbidden', 'the namespace is being terminated')
      return o
    },
    refuse: invalid,
    startMs: 0,
    timestamp: formatTime,
    freeze: true,
  })

  say(message: string, more: Partial<Said> = {}, afterMs = 1000): void {
    const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web', uid: 'u1' }
    const said = { type: 'event', about, sort: 'Normal', reason: 'Pulled', component: 'kubelet', host: 'node-1', ...more, message }
    this.engine.world.schedule(0, 'recorder', said as EventData)
    this.engine.advance(this.engine.now + afterMs)
  }

  get events(): Event[] {
    return [...this.engine.store.list('events')] as Event[]
  }

  get told(): string[] {
    return this.events.map(e => `${e.count} ${e.message}`)
  }
}

const nth = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('the event recorder', () => {
  it('the same words again raise a count and the last time, and nothing else', () => {
    const t = new TestWorld()
    for (const _ of nth(3)) t.say('Pulled it')
    expect(t.told).toEqual(['3 Pulled it'])
    expect(t.events[0]).toMatchObject({ firstTimestamp: '1970-01-01T00:00:00Z', lastTimestamp: '1970-01-01T00:00:02Z' })
  })

  it('another type, reason, field path, object or source is another event', () => {
    const t = new TestWorld()
    const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web', uid: 'u1' }
    t.say('so')
    t.say('so', { sort: 'Warning' })
    t.say('so', { reason: 'Started' })
    t.say('so', { about: { ...about, fieldPath: 'spec.containers{main}' } })
    t.say('so', { about: { ...about, uid: 'u2' } })
    t.say('so', { component: 'scheduler' })
    t.say('so', { host: 'node-2' })
    expect(t.told).toEqual(nth(7).map(() => '1 so'))
  })

  it('the tenth message of one type and reason goes into one event that combines it with all later ones', () => {
    const t = new TestWorld()
    for (const i of nth(12)) t.say(`message ${i}`)
    expect(t.told).toEqual([...nth(9).map(i => `1 message ${i}`), '3 (combined from similar events): message 12'])
  })

  it('messages count as similar for ten minutes after the last', () => {
    const t = new TestWorld()
    for (const i of nth(9)) t.say(`message ${i}`)
    t.engine.advance(t.engine.now + 600_001)
    t.say('message 10')
    expect(t.told.at(-1)).toBe('1 message 10')
  })

  it('a source may say 25 things of one object, then one every five minutes', () => {
    const t = new TestWorld()
    for (const _ of nth(30)) t.say('again', {}, 1)
    t.engine.advance(1000)
    expect(t.told).toEqual(['25 again'])
    t.say('elsewhere', { about: { kind: 'Pod', namespace: 'default', name: 'other', uid: 'u2' } })
    expect(t.told.at(-1)).toBe('1 elsewhere')
    t.engine.advance(301_000)
    for (const _ of nth(5)) t.say('again')
    expect(t.told[0]).toBe('26 again')
  })

  it('who has said 25 things may say the next when five minutes are full, not a moment earlier', () => {
    const saidAfter = (ms: number) => {
      const t = new TestWorld()
      for (const _ of nth(25)) t.say('again', {}, 0)
      t.engine.advance(ms)
      t.say('again')
      return t.told
    }
    expect([saidAfter(299_999), saidAfter(300_000)]).toEqual([['25 again'], ['26 again']])
  })

  it('of what is combined the last nine messages are known: one of them again adds none, an older one is new', () => {
    const t = new TestWorld()
    for (const i of nth(11)) t.say(`message ${i}`)
    const combined = () => t.told.find(e => e.includes('combined'))
    expect(combined()).toBe('2 (combined from similar events): message 11')
    t.say('message 3')
    expect([combined(), t.told[2]]).toEqual(['2 (combined from similar events): message 11', '2 message 3'])
    t.say('message 1')
    expect([combined(), t.told[0]]).toEqual(['3 (combined from similar events): message 1', '1 message 1'])
  })

  it('an event goes an hour after it was told last', () => {
    const t = new TestWorld()
    t.say('first')
    t.engine.advance(1_800_000)
    t.say('second')
    t.say('first')
    t.engine.advance(5_399_000)
    expect(t.told).toEqual(['2 first', '1 second'])
    t.engine.advance(5_403_000)
    expect(t.told).toEqual([])
  })

  it('what is said again after its event went is an event again, with the count going on', () => {
    const t = new TestWorld()
    t.say('again')
    t.engine.advance(3_700_000)
    t.say('again')
    expect(t.told).toEqual(['2 again'])
  })

  it('of more than 20,000 the least recently told go first', () => {
    const t = new TestWorld()
    for (const i of nth(20_100)) t.say('so', { about: { kind: 'Pod', namespace: 'default', name: `p${i}`, uid: `u${i}` } }, 20)
    t.engine.advance(1000)
    expect(t.events.length).toBeLessThan(20_064)
    expect(t.events[0]?.metadata.name).toMatch(/^p6\d\./)
    expect(t.events.at(-1)?.metadata.name).toMatch(/^p20100\./)
  })

  it('events of one source arrive in the order in which they were said', () => {
    const t = new TestWorld()
    for (const i of nth(9)) t.say(`message ${i}`, {}, 0)
    t.engine.advance(1000)
    expect(t.told).toEqual(nth(9).map(i => `1 message ${i}`))
  })

  it('a refused event is given up, and told anew the next time', () => {
    const t = new TestWorld()
    t.isEnding = true
    t.say('so')
    expect(t.told).toEqual([])
    t.isEnding = false
    t.say('so')
    expect(t.told).toEqual(['1 so'])
  })
})
