// Who is on the stage, those included who have just left it and are still fading. React says who comes and goes; the tween of the one who leaves says
// when it is gone. In troupes of those who came one after another: when one of five hundred changes, React need not look at the others' troupes.
import { useReducer, useRef } from 'react'

export interface Present<T> {
  readonly item: T
  readonly leaving: boolean
}

export interface Troupe<T> {
  readonly id: number
  readonly members: readonly Present<T>[]
}
/** Who has faded is not to be seen, and may wait so long (wall ms) to be taken away together with others, or with what the next scene changes. */
const SWEEP_MS = 200
/** So many are in one troupe. */
const TROUPE = 24

export interface Call<T> {
  /** By id, in order of coming; each in the troupe with which it came. */
  readonly byId: Map<string, { present: Present<T>; readonly troupe: number }>
  readonly troupes: Map<number, Troupe<T>>
  came: number
}

export const nobody = <T>(): Call<T> => ({ byId: new Map(), troupes: new Map(), came: 0 })

/** Keeps items that disappear until `gone(id)`, unless `cut`. Order: as they came. A troupe is the same object until something in it changes. */
export function usePresence<T extends { readonly id: string }>(
  items: readonly T[],
  cut: boolean,
): { troupes: readonly Troupe<T>[]; gone: (id: string) => void } {
  const known = useRef<Call<T>>(undefined)
  known.current ??= nobody()
  const seen = useRef<readonly T[]>(undefined)
  const [, again] = useReducer((n: number) => n + 1, 0)
  const sweeping = useRef(false)
  const gone = useRef((id: string) => {
    const k = known.current
    const left = k?.byId.get(id)
    if (!k || !left?.present.leaving) return
    k.byId.delete(id)
    muster(k, new Set([left.troupe]))
    if (sweeping.current) return
    sweeping.current = true
    setTimeout(() => {
      sweeping.current = false
      again()
    }, SWEEP_MS)
  })
  if (seen.current !== items || cut) {
    seen.current = items
    muster(known.current, callTheRoll(known.current, items, cut))
  }
  return { troupes: [...known.current.troupes.values()], gone: gone.current }
}

/** Takes in who is there and who is not. Returns the troupes in which something changed. */
export function callTheRoll<T extends { readonly id: string }>(known: Call<T>, items: readonly T[], cut: boolean): Set<number> {
  const changed = new Set<number>()
  const now = new Set(items.map(i => i.id))
  for (const [id, k] of known.byId) {
    if (now.has(id) || (k.present.leaving && !cut)) continue
    changed.add(k.troupe)
    if (cut) known.byId.delete(id)
    else k.present = { item: k.present.item, leaving: true }
  }
  for (const item of items) {
    const k = known.byId.get(item.id)
    if (k?.present.item === item && !k.present.leaving) continue
    const troupe = k?.troupe ?? Math.floor(known.came++ / TROUPE)
    changed.add(troupe)
    if (k) k.present = { item, leaving: false }
    else known.byId.set(item.id, { present: { item, leaving: false }, troupe })
  }
  return changed
}

/** Makes the troupes in which something changed anew. */
export function muster<T>(known: Call<T>, changed: ReadonlySet<number>): void {
  if (!changed.size) return
  const members = new Map<number, Present<T>[]>([...changed].map(id => [id, []]))
  for (const { present, troupe } of known.byId.values()) members.get(troupe)?.push(present)
  for (const [id, list] of members) {
    if (list.length) known.troupes.set(id, { id, members: list })
    else known.troupes.delete(id)
  }
}
