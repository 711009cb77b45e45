// A dialog that asks something begins at its first answer, not at the way out.
export function focusFirst(e: Event): void {
  const first = (e.currentTarget as Element | null)?.querySelector<HTMLElement>('.choice, input, select')
  if (!first) return
  e.preventDefault()
  first.focus()
}
