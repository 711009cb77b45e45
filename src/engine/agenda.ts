// What happens when. One priority queue holds everything that is in flight: messages, timers, work under way. Entries are plain immutable data,
// ordered by time and then by the order in which they were put there, so the same history always unfolds the same way. Nothing is ever
// cancelled: whoever receives an entry that has lost its meaning ignores it.

/** One thing that will happen. */
export interface Entry {
  /** Simulated milliseconds since the start. */
  readonly at: number
  readonly seq: number
  /** The name of the actor that receives it. */
  readonly to: string
  readonly event: EventData
  /** The trace entry that led to this. */
  readonly cause: number
}

/** A message as data. `type` says what it is; the rest must be plain data too. */
export interface EventData {
  readonly type: string
  readonly [field: string]: unknown
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.seq < b.seq)

export class Agenda {
  #heap: Entry[]

  constructor(entries: readonly Entry[] = []) {
    this.#heap = [...entries]
  }

  get size(): number {
    return this.#heap.length
  }

  /** When the next entry is due, or undefined when nothing is planned. */
  get nextAt(): number | undefined {
    return this.#heap[0]?.at
  }

  /** All entries in heap order (a valid argument of the constructor). */
  entries(): readonly Entry[] {
    return this.#heap.slice()
  }

  add(entry: Entry): void {
    const heap = this.#heap
    let i = heap.push(entry) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      const p = heap[parent] as Entry
      if (before(p, entry)) break
      heap[i] = p
      i = parent
    }
    heap[i] = entry
  }

  /** Takes out the earliest entry. */
  take(): Entry | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    const size = heap.length
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && before(heap[child + 1] as Entry, heap[child] as Entry)) child++
      const c = heap[child] as Entry
      if (!before(c, last)) break
      heap[i] = c
      i = child
    }
    heap[i] = last
    return first
  }
}
