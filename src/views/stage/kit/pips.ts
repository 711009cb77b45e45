// How the places on a card are laid out: those that are exchangeable stand side by side, first the filled ones; places with an order of their own
// (ordinals, nodes, indexes) keep it, in as many lines as there is room for. More than can be counted become one bar, or cells that stand for several.
import type { Pip, PipRow, Scene, Shade } from '../../scene/index.ts'
import { textWidth } from '../../scene/textwidth.ts'

export interface PlacedPip {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly state: Pip['state']
  readonly shade: Shade
}

export interface Pips {
  readonly pips: readonly PlacedPip[]
  readonly height: number
  readonly step: number
  readonly noteX: number
}

const GAP = 4

export function pipsOf(row: PipRow, rows: number, width: number, size: Scene['size'], end: boolean): Pips {
  const room = width - (row.note ? textWidth(row.note, 13) + 10 : 0)
  const phone = size === 'phone'
  const most = phone ? 8 : 12
  const single = size === 'wide' ? 20 : phone ? 15 : 16
  const height = rows > 2 ? 8 : rows > 1 ? (size === 'wide' ? 11 : 9) : single
  const step = rows > 2 ? (size === 'wide' ? 12 : 10) : size === 'wide' ? 15 : 13
  if (row.pips) return { ...ordered(row.pips, room, rows === 1 && !phone ? size : 'phone', single, end), step, noteX: room }
  const { on, want, old, shade } = row
  const count = on + want
  const kept = Math.min(want, old?.count ?? 0)
  const w = Math.min(most, (room - (count - 1) * GAP) / Math.max(1, count))
  const runs: readonly (Pip & { n: number })[] = [
    { state: 'on', shade, n: on },
    { state: 'old', shade: old?.shade ?? shade, n: kept },
    { state: 'want', shade, n: want - kept },
  ]
  if (w >= 4) {
    const used = count * w + (count - 1) * GAP
    const from = end ? room - used : 0
    const places = runs.flatMap(({ n, ...pip }) => Array.from({ length: n }, () => pip))
    return { pips: places.map((pip, i) => ({ ...pip, x: from + i * (w + GAP), y: 0, w })), height, step, noteX: used + 6 }
  }
  return { pips: bar(runs, room), height, step, noteX: room + 6 }
}

/** More than can be counted: each run as long as its share. */
function bar(runs: readonly (Pip & { n: number })[], room: number): PlacedPip[] {
  const some = runs.filter(r => r.n > 0)
  const count = some.reduce((sum, r) => sum + r.n, 0)
  let x = 0
  return some.map(({ n, ...pip }, i) => {
    const share = (room * n) / count
    const placed = { ...pip, x, y: 0, w: Math.max(4, share - (i < some.length - 1 ? GAP : 0)) }
    x += share
    return placed
  })
}

/** In one line while they are wide enough to be counted, then in two, then several to a cell. */
function ordered(all: readonly Pip[], room: number, size: Scene['size'], single: number, end: boolean): Pick<Pips, 'pips' | 'height'> {
  const most = size === 'phone' ? 8 : 12
  const many = (least: number, gap: number) => Math.floor((room + gap) / (least + gap))
  const one = all.length <= many(5, GAP)
  const lines = one || size === 'phone' ? 1 : 2
  const gap = one ? GAP : 2
  const cells = lines * many(one ? 5 : 4, gap)
  const shown = all.length <= cells ? all : merged(all, cells)
  const perLine = Math.ceil(shown.length / lines)
  const w = Math.min(most, (room - (perLine - 1) * gap) / Math.max(1, perLine))
  const height = lines === 1 ? single : Math.floor((single - 2) / 2)
  const from = end ? room - perLine * w - (perLine - 1) * gap : 0
  return {
    height,
    pips: shown.map((p, i) => ({ ...p, x: from + (i % perLine) * (w + gap), y: Math.floor(i / perLine) * (height + 2), w })),
  }
}

/** Several places in one cell: lost if one is lost, filled if all are, at work if anything is. */
function merged(all: readonly Pip[], cells: number): Pip[] {
  const each = Math.ceil(all.length / cells)
  return Array.from({ length: Math.ceil(all.length / each) }, (_, i) => {
    const some = all.slice(i * each, (i + 1) * each)
    const has = (state: Pip['state']) => some.some(p => p.state === state)
    const state = has('bad') ? 'bad' : some.every(p => p.state === 'on') ? 'on' : has('run') || has('on') ? 'run' : 'want'
    return { state, shade: some[0]?.shade ?? 'r2' }
  })
}

export function pillWidth(text: string, size: Scene['size']): number {
  return text ? textWidth(text, size === 'mid' ? 14 : 15, 'strong') + (size === 'wide' ? 22 : 18) : 0
}
