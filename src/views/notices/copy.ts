// Copying a text. Browsers give the clipboard to pages of https and of localhost only; elsewhere, and where it is refused, the text is selected in a field that
// nobody sees, and the browser told to copy it.

/** A command line as it is shown: what is long in it, an object as JSON, is left out. What is copied is the whole. */
export const shownLine = (line: string): string => line.replace(/'\{[\s\S]*?\}'(?= \|)/g, "'{…}'")

/** Returns whether the text is on the clipboard now. */
export async function copyText(
  text: string,
  clipboard: Pick<Clipboard, 'writeText'> | undefined = navigator.clipboard,
  otherwise: (text: string) => boolean = copySelected,
): Promise<boolean> {
  try {
    if (!clipboard) return otherwise(text)
    await clipboard.writeText(text)
    return true
  } catch {
    return clipboard ? otherwise(text) : false
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('aria-hidden', 'true')
  field.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
