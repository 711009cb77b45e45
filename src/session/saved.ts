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
    return isSaved(saved) ? saved : undefined
  } catch {
    return undefined
  }
}

/** Whether a record is one of ours: anything may lie in a browser's storage. */
export function isSaved(record: unknown): record is Saved {
  const saved = record as Saved | null | undefined
  if (typeof saved !== 'object' || saved === null || saved.version !== 1) return false
  const { options, branches, branch, now, speed } = saved
  if (typeof options !== 'object' || options === null) return false
  const { seed, nodes, profile } = options
  return (
    [seed, nodes, now, speed].every(Number.isFinite) &&
    now >= 0 &&
    nodes >= 0 &&
    typeof profile === 'string' &&
    Array.isArray(branches) &&
    branches.every(isBranch) &&
    branches.some(b => b.id === branch)
  )
}

function isBranch(b: Branch | null | undefined): boolean {
  return (
    typeof b === 'object' &&
    b !== null &&
    typeof b.id === 'string' &&
    Number.isFinite(b.number) &&
    Number.isFinite(b.head) &&
    Array.isArray(b.actions) &&
    b.actions.every(a => Number.isFinite(a?.atMs) && typeof a.say?.code === 'string' && Array.isArray(a.requests))
  )
}

/** Never throws: where storage is refused, a reload simply begins anew. */
export async function save(saved: Saved): Promise<void> {
  try {
    await set(KEY, saved)
  } catch {
    // private windows and full disks refuse; the session goes on
  }
}
