// What survives a reload. The log (seed, options, every history's actions) lies in the browser's IndexedDB and is written when something was done; the rest follows
// from it. Where time stood is a few words in localStorage, which alone a page that is being left can still write before it is gone.
import { get, keys } from 'idb-keyval'
import type { Branch, SessionOptions } from './contract.ts'
import { askStorage, LONGEST_WRITE_MS } from './storage.ts'

export interface Saved {
  readonly version: 1
  readonly options: SessionOptions
  readonly branches: readonly Branch[]
  readonly branch: string
  readonly now: number
  readonly speed: number
}

/** Where time stood in which history of which log. */
export interface Place extends Pick<Saved, 'options' | 'branch' | 'now' | 'speed'> {
  readonly head: number
  /** How many actions that history had: of another log this is not the place. */
  readonly actions: number
  /** By the computer's clock. */
  readonly savedAt: number
}

export type Kept = 'nothing' | 'unreadable' | Saved

/** What lies under a name: `unreadable` is what is not ours, of another version, or spoilt. Never throws. */
export async function load(name: string): Promise<Kept> {
  try {
    const saved = await askStorage(store => get<unknown>(name, store))
    if (saved === undefined) return 'nothing'
    return isSaved(saved) ? atPlace(saved, placeOf(name)) : 'unreadable'
  } catch {
    return 'nothing'
  }
}

/** The names under which anything lies; where the logs cannot be asked for, those of which a place is known. */
export async function names(): Promise<ReadonlySet<string>> {
  try {
    return new Set((await askStorage(keys)).map(String))
  } catch {
    return new Set(typeof localStorage === 'undefined' ? [] : Object.keys(localStorage))
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

/** The log with the place where time stood, which was written later. Of another log it is no place. */
export function atPlace(saved: Saved, place: Place | undefined): Saved {
  const branch = saved.branches.find(b => b.id === place?.branch)
  if (!place || !branch || branch.actions.length !== place.actions || !isSame(saved.options, place.options)) return saved
  if (![place.now, place.head].every(ms => Number.isFinite(ms) && ms >= 0)) return saved
  const head = Math.max(branch.head, place.head)
  return {
    ...saved,
    branch: branch.id,
    branches: saved.branches.map(b => (b === branch ? { ...b, head } : b)),
    now: Math.min(place.now, head),
    speed: place.speed > 0 ? place.speed : saved.speed,
  }
}

const isSame = (a: SessionOptions, b: SessionOptions | undefined) =>
  a.seed === b?.seed && a.nodes === b.nodes && a.profile === b.profile && a.scene === b.scene

/** Nothing: none was written, or none that can be read. */
export function placeOf(name: string): Place | undefined {
  try {
    const place = JSON.parse(localStorage.getItem(name) ?? 'null') as Place | null
    return typeof place === 'object' && place !== null && typeof place.options === 'object' ? place : undefined
  } catch {
    return undefined
  }
}

export function savePlace(name: string, place: Place): void {
  try {
    localStorage.setItem(name, JSON.stringify(place))
  } catch {
    // refused or full: the log has an older one
  }
}

/**
 * Never throws: where storage is refused, a reload simply begins anew. The change is closed as soon as it is made, so that the browser ends it also when the page is
 * gone meanwhile. Returns whether it was written. */
export async function save(name: string, saved: Saved): Promise<boolean> {
  try {
    const write = (records: IDBObjectStore) => {
      records.put(saved, name)
      const { transaction } = records
      transaction.commit?.()
      return new Promise<void>((done, failed) => {
        transaction.oncomplete = () => done()
        transaction.onabort = () => failed(transaction.error)
      })
    }
    await askStorage(store => store('readwrite', write), LONGEST_WRITE_MS)
    return true
  } catch {
    // private windows and full disks refuse; the session goes on
    return false
  }
}
