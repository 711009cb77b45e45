// When a zone counts as ill, and what that does to the rate at which its nodes are given over to eviction.
import { describe, expect, it } from 'vitest'
import type { World } from '../../../engine/index.ts'
import { judgeZones, stateOf, withRate, type Zone } from './zones.ts'

const zone = (more: Partial<Zone>): Zone => ({ state: 'Normal', ready: 0, notReady: 0, queue: [], rate: 0.1, freeAt: 0, ...more })

describe('a zone', () => {
  it('is partially disrupted from 55 per cent and three nodes on', () => {
    expect([stateOf(10, 10), stateOf(9, 11), stateOf(1, 2), stateOf(2, 3)]).toEqual([
      'Normal',
      'PartialDisruption',
      'Normal',
      'PartialDisruption',
    ])
  })

  it('that is partially disrupted gives over none of up to 50 nodes, and few of more', () => {
    const rateOf = (ready: number, notReady: number) => {
      const rows = new Map([['a', zone({ ready, notReady })]])
      judgeZones({ now: 0, table: () => rows } as unknown as World)
      return rows.get('a')?.rate
    }
    expect([rateOf(20, 30), rateOf(20, 31)]).toEqual([0, 0.01])
  })

  it('whose rate changes still has its next node wait, if one had to before', () => {
    expect(withRate(zone({ freeAt: 5000 }), 0.01, 1000).freeAt).toBe(101_000)
    expect(withRate(zone({ freeAt: 500 }), 0.01, 1000).freeAt).toBe(1000)
  })
})
