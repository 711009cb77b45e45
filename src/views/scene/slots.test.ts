import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Level, measuresFor } from './measures.ts'
import type { NodeMemory } from './memory.ts'
import { allFit, assign, cellsOf, compact, highWater, levelFor, settleBelow, type Tenant } from './slots.ts'

const empty: NodeMemory = { slots: new Map(), freed: new Map(), level: 0 }
const single = (id: string): Tenant => ({ id, span: 1 })
const none = new Map<string, number>()
const put = (before: NodeMemory, ids: readonly string[], now = 0, capacity = 100, places = none): NodeMemory => ({
  ...assign(before, ids.map(single), now, { capacity, columns: 1 }, places),
  level: before.level,
})
const slotsOf = (m: NodeMemory) => Object.fromEntries(m.slots)

describe('a pod', () => {
  it('takes the lowest free slot when it comes', () => {
    expect(slotsOf(put(empty, ['a', 'b', 'c']))).toEqual({ a: 0, b: 1, c: 2 })
  })

  it('keeps its slot when others go', () => {
    const two = put(put(empty, ['a', 'b', 'c']), ['c'])
    expect(slotsOf(two)).toEqual({ c: 2 })
  })

  it('is not born onto one who is just leaving, unless there is no other room', () => {
    const gone = put(put(empty, ['a', 'b'], 0), ['b'], 1000)
    expect(put(gone, ['b', 'c'], 1100).slots.get('c')).toBe(2)
    expect(put(gone, ['b', 'c'], 1100, 2).slots.get('c')).toBe(0)
    expect(put(gone, ['b', 'c'], 4000).slots.get('c')).toBe(0)
  })

  it('that is met again in another history stands where it stood', () => {
    const places = new Map([
      ['b', 3],
      ['c', 0],
    ])
    expect(slotsOf(put(empty, ['a', 'b', 'c'], 0, 100, places))).toEqual({ a: 1, b: 3, c: 0 })
  })

  it('stands elsewhere when its old slot is taken or out of reach', () => {
    expect(slotsOf(put(put(empty, ['x']), ['x', 'b'], 0, 100, new Map([['b', 0]])))).toEqual({ x: 0, b: 1 })
    expect(put(empty, ['b'], 0, 4, new Map([['b', 9]])).slots.get('b')).toBe(0)
  })
})

describe('no history', () => {
  const history = fc.array(fc.record({ comes: fc.nat(4), goes: fc.array(fc.nat(30), { maxLength: 4 }), after: fc.nat(3000) }), {
    maxLength: 30,
  })

  it('moves a pod that stays, nor gives two pods one slot', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 30 }), (steps, capacity) => {
        let memory = empty
        let now = 0
        let born = 0
        let present: string[] = []
        for (const { comes, goes, after } of steps) {
          now += after
          const before = memory.slots
          present = present.filter((_, i) => !goes.includes(i))
          for (let i = 0; i < comes; i++) present.push(`p${born++}`)
          memory = put(memory, present, now, capacity)
          for (const id of present) if (before.has(id)) expect(memory.slots.get(id)).toBe(before.get(id))
          expect(new Set(memory.slots.values()).size).toBe(present.length)
          expect([...memory.slots.keys()].sort()).toEqual([...present].sort())
        }
      }),
    )
  })
})

