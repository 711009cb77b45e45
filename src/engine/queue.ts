// Work queues as data. A key is waiting for its visit, being worked on (its writes are on their way), or marked to be looked at again after that;
// never twice at once. Failures hold it back longer each time. Upstream: client-go util/workqueue (queue.go, default_rate_limiters.go).
import type { Table } from './table.ts'

/** One key of one actor. A row exists only while something is known of it. */
export interface QueueRow {
  /** When the next visit is due; absent when none is planned. */
  readonly at?: number
  /** When the actor asked to look again; kept apart, since a change may come earlier. */
  readonly later?: number
  readonly busy?: boolean
  /** Something changed while busy. */
  readonly dirty?: boolean
  readonly failures?: number
}

/** 5 ms × 2ⁿ, at most 1000 s (DefaultTypedControllerRateLimiter). */
export const backOffMs = (failures: number) => Math.min(5 * 2 ** Math.min(failures, 20), 1_000_000)

export class Queue {
  readonly #rows: Table<QueueRow>

  constructor(rows: Table<QueueRow>) {
    this.#rows = rows
  }

  /** Asks for a visit at `at`. Returns whether an agenda entry must be made for it. */
  add(key: string, at: number): boolean {
    const row = this.#rows.get(key)
    if (row === undefined) {
      this.#rows.set(key, { at })
      return true
    }
    if (row.busy) {
      if (!row.dirty) this.#rows.set(key, row === BUSY ? DIRTY : { ...row, dirty: true })
      return false
    }
    if (row.at !== undefined && row.at <= at) return false
    this.#rows.set(key, { ...row, at })
    return true
  }

  /** Asks for a later visit. Returns whether an agenda entry must be made for it. */
  addLater(key: string, at: number, now: number): boolean {
    const row = this.#rows.get(key)
    if (row?.later !== undefined && row.later > now && row.later <= at) return false
    this.#rows.set(key, { ...row, later: at })
    return true
  }

  /** An entry for `due` has come. Returns whether the visit takes place. */
  take(key: string, due: number): boolean {
    const row = this.#rows.get(key)
    if (!row || (row.at !== due && row.later !== due)) return false
    const left = rowOf(
      row.at === due ? undefined : row.at,
      row.later === due ? undefined : row.later,
      row.busy,
      row.busy || row.dirty,
      row.failures,
    )
    // A row with nothing in it stays until the visit is over: most visits put it back at once.
    this.#rows.set(key, left)
    return !row.busy
  }

  /** The visit goes on: its writes are on their way. */
  start(key: string): void {
    const row = this.#rows.get(key)
    this.#rows.set(key, row === undefined || row === EMPTY ? BUSY : { ...row, busy: true })
  }

  /** The visit is over. Returns what to do: look again because something changed meanwhile, try again after a failure, or nothing. */
  finish(key: string, failed: boolean): Again {
    const row = this.#rows.get(key) ?? EMPTY
    const failures = row.failures ?? 0
    if (!failed && (row === EMPTY || row === BUSY || row === DIRTY)) {
      this.#rows.delete(key)
      return row === DIRTY ? CHANGED : NOTHING
    }
    const left = rowOf(row.at, row.later, undefined, undefined, failed ? failures + 1 : undefined)
    if (left === EMPTY) this.#rows.delete(key)
    else this.#rows.set(key, left)
    // What changed meanwhile is looked at without waiting out the back-off; the next failure waits longer all the same.
    if (row.dirty) return CHANGED
    return failed ? { again: 'failed', delayMs: backOffMs(failures) } : NOTHING
  }
}

interface Again {
  readonly again: 'changed' | 'failed' | undefined
  readonly delayMs: number
}
type Draft = { -readonly [K in keyof QueueRow]: QueueRow[K] }

const EMPTY: QueueRow = Object.freeze({})
const BUSY: QueueRow = Object.freeze({ busy: true })
const DIRTY: QueueRow = Object.freeze({ busy: true, dirty: true })
const NOTHING: Again = { again: undefined, delayMs: 0 }
const CHANGED: Again = { again: 'changed', delayMs: 0 }

/** A row of what there is. */
function rowOf(at?: number, later?: number, busy?: boolean, dirty?: boolean, failures?: number): QueueRow {
  if (at === undefined && later === undefined && !busy && !dirty && failures === undefined) return EMPTY
  const row: Draft = {}
  if (at !== undefined) row.at = at
  if (later !== undefined) row.later = later
  if (busy) row.busy = true
  if (dirty) row.dirty = true
  if (failures !== undefined) row.failures = failures
  return row
}
