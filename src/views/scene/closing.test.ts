import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, batch, code, deployment, machine, mirrorOf, node, pod, replicaSet } from '../testing/cluster.ts'
import { closeUp } from './closing.ts'
import type { Memory } from './memory.ts'
import { scene } from './scene.ts'
import type { Tenant } from './slots.ts'

const single = (id: string): Tenant => ({ id, span: 1 })

describe('holes', () => {
  const close = (slots: Record<string, number>, tenants: readonly Tenant[]) => {
    const memory = { slots: new Map(Object.entries(slots)), freed: new Map() }
    const closed = closeUp(memory, tenants, { columns: 3 })
    return { memory, closed, slots: Object.fromEntries(closed.slots) }
  }

  it('are filled by those who stand last, in their order; who stands before them stays', () => {
    const all = ['a', 'b', 'c', 'd'].map(single)
    expect(close({ a: 0, b: 3, c: 7, d: 8 }, all).slots).toEqual({ a: 0, b: 3, c: 1, d: 2 })
  })

  it('are left where an identity has its disk, and where work that ends fills the box from below', () => {
    const all: Tenant[] = [single('a'), { id: 'zk-0', span: 2 }, { id: 'tile-3', span: 1, below: true }]
    expect(close({ a: 5, 'zk-0': 3, 'tile-3': 8 }, all).slots).toEqual({ a: 0, 'zk-0': 3, 'tile-3': 8 })
    expect(close({ a: 5, 'zk-0': 0, 'tile-3': 8 }, all).slots).toEqual({ a: 2, 'zk-0': 0, 'tile-3': 8 })
  })

  it('are closed with as few moves as there are pods behind them, whatever the slots', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40), { maxLength: 20 }), places => {
        const slots = Object.fromEntries(places.map((slot, i) => [`p${i}`, slot]))
        const tenants = places.map((_, i) => single(`p${i}`))
        const { memory, closed, slots: after } = close(slots, tenants)
        expect(Object.values(after).sort((a, b) => a - b)).toEqual(places.map((_, i) => i))
        const behind = places.filter(slot => slot >= places.length).length
        expect(Object.keys(slots).filter(id => slots[id] !== after[id])).toHaveLength(behind)
        if (!behind) expect(closed).toBe(memory)
      }),
    )
  })
})

describe('a node with holes', () => {
  const owner = { kind: 'ReplicaSet', name: 'web-1' }
  const pods = Array.from({ length: 8 }, (_, i) => pod(`web-1-p${i}`, { owner, ready: true, node: 'node-1', created: at(i) }))
  const base = (replicas: number) => [
    node('node-1', { zone: 'zone-a' }),
    deployment('web', { replicas }),
    replicaSet('web-1', { owner: 'web', replicas: 3 }),
  ]
  /** Of eight pods only the second and the last two stay. */
  function history(replicas: number) {
    const machines = [{ table: 'machines' as const, key: 'node-1', row: machine('node-1') }]
    const mirror = mirrorOf(batch(0, [...base(8), ...pods], machines))
    let memory: Memory | undefined
    const placesAt = (ms: number) => {
      if (ms) mirror.take(batch(ms, []))
      const drawn = scene(mirror, { width: 1192, height: 872 }, { say: code }, memory)
      memory = drawn.memory
      return Object.fromEntries(drawn.scene.pods.filter(p => p.place === 'slot').map(p => [p.full, [p.x, p.y]]))
    }
    const full = placesAt(0)
    const gone = [0, 2, 3, 4, 5].map(i => ({ plural: 'pods', key: `default/web-1-p${i}` }))
    const b = batch(1000, base(replicas))
    mirror.take({ ...b, objects: [...b.objects, ...gone] })
    const place = (i: number) => full[`web-1-p${i}`]
    return { placesAt, kept: { 'web-1-p1': place(1), 'web-1-p6': place(6), 'web-1-p7': place(7) }, place }
  }

  it('closes them when all has been quiet for a while, in one motion', () => {
    const { placesAt, kept, place } = history(3)
    for (const ms of [1000, 3000, 4900]) expect(placesAt(ms)).toEqual(kept)
    expect(placesAt(5200)).toEqual({ 'web-1-p1': place(1), 'web-1-p6': place(0), 'web-1-p7': place(2) })
  })

  it('keeps them while a rollout is under way, however long it waits between two steps', () => {
    const { placesAt, kept } = history(4)
    for (const ms of [1000, 5200, 60_000]) expect(placesAt(ms)).toEqual(kept)
  })
})
