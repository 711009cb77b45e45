// Where pods stand inside a box (a node, the tray): slots in rows from the upper left. A pod takes the lowest free slot when it comes and keeps it
// until it goes; nothing is ever centred, closed up or reflowed to fill. How densely a box is filled is reserved in advance and only relaxed when
// all is quiet.
import type { Level } from './measures.ts'
import type { NodeMemory } from './memory.ts'
import type { Rect } from './types.ts'

/** A left slot is taken again only after this long (simulated ms), unless there is no other. */
const REST_MS = 1500

export interface Cells {
  readonly level: Level
  readonly columns: number
  readonly rows: number
  readonly capacity: number
  readonly width: number
  at(slot: number): Rect
}

export function cellsOf(level: Level, box: Rect): Cells {
  const columns = Math.max(1, Math.floor((box.w + level.gapX) / (level.least + level.gapX)))
  const rows = Math.max(0, Math.floor((box.h + level.gapY) / (level.height + level.gapY)))
  const width = Math.min(level.most, (box.w - (columns - 1) * level.gapX) / columns)
  return {
    level,
    columns,
    rows,
    capacity: width < level.least ? 0 : columns * rows,
    width,
    at: slot => ({
      x: box.x + (slot % columns) * (width + level.gapX),
      y: box.y + Math.floor(slot / columns) * (level.height + level.gapY),
      w: width,
      h: level.height,
    }),
  }
}

/** The first level with room for so many; the last when there is none. */
export function levelFor(levels: readonly Level[], box: Rect, need: number): number {
  const found = levels.findIndex(l => cellsOf(l, box).capacity >= need)
  return found < 0 ? levels.length - 1 : found
}

/** Gives everybody in `ids` (in order of birth) a slot. Those who had one keep it. */
export function assign(
  before: NodeMemory,
  ids: readonly string[],
  now: number,
  capacity: number,
  places: ReadonlyMap<string, number>,
): Pick<NodeMemory, 'slots' | 'freed'> {
  const present = new Set(ids)
  const newcomers = ids.filter(id => !before.slots.has(id))
  const leavers = [...before.slots].filter(([id]) => !present.has(id))
  if (!newcomers.length && !leavers.length) return before
  const slots = new Map([...before.slots].filter(([id]) => present.has(id)))
  const freed = new Map([...before.freed].filter(([, at]) => now - at < REST_MS))
  for (const [, slot] of leavers) freed.set(slot, now)
  const taken = new Set(slots.values())
  const take = (id: string, slot: number) => {
    slots.set(id, slot)
    taken.add(slot)
    freed.delete(slot)
  }
  // First those who come back to where they stood in another history, so that nobody else takes their place.
  const strangers = newcomers.filter(id => {
    const slot = places.get(id)
    if (slot === undefined || taken.has(slot) || slot >= capacity) return true
    take(id, slot)
    return false
  })
  for (const id of strangers) take(id, lowestFree(taken, freed, capacity))
  return { slots, freed }
}

function lowestFree(taken: ReadonlySet<number>, freed: ReadonlyMap<number, number>, capacity: number): number {
  for (let i = 0; i < capacity; i++) if (!taken.has(i) && !freed.has(i)) return i
  for (let i = 0; ; i++) if (!taken.has(i)) return i
}

/** Closes the gaps: only when a box becomes less dense, in a quiet moment. */
export function compact(memory: NodeMemory, level: number): NodeMemory {
  const order = [...memory.slots].sort(([, a], [, b]) => a - b)
  return { slots: new Map(order.map(([id], i) => [id, i])), freed: new Map(), level }
}

/** One more than the highest slot in use. */
export const highWater = (memory: Pick<NodeMemory, 'slots'>): number => Math.max(-1, ...memory.slots.values()) + 1
