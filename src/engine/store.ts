// The shelf of API objects: what the API server believes. Every accepted change is a commit with the next resourceVersion; whoever watches hears of
// commits in order. Objects are immutable. Indexes answer "which pods has this owner, this node" without looking at the others. Models etcd with
// the watch cache in front of it (staging/src/k8s.io/apiserver/pkg/storage). Knows no kind: kinds come as `Resource` values.
import { ApiError, type ApiObject, type Resource } from '../kube/index.ts'
import type { Table } from './table.ts'

/** One accepted change. */
export interface Commit {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly plural: string
  /** `namespace/name`, or `name` for what has no namespace. */
  readonly key: string
  readonly object: ApiObject
  /** What was there before; absent when ADDED. */
  readonly old?: ApiObject
  readonly rv: number
  readonly at: number
  /** The trace entry of this write. */
  readonly cause: number
}

/** An index: objects of a kind by the values that `of` gives. `namespace`, `controller` (uid of the controlling owner, or `orphans NAMESPACE`) and `owner` exist for every kind, unless one of that name is given. */
export interface Index {
  readonly plural: string
  readonly name: string
  of(o: ApiObject): readonly string[]
  /** A cheap look at two versions of one object: true when the values cannot have changed. */
  stays?(now: ApiObject, old: ApiObject): boolean
}

interface Bucket {
  epoch: number
  keys: Set<string>
}
type Buckets = Map<string, Bucket>

/** An index with what it holds. */
interface Shelf {
  readonly index: Index
  buckets: Buckets
}

/** What a checkpoint keeps of the store beyond its tables. */
export interface StoreState {
  rv: number
  /** By plural, in the order of its indexes. Buckets are shared and copied when next written to. */
  indexes: ReadonlyMap<string, readonly Buckets[]>
}

export const keyOf = (o: { metadata: { name?: string; namespace?: string } }): string =>
  o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : (o.metadata.name ?? '')

/** So many commits, up to twice as many, can be told to who watches from the past. */
const HISTORY = 10_000
const none: ReadonlySet<string> = new Set()

export class Store {
  readonly resources: ReadonlyMap<string, Resource>
  rv = 0
  readonly #tables = new Map<string, Table<ApiObject>>()
  readonly #shelves = new Map<string, readonly Shelf[]>()
  #epoch = 0
  #history: Commit[] = []
  readonly #listeners: ((c: Commit) => void)[] = []

