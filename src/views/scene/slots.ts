// Where pods stand inside a box (a node, the tray): slots in rows. A tenant takes the first free slot when it comes, from the top or, for work that ends,
// from the bottom, and keeps it until it goes; nothing is ever centred, closed up or reflowed to fill. Who has a disk takes two slots side by side. How
// densely a box is filled is reserved in advance and only relaxed when all is quiet.
import type { Level } from './measures.ts'
import type { NodeMemory } from './memory.ts'
import type { Rect } from './types.ts'

/** A left slot is taken again only after this long (simulated ms), unless there is no other. Work that has ended is put aside and does not fade there. */
const REST_MS = 1500
const REST_BELOW_MS = 600

/** Who needs room: a pod, or an identity and its disk, whether its pod is there or not. */
export interface Tenant {
  readonly id: string
  /** Slots side by side. */
  readonly span: 1 | 2
  /** Work that ends fills the box from below. */
  readonly below?: boolean
}

export interface Cells {
  readonly level: Level
  readonly columns: number
  readonly rows: number
  readonly capacity: number
  readonly width: number
  /** The box's right edge. */
  readonly right: number
  at(slot: number): Rect
}

const kept = new WeakMap<Rect, Map<Level, Cells>>()

/** The same cells for the same box, and in them the same rectangle for the same slot. */
export function cellsOf(level: Level, box: Rect): Cells {
  const ofBox = kept.get(box) ?? new Map<Level, Cells>()
  kept.set(box, ofBox)
  const cells = ofBox.get(level) ?? makeCells(level, box)
  ofBox.set(level, cells)
  return cells
}

function makeCells(level: Level, box: Rect): Cells {
  const columns = Math.max(1, Math.floor((box.w + level.gapX) / (level.least + level.gapX)))
  const rows = Math.max(0, Math.floor((box.h + level.gapY) / (level.height + level.gapY)))
  const rects = new Map<number, Rect>()
  const width = Math.min(level.most, (box.w - (columns - 1) * level.gapX) / columns)
  return {
    level,
    columns,
    rows,
    capacity: width < level.least ? 0 : columns * rows,
    width,
    right: box.x + box.w,
    at(slot) {
      const rect = rects.get(slot) ?? {
        x: box.x + (slot % columns) * (width + level.gapX),
        y: box.y + Math.floor(slot / columns) * (level.height + level.gapY),
        w: width,
        h: level.height,
      }
      rects.set(slot, rect)
      return rect
    },
  }
}

/** The first level with room for so many; the last when there is none. */
export function levelFor(levels: readonly Level[], box: Rect, need: number | ((cells: Cells) => number)): number {
  const found = levels.findIndex(l => {
    const cells = cellsOf(l, box)
    return cells.capacity >= (typeof need === 'number' ? need : need(cells))
  })
  return found < 0 ? levels.length - 1 : found
}

/** In one column there is no room beside anybody: a disk then shares its pod's slot. */
export const spanIn = ({ span }: Tenant, { columns }: Pick<Cells, 'columns'>): 1 | 2 => (columns < 2 ? 1 : span)

/** Slots that so many tenants take, of whom some would like two. */
export const needed = (tenants: number, wide: number, { columns }: Pick<Cells, 'columns'>): number => tenants + (columns < 2 ? 0 : wide)

type Shape = Pick<Cells, 'columns' | 'capacity'>
const inOneRow = (slot: number, span: number, { columns }: Shape) => (slot % columns) + span <= columns

