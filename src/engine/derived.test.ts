import { expect, it } from 'vitest'
import { Derived } from './derived.ts'
import { Engine } from './index.ts'

it('a derived value is carried along with what changes, and built anew after a restore, whatever changes before it is asked for', () => {
  const e = new Engine({
    seed: 1,
    profile: { watch: [0, 0], write: [0, 0] },
    resources: [],
    indexes: [],
    actors: [{ name: 'nobody' }],
    admit: (_op, _resource, o) => o,
    refuse: () => new Error(),
    startMs: 0,
    timestamp: String,
  })
  let built = 0
  const sum = new Derived('sum', world => {
    built++
    return { of: [...world.table<number>('numbers').values()].reduce((a, b) => a + b, 0) }
  })
  const put = (key: string, n: number) => {
    e.table('numbers').set(key, n)
    sum.changed(e.world, value => {
      value.of += n
    })
  }
  expect(sum.get(e.world).of).toBe(0)
  put('a', 1)
  const kept = e.checkpoint()
  put('b', 2)
  expect([sum.get(e.world).of, built]).toEqual([3, 1])
  e.restore(kept)
  put('c', 4)
  expect([sum.get(e.world).of, built]).toEqual([5, 2])
})
