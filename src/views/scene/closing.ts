// A quiet moment's tidying: holes between pods that stay are filled. Nobody moves while anything else does; see place.ts for when that is.
import type { NodeMemory } from './memory.ts'
import { type Cells, spanIn, type Tenant } from './slots.ts'

type Standing = Pick<NodeMemory, 'slots' | 'freed'>

/**
 * Holes are filled by those who stand last, so that as few as possible move. Who has a disk stays beside it, and work that ends fills the box from below. The same
 * memory when there are none.
 */
export function closeUp(memory: Standing, tenants: readonly Tenant[], shape: Pick<Cells, 'columns'>): Standing {
  const slotOf = (t: Tenant) => memory.slots.get(t.id) ?? 0
  const held = new Set<number>()
  const movable: Tenant[] = []
  for (const t of tenants) {
    if (t.span === 1 && !t.below) movable.push(t)
    else for (let i = 0; i < spanIn(t, shape); i++) held.add(slotOf(t) + i)
  }
  const front = new Set<number>()
  for (let i = 0; front.size < movable.length; i++) if (!held.has(i)) front.add(i)
  const last = movable.filter(t => !front.has(slotOf(t))).sort((a, b) => slotOf(a) - slotOf(b))
  if (!last.length) return memory
  for (const t of movable) front.delete(slotOf(t))
  const holes = [...front]
  const slots = new Map(memory.slots)
  for (const [i, t] of last.entries()) slots.set(t.id, holes[i] as number)
  return { slots, freed: memory.freed }
}
