// Watches: what happens to the selected objects of a kind, one JSON line an event, from a resourceVersion on. A watch is pulled: `read` gives what was
// committed since the last time. With a selector, an object that leaves the selection is DELETED and one that enters it ADDED. Upstream: apiserver
// pkg/storage/cacher/{cacher,cache_watcher}.go, pkg/endpoints/handlers/watch.go.
import { type Commit, keyOf, type Store } from '../engine/index.ts'
import { ApiError, type ApiObject, apiVersionOf, decode, type Resource, type Status } from '../kube/index.ts'
import type { Stream } from './exchange.ts'
import type { ListOptions } from './options.ts'
import type { Selection } from './select.ts'

export interface WatchTarget {
  store: Store
  resource: Resource
  selection: Selection
  options: ListOptions
  /** Shapes an object for the client: as it is, as a Table, as metadata; `first` is true once. */
  shape(o: ApiObject, first: boolean): unknown
  /** Raised when time was turned back: what was told no longer holds. */
  epoch(): number
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

export class Watch implements Stream {
  ended = false
  readonly timeoutSeconds?: number
  readonly #target: WatchTarget
  readonly #epoch: number
  #cursor: number
  #waiting: string[] = []
  #shaped = false

  constructor(target: WatchTarget) {
    this.#target = target
    this.#epoch = target.epoch()
    const { store, options } = target
    if (options.timeoutSeconds !== undefined) this.timeoutSeconds = options.timeoutSeconds
    const from = options.resourceVersion ?? 0
    const present = options.initialEvents ?? from === 0
    this.#cursor = present || from === 0 ? store.rv : from
    if (!present) return
    for (const o of this.#present()) this.#tell('ADDED', o)
    if (options.initialEvents && options.bookmarks) this.#bookmark({ [INITIAL_EVENTS_END]: 'true' })
  }

  read(): string[] {
    if (!this.ended) this.#catchUp()
    const lines = this.#waiting
    this.#waiting = []
    return lines
  }

  #catchUp(): void {
    const { store, epoch } = this.#target
    const turnedBack = epoch() !== this.#epoch
    const commits = turnedBack ? undefined : store.since(this.#cursor)
    if (!commits) {
      this.#expire(`too old resource version: ${this.#cursor} (${store.rv})`)
      return
    }
    this.#cursor = Math.max(this.#cursor, store.rv)
    for (const c of commits) if (c.plural === this.#target.resource.plural) this.#hear(c)
  }

  #hear(c: Commit): void {
    const { matches } = this.#target.selection
    const before = c.old !== undefined && matches(c.old)
    const now = c.type !== 'DELETED' && matches(c.object)
    if (now) this.#tell(before ? 'MODIFIED' : 'ADDED', c.object)
    else if (before) this.#tell('DELETED', asOf(c.old as ApiObject, c.rv))
  }

  #present(): ApiObject[] {
    const { store, resource, selection } = this.#target
    return [...store.list(resource.plural)].filter(selection.matches).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  }

  #tell(type: EventType, o: ApiObject): void {
    this.#line(type, this.#target.shape(o, !this.#shaped))
    this.#shaped = true
  }

  #bookmark(annotations: Record<string, string>): void {
    const { resource, store } = this.#target
    this.#tell('BOOKMARK', nameless(store.resources.get(resource.plural) ?? resource, { resourceVersion: String(store.rv), annotations }))
  }

  #expire(message: string): void {
    this.#line('ERROR', new ApiError(410, 'Expired', message).status satisfies Status)
    this.ended = true
  }

  #line(type: EventType, object: unknown): void {
    this.#waiting.push(`${JSON.stringify({ type, object })}\n`)
  }
}

/** An object of which nothing is said but this. */
const nameless = (r: Resource, metadata: Partial<ApiObject['metadata']>) =>
  decode(r, { kind: r.kind, apiVersion: apiVersionOf(r), metadata }).object as unknown as ApiObject

const asOf = (o: ApiObject, rv: number): ApiObject => ({ ...o, metadata: { ...o.metadata, resourceVersion: String(rv) } })
