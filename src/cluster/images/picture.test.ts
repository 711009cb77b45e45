import { describe, expect, it } from 'vitest'
import { gridOf, PICTURE, scene, tile } from './picture.ts'

const COUNTS = [1, 2, 3, 7, 10, 12, 48, 100, 500]

describe('the picture', () => {
  it.each(COUNTS)('of %i tiles is covered by them, each place once', count => {
    let area = 0
    for (let i = 0; i < count; i++) {
      const { x, y, width, height } = tile(i, count)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(PICTURE.width + 1e-9)
      expect(y + height).toBeLessThanOrEqual(PICTURE.height + 1e-9)
      area += width * height
    }
    expect(area).toBeCloseTo(PICTURE.width * PICTURE.height)
  })

  it('in 48 tiles is 8 wide and 6 high', () => {
    expect(gridOf(48)).toEqual({ columns: 8, rows: 6 })
    expect(tile(9, 48)).toMatchObject({ x: 1, y: 1, width: 1, height: 1 })
  })

  it('has in every tile what is there, and only that', () => {
    for (const count of COUNTS) {
      const all = Array.from({ length: count }, (_, i) => tile(i, count))
      expect(all.every(t => t.shapes[0]?.tone === 'sky')).toBe(true)
      expect(scene.filter(s => !all.some(t => t.shapes.includes(s)))).toEqual([])
    }
    expect(tile(7, 48).shapes.every(s => s.tone === 'sky' || s.tone === 'star')).toBe(true)
    expect(tile(9, 48).shapes.some(s => s.tone === 'moon')).toBe(true)
  })
})
