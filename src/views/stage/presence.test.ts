import { describe, expect, it } from 'vitest'
import { type Call, callTheRoll, muster, nobody } from './presence.ts'

interface Item {
  readonly id: string
}
const items = (...ids: string[]): Item[] => ids.map(id => ({ id }))
const many = (n: number) => items(...Array.from({ length: n }, (_, i) => `p${i}`))

function roll(known: Call<Item>, list: readonly Item[], cut = false) {
  muster(known, callTheRoll(known, list, cut))
  return [...known.troupes.values()]
}
const seen = (known: Call<Item>) => [...known.troupes.values()].flatMap(t => t.members.map(m => m.item.id + (m.leaving ? ' leaving' : '')))

describe('who is on the stage', () => {
  it('stays while it fades, unless there is a cut', () => {
    const known = nobody<Item>()
    roll(known, items('a', 'b'))
    roll(known, items('b'))
    expect(seen(known)).toEqual(['a leaving', 'b'])
    roll(known, items('b'), true)
    expect(seen(known)).toEqual(['b'])
  })

  it('comes back to its own place', () => {
    const known = nobody<Item>()
    roll(known, items('a', 'b'))
    roll(known, items('b'))
    roll(known, items('b', 'a'))
    expect(seen(known)).toEqual(['a', 'b'])
  })

  it('leaves the troupes of the others as they are', () => {
    const known = nobody<Item>()
    const list = many(100)
    const before = roll(known, list)
    const after = roll(known, list.with(30, { id: 'p30' }))
    expect(before).toHaveLength(5)
    expect(after.map((t, i) => t === before[i])).toEqual([true, false, true, true, true])
  })
})