/** Gives every tenant (in order of birth) a slot. Those who had one keep it. */
export function assign(
  before: Pick<NodeMemory, 'slots' | 'freed'>,
  tenants: readonly Tenant[],
  now: number,
  shape: Shape,
  places: ReadonlyMap<string, number>,
): Pick<NodeMemory, 'slots' | 'freed'> {
  const stays = (t: Tenant) => {
    const slot = before.slots.get(t.id)
    return slot !== undefined && inOneRow(slot, spanIn(t, shape), shape)
  }
  const newcomers = tenants.filter(t => !stays(t))
  if (!newcomers.length && before.slots.size === tenants.length) return before
  const present = new Set(tenants.map(t => t.id))
  const leavers = [...before.slots].filter(([id]) => !present.has(id))
  const slots = new Map<string, number>()
  const freed = new Map([...before.freed].filter(([, at]) => now - at < REST_MS))
  for (const [, slot] of leavers) freed.set(slot, now)
  const taken = new Set<number>()
  const take = (t: Tenant, slot: number) => {
    slots.set(t.id, slot)
    for (let i = slot; i < slot + spanIn(t, shape); i++) {
      taken.add(i)
      freed.delete(i)
    }
  }
  // Who stands nowhere else comes after those who stay: two may not claim one cell when one of them has become wider.
  const moved: Tenant[] = []
  for (const t of tenants) {
    if (!stays(t)) continue
    const slot = before.slots.get(t.id) as number
    if (taken.has(slot) || (spanIn(t, shape) === 2 && taken.has(slot + 1))) moved.push(t)
    else take(t, slot)
  }
  // First those who come back to where they stood in another history, so that nobody else takes their place.
  const strangers = [...moved, ...newcomers].filter(t => {
    const slot = places.get(t.id)
    const span = spanIn(t, shape)
    if (slot === undefined || slot + span > shape.capacity || !inOneRow(slot, span, shape)) return true
    if (taken.has(slot) || (span === 2 && taken.has(slot + 1))) return true
    take(t, slot)
    return false
  })
  for (const t of strangers) take(t, freeSlot(t, taken, freed, now, shape))
  return { slots, freed }
}

function freeSlot(t: Tenant, taken: ReadonlySet<number>, freed: ReadonlyMap<number, number>, now: number, shape: Shape): number {
  const rest = t.below ? REST_BELOW_MS : REST_MS
  const span = spanIn(t, shape)
  const { capacity, columns } = shape
  const free = (slot: number, resting: boolean) => {
    if (!inOneRow(slot, span, shape)) return false
    for (let i = slot; i < slot + span; i++)
      if (taken.has(i) || (resting && now - (freed.get(i) ?? Number.NEGATIVE_INFINITY) < rest)) return false
    return true
  }
  const find = (resting: boolean) => {
    for (let i = 0; i + span <= capacity; i++) {
      const slot = t.below ? (Math.ceil(capacity / columns) - 1 - Math.floor(i / columns)) * columns + (i % columns) : i
      if (slot + span <= capacity && free(slot, resting)) return slot
    }
    return undefined
  }
  const found = find(true) ?? find(false)
  if (found !== undefined) return found
  // No room: beyond what is drawn, in the order of coming.
  for (let i = capacity; ; i++) if (free(i, false)) return i
}

/** Closes the gaps: only when a box becomes less dense, in a quiet moment. */
export function compact(memory: Pick<NodeMemory, 'slots'>, tenants: readonly Tenant[], shape: Shape): Pick<NodeMemory, 'slots' | 'freed'> {
  const order = (t: Tenant) => memory.slots.get(t.id) ?? Number.POSITIVE_INFINITY
  const sorted = [...tenants].sort((a, b) => order(a) - order(b))
  return assign({ slots: new Map(), freed: new Map() }, sorted, 0, shape, new Map())
}

/** Work that fills the box from below closes its gaps; nobody else moves. The same memory when there are none. */
export function settleBelow(
  memory: Pick<NodeMemory, 'slots' | 'freed'>,
  tenants: readonly Tenant[],
  shape: Shape,
): Pick<NodeMemory, 'slots' | 'freed'> {
  const row = (t: Tenant) => Math.floor((memory.slots.get(t.id) ?? 0) / shape.columns)
  const below = tenants.filter(t => t.below).sort((a, b) => row(b) - row(a) || slotOf(memory, a) - slotOf(memory, b))
  if (!below.length) return memory
  const stay = tenants.filter(t => !t.below)
  const others = new Map([...memory.slots].filter(([id]) => !below.some(t => t.id === id)))
  const packed = assign({ slots: others, freed: new Map() }, [...stay, ...below], 0, shape, new Map())
  return below.every(t => packed.slots.get(t.id) === memory.slots.get(t.id)) ? memory : packed
}
const slotOf = ({ slots }: Pick<NodeMemory, 'slots'>, { id }: Tenant) => slots.get(id) ?? 0

/** Whether everybody has found room. */
export const allFit = ({ slots }: Pick<NodeMemory, 'slots'>, tenants: readonly Tenant[], shape: Shape): boolean =>
  tenants.every(t => (slots.get(t.id) ?? 0) + spanIn(t, shape) <= shape.capacity)

/** One more than the highest slot in use. */
export const highWater = ({ slots }: Pick<NodeMemory, 'slots'>, tenants: readonly Tenant[], shape: Shape): number =>
  Math.max(0, ...tenants.map(t => (slots.get(t.id) ?? -1) + spanIn(t, shape)))
