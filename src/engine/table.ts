// Where all state lies: tables of immutable values by key. A checkpoint copies the tables and nothing in them. A table can tell which keys were
// touched since somebody last asked, which is how the views hear of what is not an API object (running processes, queues, timers).

/** Freezes a value and everything in it, where tests and development want to catch a mutation. Returns the value. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const v of Object.values(value)) deepFreeze(v)
  }
  return value
}

export class Table<T> {
  readonly name: string
  #rows = new Map<string, T>()
  #touched: Set<string> | undefined
  readonly #freeze: boolean
  /** The row asked for last: a visit asks for one row many times. */
  #lastKey: string | undefined
  #last: T | undefined

  constructor(name: string, freeze: boolean) {
    this.name = name
    this.#freeze = freeze
  }

  get size(): number {
    return this.#rows.size
  }

  get(key: string): T | undefined {
    if (key === this.#lastKey) return this.#last
    const row = this.#rows.get(key)
    this.#lastKey = key
    this.#last = row
    return row
  }

  has(key: string): boolean {
    return this.#rows.has(key)
  }

  /** Puts a value there. It must not be changed afterwards: put another one instead. */
  set(key: string, value: T): void {
    this.#rows.set(key, this.#freeze ? deepFreeze(value) : value)
    this.#lastKey = key
    this.#last = value
    this.#touched?.add(key)
  }

  delete(key: string): boolean {
    this.#touched?.add(key)
    this.#lastKey = undefined
    this.#last = undefined
    return this.#rows.delete(key)
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys()
  }

  values(): IterableIterator<T> {
    return this.#rows.values()
  }

  entries(): IterableIterator<[string, T]> {
    return this.#rows.entries()
  }

  /** From now on, keys that are touched are remembered for `touched`. */
  watch(): void {
    this.#touched ??= new Set()
  }

  /** The keys written or deleted since the last call. */
  touched(): string[] {
    const keys = [...(this.#touched ?? [])]
    this.#touched?.clear()
    return keys
  }

  /** A copy of the rows, and the way back. */
  checkpoint(): Map<string, T> {
    return new Map(this.#rows)
  }

  restore(rows: ReadonlyMap<string, T>): void {
    this.#rows = new Map(rows)
    this.#lastKey = undefined
    this.#last = undefined
    this.#touched?.clear()
  }
}