describe('cells', () => {
  const box = { x: 18, y: 46, w: 328, h: 146 }
  const { levels } = measuresFor({ width: 1192, height: 872 })

  it('hold four pods of 158 × 60 in a node as it was drawn', () => {
    const cells = cellsOf(levels[1] as Level, box)
    expect(cells).toMatchObject({ columns: 2, rows: 2, capacity: 4, width: 158 })
    expect(cells.at(0)).toEqual({ x: 18, y: 46, w: 158, h: 60 })
    expect(cells.at(1)).toEqual({ x: 188, y: 46, w: 158, h: 60 })
    expect(cells.at(2)).toEqual({ x: 18, y: 116, w: 158, h: 60 })
  })

  it('get smaller as more are needed, down to dots', () => {
    const densities = [1, 4, 5, 12, 30, 90, 400].map(n => levels[levelFor(levels, box, n)]?.density)
    expect(densities).toEqual(['L', 'L', 'M', 'S', 'S', 'XS', 'XS'])
  })

  it('have the widths of their density: L from 150, M 96 to 149, S 28 to 95', () => {
    for (let w = 60; w < 700; w += 7) {
      for (const level of levels) {
        const { capacity, width } = cellsOf(level, { ...box, w })
        if (!capacity || level.zoom) continue
        const [least, most] = { L: [150, 170], M: [96, 150], S: [28, 95], XS: [10, 15] }[level.density]
        expect(width).toBeGreaterThanOrEqual(least as number)
        expect(width).toBeLessThanOrEqual(most as number)
      }
    }
  })

  it('lie within their box and apart from each other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...levels), fc.integer({ min: 40, max: 900 }), fc.integer({ min: 30, max: 500 }), (level, w, h) => {
        const cells = cellsOf(level, { x: 0, y: 0, w, h })
        const rects = Array.from({ length: cells.capacity }, (_, i) => cells.at(i))
        rects.forEach((r, i) => {
          expect(r.x + r.w).toBeLessThanOrEqual(w + 0.01)
          expect(r.y + r.h).toBeLessThanOrEqual(h + 0.01)
          const next = rects[i + 1]
          if (next && next.y === r.y) expect(next.x).toBeGreaterThanOrEqual(r.x + r.w + 3)
        })
      }),
    )
  })

  it('close up only when told to', () => {
    const m = put(put(empty, ['a', 'b', 'c', 'd']), ['b', 'd'])
    const tenants = ['b', 'd'].map(single)
    const shape = { capacity: 8, columns: 2 }
    expect(highWater(m, tenants, shape)).toBe(4)
    expect(Object.fromEntries(compact(m, tenants, shape).slots)).toEqual({ b: 0, d: 1 })
  })
})

describe('who has a disk', () => {
  const pair = (id: string): Tenant => ({ id, span: 2 })
  const give = (before: NodeMemory, tenants: readonly Tenant[], columns = 3, capacity = 9): NodeMemory => ({
    ...assign(before, tenants, 0, { capacity, columns }, none),
    level: 0,
  })

  it('has two slots side by side in one row', () => {
    expect(slotsOf(give(empty, [single('a'), pair('zk-0'), pair('zk-1')]))).toEqual({ a: 0, 'zk-0': 1, 'zk-1': 3 })
    expect(slotsOf(give(empty, [single('a'), single('b'), pair('zk-0')]))).toEqual({ a: 0, b: 1, 'zk-0': 3 })
  })

  it('leaves the cell beside it free for its disk', () => {
    expect(slotsOf(give(give(empty, [pair('zk-0')]), [pair('zk-0'), single('a')]))).toEqual({ 'zk-0': 0, a: 2 })
  })

  it('shares one slot with it where there is only one column', () => {
    expect(slotsOf(give(empty, [pair('zk-0'), pair('zk-1')], 1, 3))).toEqual({ 'zk-0': 0, 'zk-1': 1 })
  })

  it('gets another place when the disk comes and there is no room beside', () => {
    const before = give(empty, [single('a'), single('b'), single('zk-0')])
    const after = give(before, [single('a'), single('b'), pair('zk-0')])
    expect(slotsOf(after)).toEqual({ a: 0, b: 1, 'zk-0': 3 })
    expect(allFit(after, [pair('zk-0')], { capacity: 9, columns: 3 })).toBe(true)
    expect(allFit(after, [pair('zk-0')], { capacity: 4, columns: 3 })).toBe(false)
  })
})

describe('work that ends', () => {
  it('fills the box from below, row by row', () => {
    const job = (id: string): Tenant => ({ id, span: 1, below: true })
    const m = assign(empty, [job('a'), job('b'), job('c'), single('web')], 0, { capacity: 6, columns: 2 }, none)
    expect(Object.fromEntries(m.slots)).toEqual({ a: 4, b: 5, c: 2, web: 0 })
  })
})

describe('work that has ended', () => {
  const below = (id: string): Tenant => ({ id, span: 1, below: true })
  const shape = { capacity: 6, columns: 2 }
  const memory = {
    slots: new Map([
      ['web', 0],
      ['b', 3],
      ['c', 4],
    ]),
    freed: new Map(),
  }

  it('closes its gaps from below in a quiet moment, and nobody else moves', () => {
    const settled = settleBelow(memory, [single('web'), below('b'), below('c')], shape)
    expect(slotsOf({ ...settled, level: 0 })).toEqual({ web: 0, c: 4, b: 5 })
    expect(settleBelow(settled, [single('web'), below('b'), below('c')], shape)).toBe(settled)
  })

  it('takes a place again sooner than others do: who left it was put aside', () => {
    const left = { slots: new Map([['b', 4]]), freed: new Map([[5, 1000]]) }
    const at = (now: number) => assign(left, [below('b'), below('c')], now, shape, none).slots.get('c')
    expect([at(1100), at(1700)]).toEqual([2, 5])
  })
})
