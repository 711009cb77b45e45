// The timeline's pure parts: its measure, what has room for words, the strip of what was served, timers ahead of now.
import { describe, expect, it } from 'vitest'
import type { Timer, Traffic } from '../../cluster/index.ts'
import type { Mark } from '../../session/index.ts'
import { en } from '../words/en/index.ts'
import { deedOf } from './deed.ts'
import { nearest, place, thinned } from './placing.ts'
import { binsOf, lossPath, runsOf, type Second, ServedHistory } from './served.ts'
import { pendingOf } from './timers.ts'
import { spanFor, timeScale } from './timescale.ts'

describe('the span of the line', () => {
  it.each([
    [0, 30_000],
    [20_000, 30_000],
    [26_000, 60_000],
    [72_400, 120_000],
    [3_600_000, 7_200_000],
  ])('for %d ms is %d ms: always room ahead, and in steps', (head, span) => expect(spanFor(head)).toBe(span))
  it('never shrinks as time goes on', () => {
    let last = 0
    for (let head = 0; head < 10_000_000; head += 7_000) {
      const span = spanFor(head)
      expect(span).toBeGreaterThanOrEqual(last)
      expect(span).toBeGreaterThan(head)
      last = span
    }
  })
  it('puts moments where they belong and reads them back', () => {
    const s = timeScale(120_000, 24, 1184)
    expect(s.x(0)).toBe(24)
    expect(s.x(120_000)).toBe(1184)
    expect(s.at(s.x(72_400))).toBe(72_400)
    expect(s.at(-500)).toBe(0)
  })
  it('writes times that do not touch', () => {
    for (const span of [30_000, 120_000, 900_000, 7_200_000, 86_400_000]) {
      const s = timeScale(span, 0, 700, 110)
      expect(s.ticks.length).toBeGreaterThan(1)
      for (let i = 1; i < s.ticks.length; i++)
        expect(s.x(s.ticks[i] as number) - s.x(s.ticks[i - 1] as number)).toBeGreaterThanOrEqual(109.9)
    }
  })
})

describe('words on the line', () => {
  const item = (x: number, width: number, rank: number) => ({ item: `${x}`, x, width, rank })
  it('go to the important ones first', () => {
    const placed = place([item(100, 80, 2), item(120, 80, 0), item(300, 80, 2)], 0, 400)
    expect(placed.map(p => p.label !== undefined)).toEqual([false, true, true])
  })
  it('go to the later of two alike', () => {
    expect(place([item(100, 80, 2), item(120, 80, 2)], 0, 400).map(p => p.label !== undefined)).toEqual([false, true])
  })
  it('lean inwards at the ends', () => {
    expect(place([item(5, 80, 0), item(398, 80, 0)], 0, 400).map(p => p.label)).toEqual([40, 360])
  })
  it('leave out changes that lie on each other, never what people did', () => {
    const mark = (at: number, sort: Mark['sort']): Mark => ({ at, sort, code: '', args: {} })
    const marks = [mark(0, 'change'), mark(1, 'change'), mark(2, 'you'), mark(3, 'fault'), mark(10, 'change')]
    expect(thinned(marks, ms => ms, 3).map(m => m.at)).toEqual([0, 2, 3, 10])
  })
})

describe('what a finger on the line means', () => {
  const mark = (at: number, sort: Mark['sort']): Mark => ({ at, sort, code: 'c', args: {} })
  const scale = { x: (ms: number) => ms, span: 1000 }
  it('is the nearest mark, or a timer that is set, or nothing', () => {
    const marks = [mark(100, 'change'), mark(104, 'you'), mark(300, 'fault')]
    const timers = [{ at: 500, name: 'unknown', of: 'node-5' }]
    expect(nearest(101, scale, marks, timers)?.mark?.sort).toBe('you')
    expect(nearest(97, scale, marks, timers)?.mark?.sort).toBe('change')
    expect(nearest(495, scale, marks, timers)?.timer?.of).toBe('node-5')
    expect(nearest(200, scale, marks, timers)).toBeUndefined()
  })
})

