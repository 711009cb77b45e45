// Where the states of a chart stand: how it usually goes runs down the left, each detour stands at the right beside the state that leads there. Small, and the
// same for every state that is lit: only the light moves.
import type { TimedDefinition } from './definition.ts'

export interface Box {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface Line {
  readonly from: string
  readonly to: string
  readonly d: string
}

export interface ChartLayout {
  readonly boxes: readonly Box[]
  /** The usual ways: down the spine, and to each detour. */
  readonly lines: readonly Line[]
  readonly height: number
}

export const PILL = 24
const PITCH = 33
/** Room at the left for ways that lead back up. */
const MARGIN = 14
const GAP = 22

export function layoutOf({ main, sides }: TimedDefinition, width: number): ChartLayout {
  const column = (width - MARGIN - GAP) / 2
  const rowOf = new Map<string, number>()
  const boxes: Box[] = []
  const put = (id: string, row: number, side: boolean) => {
    rowOf.set(id, row)
    boxes.push({ id, x: side ? MARGIN + column + GAP : MARGIN, y: 1 + row * PITCH, w: column, h: PILL })
  }
  main.forEach((id, i) => {
    put(id, i, false)
  })
  let free = 0
  const waiting = [...sides]
  // From top to bottom, each as near to where it comes from as there is room.
  while (waiting.length) {
    waiting.sort((a, b) => (rowOf.get(a.from) ?? 99) - (rowOf.get(b.from) ?? 99))
    const { id, from } = waiting.shift() as (typeof waiting)[number]
    const row = Math.max(free, rowOf.get(from) ?? free)
    put(id, row, true)
    free = row + 1
  }
  const boxOf = new Map(boxes.map(b => [b.id, b]))
  const line = (from: string, to: string): Line[] => {
    const a = boxOf.get(from)
    const b = boxOf.get(to)
    return a && b ? [{ from, to, d: wayOf(a, b) }] : []
  }
  const lines = [...main.slice(1).flatMap((id, i) => line(main[i] as string, id)), ...sides.flatMap(({ id, from }) => line(from, id))]
  return { boxes, lines, height: 2 + Math.max(main.length, free) * PITCH - (PITCH - PILL) }
}

/** A way from one box to another: straight between neighbours, around by the middle or the margin otherwise. Ends where the arrow's head stands. */
export function wayOf(a: Box, b: Box): string {
  const ax = a.x + a.w
  const ay = a.y + a.h / 2
  const by = b.y + b.h / 2
  if (a.x === b.x) {
    const x = a.x + 26
    if (b.y > a.y && b.y - a.y <= PITCH) return `M${x} ${a.y + a.h}V${b.y - 1}`
    const left = a.x === MARGIN
    // Around by the margin (left column) or the right edge.
    const edge = left ? a.x - 9 : a.x - GAP / 2
    return `M${a.x} ${ay}H${edge + 4}Q${edge} ${ay} ${edge} ${ay + (by > ay ? 4 : -4)}V${by + (by > ay ? -4 : 4)}Q${edge} ${by} ${edge + 4} ${by}H${b.x - 1}`
  }
  if (b.x > a.x) {
    if (ay === by) return `M${ax} ${ay}H${b.x - 1}`
    const middle = ax + GAP / 2
    const turn = by > ay ? 4 : -4
    return `M${ax} ${ay}H${middle - 4}Q${middle} ${ay} ${middle} ${ay + turn}V${by - turn}Q${middle} ${by} ${middle + 4} ${by}H${b.x - 1}`
  }
  const bx = b.x + b.w
  if (ay === by) return `M${a.x} ${ay}H${bx + 1}`
  const middle = bx + GAP / 2
  const turn = by > ay ? 4 : -4
  return `M${a.x} ${ay}H${middle + 4}Q${middle} ${ay} ${middle} ${ay + turn}V${by - turn}Q${middle} ${by} ${middle - 4} ${by}H${bx + 1}`
}
