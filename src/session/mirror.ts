// What a client knows of the cluster: objects as the watch delivers them, the truths beside them (running processes, machines, timers …), and the
// trace. Views read only this. The same mirror can be filled by a worker's simulation, a recording or a real cluster (then without truths).
import type { Truths } from '../cluster/index.ts'
import type { QueueRow, StandingCaption, TraceEntry } from '../engine/index.ts'
import type { ApiObject } from '../kube/index.ts'

/** Tables a view may read, by name; `queue.ACTOR` besides. */
export interface Tables extends Truths {
  captions: StandingCaption
}
export type TableName = keyof Tables | `queue.${string}`
export type RowOf<N extends TableName> = N extends keyof Tables ? Tables[N] : QueueRow

/** What one frame brings: the last state of everything that changed in it. */
export interface Batch {
  /** Simulated milliseconds since the start. */
  readonly now: number
  /** Everything before is void: what follows is all there is (a relist, after a seek). The stage cuts. */
  readonly reset: boolean
  /** Objects that changed; `object` absent: deleted. Last state only, in order of the last change. */
  readonly objects: readonly { readonly plural: string; readonly key: string; readonly object?: ApiObject }[]
  readonly rows: readonly { readonly table: TableName; readonly key: string; readonly row?: unknown }[]
  /** New trace entries. After a reset: all that are still kept. */
  readonly trace: readonly TraceEntry[]
  /** resourceVersion of the store. */
  readonly rv: number
}

/** A batch that brought something of a kind or table: which keys, and the revision before it. */
interface News {
  readonly before: number
  readonly at: number
  readonly keys: Set<string>
}
/** Whoever looks only at every second or third batch need not look at everything. */
const NEWS_KEPT = 16

const empty: ReadonlyMap<string, never> = new Map<string, never>()
const nothing: ReadonlySet<string> = new Set<string>()

export class Mirror {
  now = 0
  rv = 0
  /** Rises with every batch. */
  version = 0
  /** Rises with every reset: whoever animates cuts when it has changed. */
  epoch = 0
  #objects = new Map<string, Map<string, ApiObject>>()
  #rows = new Map<string, Map<string, unknown>>()
  #revisions = new Map<string, number>()
  readonly #news = new Map<string, News[]>()
  readonly trace = new TraceLog()

  take(batch: Batch): void {
    this.version++
    if (batch.reset) {
      this.epoch++
      for (const name of [...this.#objects.keys(), ...this.#rows.keys()]) this.#revisions.set(name, this.version)
      this.#objects = new Map()
      this.#rows = new Map()
      this.#news.clear()
      this.trace.reset()
    }
    this.now = batch.now
    this.rv = batch.rv
    for (const { plural, key, object } of batch.objects) this.#put(this.#objects, plural, key, object)
    for (const { table, key, row } of batch.rows) this.#put(this.#rows, table, key, row)
    this.trace.add(batch.trace)
  }

  object<T extends ApiObject = ApiObject>(plural: string, key: string): T | undefined {
    return this.#objects.get(plural)?.get(key) as T | undefined
  }

  /** All objects of a kind by key. The map is live: compare `revision` to know whether it changed. */
  objects<T extends ApiObject = ApiObject>(plural: string): ReadonlyMap<string, T> {
    return (this.#objects.get(plural) ?? empty) as ReadonlyMap<string, T>
  }

  row<N extends TableName>(table: N, key: string): RowOf<N> | undefined {
    return this.#rows.get(table)?.get(key) as RowOf<N> | undefined
  }

  rows<N extends TableName>(table: N): ReadonlyMap<string, RowOf<N>> {
    return (this.#rows.get(table) ?? empty) as ReadonlyMap<string, RowOf<N>>
  }

  /** A number that changes when anything of this kind or table changes. */
  revision(name: string): number {
    return this.#revisions.get(name) ?? 0
  }

  /** Keys of this kind or table that have changed since its revision was `since`, for whoever keeps up with it; undefined: that is too long ago, look at all of it. */
  changed(name: string, since: number): ReadonlySet<string> | undefined {
    if (since === this.revision(name)) return nothing
    const news = this.#news.get(name) ?? []
    const from = news.findIndex(n => n.before === since)
    if (from < 0) return undefined
    return new Set(news.slice(from).flatMap(n => [...n.keys]))
  }

  #put<T>(shelves: Map<string, Map<string, T>>, name: string, key: string, value: T | undefined): void {
    let shelf = shelves.get(name)
    if (!shelf) {
      shelf = new Map()
      shelves.set(name, shelf)
    }
    if (value === undefined) shelf.delete(key)
    else shelf.set(key, value)
    this.#tell(name, key)
  }

  #tell(name: string, key: string): void {
    const news = this.#news.get(name) ?? []
    const last = news.at(-1)
    if (last?.at === this.version) {
      last.keys.add(key)
      return
    }
    news.push({ before: this.revision(name), at: this.version, keys: new Set([key]) })
    if (news.length > NEWS_KEPT) news.shift()
    this.#news.set(name, news)
    this.#revisions.set(name, this.version)
  }
}

const KEPT = 50_000

/** The trace as far as it is kept: by number, and by what it is about. */
export class TraceLog {
  #entries = new Map<number, TraceEntry>()
  #about = new Map<string, number[]>()
  /** The last entry that stands in `#about`: most are never asked for by what they are about. */
  #sorted = 0
  last = 0

  reset(): void {
    this.#entries.clear()
    this.#about.clear()
    this.#sorted = 0
    this.last = 0
  }

  add(entries: readonly TraceEntry[]): void {
    for (const e of entries) {
      this.#entries.set(e.id, e)
      this.last = Math.max(this.last, e.id)
    }
    if (this.#entries.size > KEPT) this.#forget(this.#entries.size - KEPT)
  }

  get(id: number): TraceEntry | undefined {
    return this.#entries.get(id)
  }

  /** What was told about a subject (`pods default/web-1`), oldest first. */
  about(subject: string): TraceEntry[] {
    this.#sort()
    return (this.#about.get(subject) ?? []).map(id => this.#entries.get(id)).filter(e => e !== undefined)
  }

  /** From an entry back to what started it all, latest first. */
  why(id: number): TraceEntry[] {
    const chain: TraceEntry[] = []
    for (let e = this.get(id); e && chain.length < 200; e = this.get(e.cause)) chain.push(e)
    return chain
  }

  /** All entries after a number, oldest first. */
  *after(id: number): Generator<TraceEntry> {
    for (let i = id + 1; i <= this.last; i++) {
      const e = this.#entries.get(i)
      if (e) yield e
    }
  }

  #sort(): void {
    const [first = 1] = this.#entries.keys()
    for (const { id, subject } of this.after(Math.max(this.#sorted, first - 1))) {
      const list = this.#about.get(subject)
      if (list) list.push(id)
      else this.#about.set(subject, [id])
    }
    this.#sorted = this.last
  }

  #forget(count: number): void {
    let left = count
    for (const [id, e] of this.#entries) {
      if (left-- <= 0) break
      this.#entries.delete(id)
      const list = this.#about.get(e.subject)
      if (list?.[0] === id) list.shift()
      if (!list?.length) this.#about.delete(e.subject)
    }
  }
}
