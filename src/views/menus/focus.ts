// Where the focus goes when something opens over the page, and when it closes again.
import { useState } from 'react'

/** A dialog that asks something begins at its first answer, not at the way out. */
export function focusFirst(e: Event): void {
  const first = (e.currentTarget as Element | null)?.querySelector<HTMLElement>('.choice, input, select, [data-first]')
  if (!first) return
  e.preventDefault()
  first.focus()
}

/** Back to where it was before: what opens here has no button of its own that it could go back to. */
export function useFocusBack(): (e: Event) => void {
  const [before] = useState(() => document.activeElement)
  return e => {
    e.preventDefault()
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus()
  }
}
