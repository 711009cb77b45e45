// How the equation of the counters is set: numbers, signs and words in the room there is. It has room for more digits than there are, so that nothing
// shifts as they count; where it is tight the type gets smaller, and words may reach below the sign after them.
import type { Counter, Say, Scene } from '../scene/index.ts'
import { textWidth } from '../scene/textwidth.ts'
import { count } from '../words/numbers.ts'

export interface Style {
  readonly num: number
  readonly label: number
  /** Room for the mark before the number. */
  readonly glyph: number
  /** From the number's line to the word's. */
  readonly down: number
  readonly gaps: readonly [least: number, most: number]
  readonly overhang: boolean
}
export interface Term {
  readonly kind: Counter['kind']
  readonly text: string
  readonly word: string
  readonly x: number
  readonly indent: number
  readonly w: number
}

const wide: Style = { num: 26, label: 15, glyph: 24, down: 24, gaps: [30, 48], overhang: false }
const mid: Style = { num: 20, label: 14, glyph: 20, down: 19, gaps: [24, 40], overhang: false }
const tight: Style = { num: 16, label: 13, glyph: 18, down: 18, gaps: [18, 30], overhang: true }
const phone: Style = { num: 15, label: 13, glyph: 18, down: 20, gaps: [12, 20], overhang: true }
const STYLES: Readonly<Record<Scene['size'], readonly Style[]>> = { wide: [wide, mid, tight], mid: [mid, tight, phone], phone: [phone] }

export function equation(
  counters: readonly Counter[],
  room: number,
  size: Scene['size'],
  say: Say,
): { style: Style; gap: number; terms: readonly Term[] } {
  const styles = STYLES[size]
  for (const style of styles) {
    const terms = termsOf(counters, style, say)
    const signs = terms.length - 1
    const free = room - terms.reduce((sum, t) => sum + t.w, 0)
    if (free / signs < style.gaps[0] && style !== styles.at(-1)) continue
    const gap = Math.max(style.gaps[0], Math.min(style.gaps[1], free / signs))
    let x = size === 'wide' ? Math.max(0, (free - gap * signs) / 2) : 0
    const placed = terms.map(t => {
      const at = { ...t, x }
      x += t.w + gap
      return at
    })
    return { style, gap, terms: placed }
  }
  throw new Error('there is no style')
}

function termsOf(counters: readonly Counter[], style: Style, say: Say): Omit<Term, 'x'>[] {
  return counters.map(({ kind, count: n }) => {
    const text = count(n)
    const word = say(`stage.request.${kind}`)
    const digits = style.overhang ? '0' : kind === 'sent' || kind === 'served' ? count(1000) : '000'
    const indent = kind === 'sent' ? 0 : style.glyph
    const number = Math.max(textWidth(text, style.num, 'strong'), textWidth(digits, style.num, 'strong'))
    const below = textWidth(word, style.label)
    const w = style.overhang ? Math.max(indent + number, below - style.gaps[0] + 8) : indent + Math.max(number, below)
    return { kind, text, word, indent, w }
  })
}
