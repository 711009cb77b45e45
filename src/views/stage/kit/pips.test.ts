import { describe, expect, it } from 'vitest'
import type { PipRow } from '../../scene/index.ts'
import { pipsOf } from './pips.ts'

const row = (on: number, want: number, old = 0): PipRow => ({
  owner: 'dep',
  shade: 'r2',
  on,
  want,
  old: { count: old, shade: 'r1' },
  note: '',
})
const states = (r: PipRow, width = 180) => pipsOf(r, 1, width, 'wide', false).pips.map(p => p.state)

describe('the places on a card', () => {
  it('are first the filled ones, then those that something old fills, then the empty ones', () => {
    expect(states(row(1, 3, 2))).toEqual(['on', 'old', 'old', 'want'])
    expect(pipsOf(row(1, 3, 2), 1, 180, 'wide', false).pips.map(p => p.shade)).toEqual(['r2', 'r1', 'r1', 'r2'])
  })

  it('are never filled by more old ones than there are places', () => {
    expect(states(row(2, 1, 3))).toEqual(['on', 'on', 'old'])
  })

  it('become one bar when there are too many to be counted, each part as long as its share', () => {
    const { pips } = pipsOf(row(100, 100, 50), 1, 200, 'wide', false)
    expect(pips.map(p => [p.state, p.x, p.w])).toEqual([
      ['on', 0, 96],
      ['old', 100, 46],
      ['want', 150, 50],
    ])
  })
})
