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

const inOrder = (a: Entry, b: Entry) => a.at - b.at || a.seq - b.seq

/** Entries of one moment stand in the order in which they came; only the moments are kept sorted, in a heap. */
export class Agenda {
  readonly #moments: number[] = []
  readonly #entries = new Map<number, Entry[]>()
  /** How many entries of the earliest moment were taken already. */
  #taken = 0
  /** The entries of the earliest moment, once one of them was taken. */
  #present: Entry[] | undefined

  constructor(entries: readonly Entry[] = []) {
    for (const e of [...entries].sort(inOrder)) this.add(e)
  }

  /** When the next entry is due, or undefined when nothing is planned. */
  get nextAt(): number | undefined {
    return this.#moments[0]
  }

  /** All entries, in order. */
  entries(): readonly Entry[] {
    const moments = [...this.#moments].sort((a, b) => a - b)
    return moments.flatMap((at, i) => (i === 0 ? this.#entries.get(at)?.slice(this.#taken) : this.#entries.get(at)) ?? [])
  }

  /** Numbers of entries only grow: an added one is the last of its moment. */
  add(entry: Entry): void {
    const { at } = entry
    const known = this.#entries.get(at)
    if (known) {
      known.push(entry)
      return
    }
    this.#entries.set(at, [entry])
    if (this.#taken > 0 && at < (this.#moments[0] as number)) this.#forgetTaken()
    this.#rise(at)
  }

  /** Takes out the earliest entry. */
  take(): Entry | undefined {
    const at = this.#moments[0]
    if (at === undefined) return undefined
    this.#present ??= this.#entries.get(at) as Entry[]
    const present = this.#present
    const entry = present[this.#taken++]
    if (this.#taken === present.length) {
      this.#entries.delete(at)
      this.#sink()
      this.#present = undefined
      this.#taken = 0
    }
    return entry
  }

  /** Something earlier than the moment that had begun was added. */
  #forgetTaken(): void {
    this.#present?.splice(0, this.#taken)
    this.#present = undefined
    this.#taken = 0
  }

  #rise(at: number): void {
    const heap = this.#moments
    let i = heap.push(at) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      const p = heap[parent] as number
      if (p < at) break
      heap[i] = p
      i = parent
    }
    heap[i] = at
  }

  #sink(): void {
    const heap = this.#moments
    const last = heap.pop() as number
    const size = heap.length
    if (size === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child++
      const c = heap[child] as number
      if (c >= last) break
      heap[i] = c
      i = child
    }
    heap[i] = last
  }
}
