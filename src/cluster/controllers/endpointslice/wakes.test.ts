// When a Service is looked at again whose endpoints could not all be told.
import { expect, it } from 'vitest'
import type { World } from '../../../engine/index.ts'
import { retryMs } from './wakes.ts'

/** The waits of a look that fails each time it is repeated. */
function waitsOf(world: { now: number }): number[] {
  const waits: number[] = []
  for (let wait = retry(world, true); wait !== undefined; wait = retry(world, true)) {
    waits.push(wait)
    world.now += wait
  }
  return waits
}
const retry = (world: object, failed: boolean) => retryMs(world as World, 'endpointslice', 'default/web', failed)
const begin = () => {
  const table = new Map()
  return { now: 0, table: () => table }
}

it('is repeated after 1 s, then after twice as long each time up to 1000 s, and given up after fifteen times', () => {
  const doubling = Array.from({ length: 10 }, (_, i) => 1000 * 2 ** i)
  expect(waitsOf(begin())).toEqual([...doubling, ...Array(5).fill(1_000_000)])
})

it('is not repeated earlier because something else concerns the Service', () => {
  const world = begin()
  retry(world, true)
  world.now = 400
  expect(retry(world, true)).toBe(600)
})

it('begins anew after a look that has told all', () => {
  const world = begin()
  retry(world, true)
  world.now = 1000
  expect(retry(world, true)).toBe(2000)
  expect(retry(world, false)).toBeUndefined()
  expect(retry(world, true)).toBe(1000)
})
