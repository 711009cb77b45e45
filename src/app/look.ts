// Light, dark, and light for a weak projector. The choice is two attributes on the root, which tokens.css reads; `system` follows the computer as it changes.
import type { Look } from './wishes.ts'

const KEY = 'podium.look'
const dark = () => matchMedia('(prefers-color-scheme: dark)')

function wear(look: Look): void {
  const { dataset } = document.documentElement
  const theme = look === 'system' ? (dark().matches ? 'dark' : 'light') : look === 'dark' ? 'dark' : 'light'
  if (theme === 'dark') dataset.theme = 'dark'
  else delete dataset.theme
  if (look === 'projector') dataset.contrast = 'projector'
  else delete dataset.contrast
}

/** Puts the look on, and keeps following the system where that was chosen. Returns how to stop. */
export function putOn(look: Look): () => void {
  wear(look)
  if (look !== 'system') return () => {}
  const query = dark()
  const follow = () => wear('system')
  query.addEventListener('change', follow)
  return () => query.removeEventListener('change', follow)
}

export const keptLook = (): string | null => remembered(KEY)
export const keepLook = (look: Look): void => remember(KEY, look)

/** What was stored under a key; null where storage is refused. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // private windows refuse; the choice lasts as long as the page
  }
}
