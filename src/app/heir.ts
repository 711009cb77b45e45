// Whoever goes about by keys stands somewhere: where the thing that has the focus is taken off the page, another has it from then on.
import { useEffect, useRef } from 'react'

/** `change`: what takes things away when it changes; `heirOf` is given what it was before. */
export function useHeir<T>(change: T, heirOf: (before: T) => HTMLElement | null): void {
  const before = useRef(change)
  useEffect(() => {
    if (before.current !== change && document.activeElement === document.body) heirOf(before.current)?.focus()
    before.current = change
  })
}
