// Who is on the stage, those included who have just left it and are still fading. React says who comes and goes; the tween of the one who leaves says
// when it is gone.
import { useReducer, useRef } from 'react'

export interface Present<T> {
  readonly item: T
  readonly leaving: boolean
}

/** Keeps items that disappear until `gone(id)`, unless `cut`. Order: as they came. */
export function usePresence<T extends { readonly id: string }>(
  items: readonly T[],
  cut: boolean,
): { present: readonly Present<T>[]; gone: (id: string) => void } {
  const known = useRef(new Map<string, Present<T>>())
  const seen = useRef<readonly T[]>(undefined)
  const [, again] = useReducer((n: number) => n + 1, 0)
  const gone = useRef((id: string) => {
    if (!known.current.get(id)?.leaving) return
    known.current.delete(id)
    again()
  })
  if (seen.current !== items || cut) {
    seen.current = items
    const now = new Map(items.map(i => [i.id, i]))
    for (const [id, p] of known.current) {
      if (now.has(id)) continue
      if (cut) known.current.delete(id)
      else if (!p.leaving) known.current.set(id, { item: p.item, leaving: true })
    }
    for (const [id, item] of now) {
      const p = known.current.get(id)
      if (!p || p.leaving || p.item !== item) known.current.set(id, { item, leaving: false })
    }
  }
  return { present: [...known.current.values()], gone: gone.current }
}