  constructor(resources: readonly Resource[], indexes: readonly Index[], table: (name: string) => Table<ApiObject>) {
    this.resources = new Map(resources.map(r => [r.plural, r]))
    for (const { plural } of resources) {
      const own = indexes.filter(i => i.plural === plural)
      const usual = [namespaceIndex(plural), controllerIndex(plural), ownerIndex(plural)].filter(i => !own.some(o => o.name === i.name))
      this.#shelves.set(
        plural,
        [...usual, ...own].map(index => ({ index, buckets: new Map() })),
      )
    }
    for (const r of resources) this.#tables.set(r.plural, table(r.plural))
  }

  resource(plural: string): Resource {
    const r = this.resources.get(plural)
    if (!r) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
    return r
  }

  get<T extends ApiObject = ApiObject>(plural: string, key: string): T | undefined {
    return this.#table(plural).get(key) as T | undefined
  }

  /** All objects of a kind, in order of their birth. */
  list<T extends ApiObject = ApiObject>(plural: string): IterableIterator<T> {
    return this.#table(plural).values() as IterableIterator<T>
  }

  count(plural: string): number {
    return this.#table(plural).size
  }

  /** The objects that an index holds under a value. */
  by<T extends ApiObject = ApiObject>(plural: string, index: string, value: string): T[] {
    const table = this.#table(plural)
    const found: T[] = []
    for (const key of this.keysBy(plural, index, value)) found.push(table.get(key) as T)
    return found
  }

  keysBy(plural: string, index: string, value: string): ReadonlySet<string> {
    for (const shelf of this.#shelves.get(plural) ?? []) if (shelf.index.name === index) return shelf.buckets.get(value)?.keys ?? none
    return none
  }

  /** The objects of any kind that name this uid in their ownerReferences, kind by kind. */
  dependents(uid: string): { plural: string; key: string; object: ApiObject }[] {
    const found = []
    for (const plural of this.#shelves.keys()) {
      for (const key of this.keysBy(plural, 'owner', uid)) found.push({ plural, key, object: this.get(plural, key) as ApiObject })
    }
    return found
  }

  /** Accepts a change: gives it the next resourceVersion, keeps the indexes, tells the listeners. Returns the object as stored. */
  commit(type: Commit['type'], plural: string, object: ApiObject, at: number, cause: number): ApiObject {
    const table = this.#table(plural)
    const key = keyOf(object)
    const old = table.get(key)
    const rv = ++this.rv
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(rv) } }
    if (type === 'DELETED') table.delete(key)
    else table.set(key, stored)
    this.#reindex(plural, key, old, type === 'DELETED' ? undefined : stored)
    const commit: Commit = old
      ? { type, plural, key, object: stored, rv, at, cause, old }
      : { type, plural, key, object: stored, rv, at, cause }
    this.#history.push(commit)
    if (this.#history.length > 2 * HISTORY) this.#history = this.#history.slice(-HISTORY)
    for (const tell of this.#listeners) tell(commit)
    return stored
  }

  /** Calls with every commit from now on. */
  listen(tell: (c: Commit) => void): () => void {
    this.#listeners.push(tell)
    return () => void this.#listeners.splice(this.#listeners.indexOf(tell), 1)
  }

  /** The commits after a resourceVersion, oldest first, or undefined when they are no longer all known (410 Gone: list again). */
  since(rv: number): readonly Commit[] | undefined {
    if (rv >= this.rv) return []
    const first = this.#history[0]
    if (!first || first.rv > rv + 1) return undefined
    return this.#history.slice(rv + 1 - first.rv)
  }

  checkpoint(): StoreState {
    this.#epoch++
    return { rv: this.rv, indexes: new Map([...this.#shelves].map(([plural, shelves]) => [plural, shelves.map(s => new Map(s.buckets))])) }
  }

  restore(state: StoreState): void {
    this.#epoch++
    this.rv = state.rv
    for (const [plural, shelves] of this.#shelves) {
      const kept = state.indexes.get(plural)
      for (const [i, shelf] of shelves.entries()) shelf.buckets = new Map(kept?.[i])
    }
    this.#history = []
  }

  #table(plural: string): Table<ApiObject> {
    return this.#tables.get(plural) ?? (this.resource(plural) as never)
  }

  #reindex(plural: string, key: string, old: ApiObject | undefined, now: ApiObject | undefined): void {
    for (const { index, buckets } of this.#shelves.get(plural) ?? []) {
      if (old && now && index.stays?.(now, old)) continue
      this.#move(buckets, key, old ? index.of(old) : NOWHERE, now ? index.of(now) : NOWHERE)
    }
  }

  #move(buckets: Buckets, key: string, from: readonly string[], to: readonly string[]): void {
    for (const v of from) {
      if (to.includes(v)) continue
      const b = this.#own(buckets, v)
      b.keys.delete(key)
      if (!b.keys.size) buckets.delete(v)
    }
    for (const v of to) if (!from.includes(v)) this.#own(buckets, v).keys.add(key)
  }

  /** The bucket, copied first when a checkpoint still holds it. */
  #own(buckets: Buckets, value: string): Bucket {
    const known = buckets.get(value)
    if (known?.epoch === this.#epoch) return known
    const own = { epoch: this.#epoch, keys: new Set(known?.keys) }
    buckets.set(value, own)
    return own
  }
}

const NOWHERE: readonly string[] = []
const keepsOwners = (now: ApiObject, old: ApiObject): boolean => now.metadata.ownerReferences === old.metadata.ownerReferences

const namespaceIndex = (plural: string): Index => ({
  plural,
  name: 'namespace',
  of: o => (o.metadata.namespace ? [o.metadata.namespace] : NOWHERE),
  stays: () => true,
})

const controllerIndex = (plural: string): Index => ({
  plural,
  name: 'controller',
  of: o => [o.metadata.ownerReferences?.find(r => r.controller)?.uid ?? `orphans ${o.metadata.namespace ?? ''}`],
  stays: keepsOwners,
})

const ownerIndex = (plural: string): Index => ({
  plural,
  name: 'owner',
  of: o => o.metadata.ownerReferences?.map(r => r.uid) ?? NOWHERE,
  stays: keepsOwners,
})