describe('the strip', () => {
  const row = (seconds: Traffic['seconds']): Traffic => ({
    service: 'a',
    sent: 0,
    served: 0,
    refused: 0,
    timedOut: 0,
    inFlight: 0,
    perSecond: 0,
    seconds,
  })
  const sec = (second: number, served: number, refused = 0, timedOut = 0) => ({ second, served, refused, timedOut })

  it('keeps a week of seconds in a bounded room, loses no request of them, and leaves no gap that a pixel could show', () => {
    const h = new ServedHistory()
    const week = 7 * 86_400
    for (let from = 0; from < week; from += 300) h.take([['default/a', row(Array.from({ length: 300 }, (_, i) => sec(from + i, 2, 1)))]])
    const kept = h.of('default/a')
    expect(kept.size).toBeLessThanOrEqual(20_000)
    const bins = binsOf(kept, week / 800)
    expect(bins.reduce((sum, b) => sum + b.served, 0)).toBe(2 * week)
    expect(bins.every((b, i) => i === 0 || b.from === bins[i - 1]?.to)).toBe(true)
    // Looked at again, what is old is not counted twice.
    h.take([['default/a', row([sec(5, 2, 1), sec(6, 2, 1)])]])
    expect([...h.of('default/a').values()].reduce((sum, s) => sum + s.served, 0)).toBe(2 * week)
  })

  it('keeps what the cluster no longer tells', () => {
    const h = new ServedHistory()
    expect(h.take([['default/a', row([sec(1, 10), sec(2, 10)])]])).toBe(true)
    expect(h.take([['default/a', row([sec(2, 12), sec(3, 8, 2)])]])).toBe(true)
    expect([...h.of('default/a')]).toEqual([
      [1, { served: 10, refused: 0, timedOut: 0 }],
      [2, { served: 12, refused: 0, timedOut: 0 }],
      [3, { served: 8, refused: 2, timedOut: 0 }],
    ])
  })
  it('leaves no hole where seconds told together meet those told one by one', () => {
    const h = new ServedHistory()
    const seconds = Array.from({ length: 6 }, (_, i) => sec(14 + i, 10))
    h.take([['default/a', { ...row(seconds), before: [sec(0, 100), sec(10, 40)] }]])
    expect([...Array(20).keys()].filter(s => h.of('default/a').get(s)?.served !== 10)).toEqual([])
  })
  it('forgets what another history makes untrue', () => {
    const h = new ServedHistory()
    h.take([['default/a', row([sec(1, 10), sec(2, 10), sec(3, 10)])]])
    h.forgetAfter(2_400)
    expect([...h.of().keys()]).toEqual([1, 2])
  })
  it('adds Services up when none is chosen', () => {
    const h = new ServedHistory()
    h.take([
      ['default/a', row([sec(1, 10)])],
      ['default/b', row([sec(1, 5, 5), sec(2, 1)])],
    ])
    expect([...h.of()]).toEqual([
      [1, { served: 15, refused: 5, timedOut: 0 }],
      [2, { served: 1, refused: 0, timedOut: 0 }],
    ])
  })
  it('loses no request when seconds are gathered', () => {
    const seconds = new Map<number, Second>(Array.from({ length: 50 }, (_, i) => [i, { served: 9, refused: i % 2, timedOut: 1 }]))
    const sum = (f: (s: Second) => number) => binsOf(seconds, 3.2).reduce((n, b) => n + f(b), 0)
    expect([sum(b => b.served), sum(b => b.refused), sum(b => b.timedOut)]).toEqual([450, 25, 50])
  })
  it('is silent where nobody asked', () => {
    expect(binsOf(new Map([[1, { served: 0, refused: 0, timedOut: 0 }]]), 1)).toEqual([])
  })
  it('tells runs of good and bad times apart, and bridges a short pause', () => {
    const at = (from: number, refused: number) => ({ from, to: from + 1, served: 9, refused, timedOut: 0 })
    const runs = runsOf([
      ...[0, 1, 2].map(s => at(s, 0)),
      at(3, 1),
      at(4, 0),
      at(5, 0),
      at(6, 1),
      ...[7, 8, 9, 10, 11, 12, 13].map(s => at(s, 0)),
    ])
    expect(runs.map(r => [r.from, r.to, r.lossy])).toEqual([
      [0, 3, false],
      [3, 7, true],
      [7, 14, false],
    ])
  })
  it('shows even one lost request in a thousand', () => {
    const d = lossPath(
      [{ from: 0, to: 1, served: 999, refused: 1, timedOut: 0 }],
      b => b.refused / 1000,
      ms => ms / 100,
      10,
      32,
      () => 0,
    )
    expect(d).toBe('M0 10H10v1.5H0Z')
  })
})

