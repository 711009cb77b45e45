// How the places on a card are laid out: up to fifteen or so stand side by side; more become one bar, since nobody counts them.
import type { PipRow, Scene } from '../../scene/index.ts'
import { textWidth } from '../../scene/textwidth.ts'

interface Pip {
  readonly x: number
  readonly w: number
  readonly on: boolean
}

export function pipsOf({ on, want, note }: PipRow, rows: number, width: number, size: Scene['size'], end: boolean) {
  const count = on + want
  const room = width - (note ? textWidth(note, 13) + 10 : 0)
  const phone = size === 'phone'
  const gap = 4
  const most = phone ? 8 : 12
  const w = Math.min(most, (room - (count - 1) * gap) / Math.max(1, count))
  const single = size === 'wide' ? 20 : phone ? 15 : 16
  const height = rows > 2 ? 8 : rows > 1 ? (size === 'wide' ? 11 : 9) : single
  const step = rows > 2 ? (size === 'wide' ? 12 : 10) : size === 'wide' ? 15 : 13
  const pips: Pip[] = []
  let used: number
  if (w >= 4) {
    used = count * w + (count - 1) * gap
    const from = end ? room - used : 0
    for (let i = 0; i < count; i++) pips.push({ x: from + i * (w + gap), w, on: i < on })
  } else {
    used = room
    const split = count ? (room * on) / count : 0
    if (on) pips.push({ x: 0, w: Math.max(4, split - (want ? 2 : 0)), on: true })
    if (want) pips.push({ x: split + (on ? 2 : 0), w: Math.max(4, room - split - 2), on: false })
  }
  return { pips, height, step, noteX: used + 6 }
}

export function pillWidth(text: string, size: Scene['size']): number {
  return text ? textWidth(text, size === 'mid' ? 14 : 15, 'strong') + (size === 'wide' ? 22 : 18) : 0
}
