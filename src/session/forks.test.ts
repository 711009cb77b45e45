// Where a history forks, and what of the old one the new one has: rule by rule, over a toy world that writes down what happens in it.
import { expect, it, vi } from 'vitest'
import { Engine } from '../engine/index.ts'
import type { Action } from './contract.ts'
import { Timeline } from './timeline.ts'

/** Ticks twice at every second. `work`: how much lies between keyframes. */
function tape(logged: Record<string, number> = {}, work = Number.POSITIVE_INFINITY, head = 0) {
  const engine = new Engine({
    seed: 1,
    profile: { watch: [0, 0], write: [0, 0] },
    resources: [],
    indexes: [],
    actors: [
      {
        name: 'clock',
        begin: world => world.schedule(1000, 'clock', { type: 'tick' }),
        receive(world, { type }) {
          note(engine, `${type} ${world.now}`)
          if (type === 'tick') {
            world.schedule(0, 'clock', { type: 'tock' })
            world.schedule(1000, 'clock', { type: 'tick' })
          }
        },
      },
    ],
    admit: (_op, _resource, o) => o,
    refuse: () => new Error(),
    startMs: 0,
    timestamp: String,
  })
  const actions = Object.entries(logged).map(([code, atMs]): Action => ({ atMs, say: { code, args: {} }, requests: [] }))
  const perform = (e: Engine, { say }: Action) => {
    note(e, `${say.code} ${e.now}`)
    return []
  }
  return { engine, timeline: new Timeline(engine, perform, [{ id: 'h1', number: 1, head, actions }], work) }
}
const note = (e: Engine, text: string) => e.table('notes').set(String(e.table('notes').size), text)
const notes = (e: Engine) => [...e.table<string>('notes').values()]
const deeds = (e: Engine) => notes(e).filter(n => !n.startsWith('ti') && !n.startsWith('to'))
const doing = (code: string) => ({ say: { code, args: {} }, requests: [] })
function goTo(t: Timeline, ms: number): void {
  t.rewind(ms)
  t.advance(ms)
}

it('a new history has the actions before the fork, not the later ones of the old; the old one keeps all of its own', () => {
  const { engine, timeline } = tape({ a: 1500, b: 4500 })
  timeline.advance(6000)
  goTo(timeline, 3000)
  expect(timeline.act(doing('c')).forked).toEqual({ from: 'h1', to: 'h2', at: 3000 })
  timeline.advance(6000)
  expect(deeds(engine)).toEqual(['a 1500', 'c 3000'])
  expect(timeline.branches.map(b => b.actions.map(a => a.say.code))).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ])
  timeline.switchTo('h1', 6000)
  timeline.advance(6000)
  expect(deeds(engine)).toEqual(['a 1500', 'b 4500'])
})

it('a new history has no keyframe of the old one from after the fork', () => {
  const { engine, timeline } = tape({}, 1)
  for (const s of [1, 2, 3, 4, 5, 6, 7, 8, 9]) timeline.advance(s * 1000)
  goTo(timeline, 3500)
  timeline.act(doing('c'))
  goTo(timeline, 8000)
  goTo(timeline, 6500)
  expect(deeds(engine)).toEqual(['c 3500'])
})

it('at the head of a history acting goes on with it', () => {
  const { timeline } = tape({ a: 1500 })
  timeline.advance(6000)
  expect(timeline.act(doing('b')).forked).toBeUndefined()
  expect(timeline.act(doing('c')).forked).toBeUndefined()
  expect(timeline.branches).toMatchObject([{ head: 6000, actions: [{ atMs: 1500 }, { atMs: 6000 }, { atMs: 6000 }] }])
})

it('a history whose actions lie after the head it was saved with forks before them too', () => {
  const { engine, timeline } = tape({ a: 5500 }, 1, 2000)
  timeline.advance(2000)
  expect(timeline.act(doing('b')).forked).toEqual({ from: 'h1', to: 'h2', at: 2000 })
  timeline.advance(6000)
  expect(deeds(engine)).toEqual(['b 2000'])
})

it('what is due at a moment comes before what is done at it, though the budget had run out in between', () => {
  const { engine, timeline } = tape()
  expect(timeline.advance(1000, 1)).toBe(false)
  timeline.act(doing('a'))
  const live = notes(engine)
  expect(live).toEqual(['tick 1000', 'tock 1000', 'a 1000'])
  goTo(timeline, 0)
  goTo(timeline, 1000)
  expect(notes(engine)).toEqual(live)
})

it('an action exactly at the moment gone to is done, one a millisecond later is not', () => {
  const { engine, timeline } = tape({ a: 1500, b: 1501 })
  timeline.advance(1500)
  expect(deeds(engine)).toEqual(['a 1500'])
})

it('going ahead restores nothing, unless a keyframe is nearer', () => {
  const { engine, timeline } = tape({}, 1)
  const restored = vi.spyOn(engine, 'restore')
  timeline.advance(2500)
  goTo(timeline, 4000)
  expect(restored).not.toHaveBeenCalled()
  goTo(timeline, 1000)
  goTo(timeline, 3500)
  expect(restored).toHaveBeenCalledTimes(2)
})
