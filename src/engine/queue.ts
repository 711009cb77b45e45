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
    if (row?.busy) {
      if (!row.dirty) this.#rows.set(key, { ...row, dirty: true })
      return false
    }
    if (row?.at !== undefined && row.at <= at) return false
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
    const { at, later, ...rest } = row
    const left: QueueRow = {
      ...rest,
      ...(at !== undefined && at !== due && { at }),
      ...(later !== undefined && later !== due && { later }),
    }
    if (row.busy) {
      this.#rows.set(key, { ...left, dirty: true })
      return false
    }
    this.#put(key, left)
    return true
  }

  /** The visit goes on: its writes are on their way. */
  start(key: string): void {
    this.#rows.set(key, { ...this.#rows.get(key), busy: true })
  }

  /** The visit is over. Returns what to do: look again because something changed meanwhile, try again after a failure, or nothing. */
  finish(key: string, failed: boolean): { again: 'changed' | 'failed' | undefined; delayMs: number } {
    const { busy, dirty, failures = 0, ...rest } = this.#rows.get(key) ?? {}
    this.#put(key, { ...rest, ...(failed && { failures: failures + 1 }) })
    if (failed) return { again: 'failed', delayMs: backOffMs(failures) }
    return { again: dirty ? 'changed' : undefined, delayMs: 0 }
  }

  #put(key: string, row: QueueRow): void {
    for (const _ in row) {
      this.#rows.set(key, row)
      return
    }
    this.#rows.delete(key)
  }
}
