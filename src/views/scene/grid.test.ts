// Where nodes and zones stand.
import { describe, expect, it } from 'vitest'
import { gridOf } from './grid.ts'
import { measuresFor } from './measures.ts'

describe('zones', () => {
  it('stand in natural order: zone-2 before zone-10', () => {
    const nodes = ['zone-10', 'zone-1', 'zone-2'].map((zone, i) => ({ name: `node-${i}`, zone }))
    const { zones } = gridOf(nodes, measuresFor({ width: 1192, height: 872 }))
    expect([...zones].sort((a, b) => a.x - b.x).map(z => z.name)).toEqual(['zone-1', 'zone-2', 'zone-10'])
  })
})