describe('timers ahead of now', () => {
  const timer = (subject: string, name: string, until: number): Timer => ({ subject, name, from: 0, until })
  it('are those that everybody should see, soonest first', () => {
    const shown = pendingOf(
      [timer('pods a/x-5d8c7b6f4-abcde', 'eviction', 90), timer('nodes node-5', 'unknown', 50), timer('pods a/b', 'readiness', 20)],
      10,
    )
    expect(shown).toEqual([
      { at: 50, name: 'unknown', of: 'node-5' },
      { at: 90, name: 'eviction', of: 'abcde' },
    ])
  })
  it('are one where they end together', () => {
    expect(
      pendingOf(
        ['a', 'b', 'c'].map((n, i) => timer(`pods d/${n}`, 'eviction', 1000 + i * 100)),
        0,
      ),
    ).toEqual([{ at: 1000, name: 'eviction', of: 'a +2' }])
  })
  it('are those of every kind, each named so that it can be told from its siblings', () => {
    const names = ['backOff', 'ttl', 'schedule', 'forceDetach', 'deadline', 'grace']
    const shown = pendingOf(
      names.map((name, i) => timer(name === 'grace' ? 'pods a/zk-0' : `jobs a/tiles-${i}`, name, 10_000 * (i + 1))),
      0,
    )
    expect(shown.map(p => p.name)).toEqual(names)
    expect(shown.map(p => p.of)).toContain('zk-0')
    expect(names.filter(name => !(`timer.${name}` in en))).toEqual([])
  })
  it('are gone when they are over', () => {
    expect(pendingOf([timer('nodes n', 'unknown', 50)], 50)).toEqual([])
  })
})

describe('what a history is told by', () => {
  const act = (atMs: number, code: string) => ({ atMs, say: { code, args: {} }, requests: [] })
  const opening = act(0, 'act.opening')
  const kill = act(5000, 'fault.nodeCrash')
  const first = { id: 'a', number: 1, head: 9000, actions: [opening, kill] }
  const scaled = { id: 'b', number: 2, head: 9000, forkedFrom: { branch: 'a', at: 3000 }, actions: [opening, act(3000, 'act.scale')] }
  it('is what was done in it first', () => expect(deedOf(first, [first, scaled])).toBe(kill))
  it('is what was done in it first after it left another', () => expect(deedOf(scaled, [first, scaled])?.say.code).toBe('act.scale'))
  it('is not what it shares with the one that it left, at the very moment either', () => {
    const later = { ...scaled, forkedFrom: { branch: 'a', at: 5000 }, actions: [opening, kill, act(5000, 'act.undo')] }
    expect(deedOf(later, [first, later])?.say.code).toBe('act.undo')
  })
  it('is nothing yet where nothing was done', () => {
    expect(deedOf({ ...first, actions: [opening] }, [first])).toBeUndefined()
  })
})
