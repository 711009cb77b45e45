import { describe, expect, it } from 'vitest'
import type { Counter } from '../scene/index.ts'
import { textWidth } from '../scene/textwidth.ts'
import { sayer } from '../testing/cluster.ts'
import { equation } from './equation.ts'
import { en } from './words.ts'
import { zh } from './words.zh.ts'

const counters = (sent: number, served: number, refused: number, late: number, fly: number): Counter[] => [
  { kind: 'sent', count: sent },
  { kind: 'served', count: served },
  { kind: 'refused', count: refused },
  { kind: 'late', count: late },
  { kind: 'fly', count: fly },
]
const ends = (terms: readonly { x: number; w: number }[]) => Math.max(...terms.map(t => t.x + t.w))

describe('the equation', () => {
  it.each([
    ['wide', 610],
    ['mid', 500],
    ['mid', 400],
    ['mid', 350],
    ['phone', 300],
  ] as const)('fits %s in %s px, in both languages', (size, room) => {
    for (const words of [en, zh]) {
      for (const numbers of [counters(0, 0, 0, 0, 0), counters(2720, 2489, 2, 191, 38)]) {
        const { terms, style, gap } = equation(numbers, room, size, sayer(words))
        expect(ends(terms)).toBeLessThanOrEqual(room + 1)
        expect(style.label).toBeGreaterThanOrEqual(13)
        expect(style.num).toBeGreaterThanOrEqual(13)
        terms.forEach((t, i) => {
          const next = terms[i + 1]
          if (!next) return
          // No number reaches the sign after it, no word the word after it.
          expect(t.x + t.indent + textWidth(t.text, style.num, 'strong')).toBeLessThan(next.x - gap / 2)
          const word = (style.overhang ? t.x : t.x + t.indent) + textWidth(t.word, style.label)
          expect(word).toBeLessThan(style.overhang ? next.x : next.x + next.indent)
        })
      }
    }
  })

  it('does not shift while its numbers grow within their digits', () => {
    const xs = (n: number) => equation(counters(n, n, 0, 0, 0), 610, 'wide', sayer(en)).terms.map(t => t.x)
    expect(xs(1)).toEqual(xs(9999))
  })
})
