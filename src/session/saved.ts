// What survives a reload: the seed, the options and every history's action log, in the browser's IndexedDB. The rest follows from these.
import { get, set } from 'idb-keyval'
import type { Branch, SessionOptions } from './contract.ts'

export interface Saved {
  readonly version: 1
  readonly options: SessionOptions
  readonly branches: readonly Branch[]
  readonly branch: string
  readonly now: number
  readonly speed: number
}

const KEY = 'podium.session'

/** The last saved session, or undefined: none, not readable, or of another version. Never throws. */
export async function load(): Promise<Saved | undefined> {
  try {
    const saved = await get<Saved>(KEY)
    return saved?.version === 1 && Array.isArray(saved.branches) && saved.branches.length > 0 ? saved : undefined
  } catch {
    return undefined
  }
}

/** Never throws: where storage is refused, a reload simply begins anew. */
export async function save(saved: Saved): Promise<void> {
  try {
    await set(KEY, saved)
  } catch {
    // private windows and full disks refuse; the session goes on
  }
}
