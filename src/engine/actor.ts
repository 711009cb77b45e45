// Who acts in the world, and what they see of it. An actor is woken by a name (a key), looks at the world afresh, says what it wants written, and is
// woken again: it keeps no memory between visits except in tables, which are part of the checkpoint. Upstream model: controller-runtime's
// Reconciler and client-go's work queue.
import type { ApiObject, DeleteOptions, Draft, Status } from '../kube/index.ts'
import type { EventData } from './agenda.ts'
import type { Dice } from './dice.ts'
import type { Commit, Store } from './store.ts'
import type { Table } from './table.ts'

/** A request on its way to the API server, as data. */
export type Write =
  /** Asks the API server itself how it is, before the next step is written. */
  | { verb: 'get'; plural: string; key: string }
  | { verb: 'create'; plural: string; object: Draft; trusted?: boolean }
  /** Replaces the object (or its status); refused with Conflict when `object.metadata.resourceVersion` is no longer the latest. */
  | { verb: 'update'; plural: string; object: ApiObject; subresource?: string; trusted?: boolean }
  | { verb: 'merge'; plural: string; key: string; uid?: string; patch: Record<string, unknown>; subresource?: string; trusted?: boolean }
  | { verb: 'delete'; plural: string; key: string; options?: DeleteOptions }
  /** Not for the API server: a message to another actor, sent when the writes before it have landed. */
  | { verb: 'tell'; to: string; event: EventData }

/** Who hears how a request ended. */
export interface Reply {
  readonly to: string
  readonly event: EventData
  readonly onlyFailure?: boolean
}

/** How a write ended. */
export type Outcome = { ok: true; object?: ApiObject } | { ok: false; error: Status }

/** Words for people: a key of the catalogues with its numbers and names. */
export interface Caption {
  code: string
  args?: Record<string, string | number | boolean>
}

/** What an actor wants after a visit. */
export interface Look {
  /** What it is doing or waiting for: stands on its card, and in the trace when it changes or when something is written. */
  caption?: Caption
  /** Writes, batch after batch: those of one batch land together; a failure stops the batches after it. The key is not visited again before they have all been answered. */
  steps?: readonly (readonly Write[])[]
  /** The writes set out only after so many milliseconds: other requests of the same sender go first. */
  afterMs?: number
  /** Data that `settle` gets. */
  memo?: unknown
  /** Another visit after this many milliseconds, even if nothing happens. */
  againInMs?: number
}

export interface Watch {
  plural: string
  /** The keys to wake for a change; none when it does not matter. Must be cheap: it is called for every commit of that kind. */
  keys(commit: Commit, world: World): readonly string[]
}

export interface Actor {
  /** Unique; also what stands in captions and in the trace. */
  readonly name: string
  /** The kind that its keys name (`deployments`), for the trace. */
  readonly plural?: string
  readonly watches?: readonly Watch[]
  /** What a visit itself updates about the object that its key names does not wake the key again: `settle` gets the answer, and that is all there is to know. */
  readonly knowsItsUpdates?: true
  /** One visit. Reads the world, changes nothing but its own tables and the agenda. undefined: there is nothing to say about this key. */
  look?(world: World, key: string): Look | undefined
  /** After the writes of a visit were answered, failed ones included: what else to write in the same visit. */
  settle?(world: World, key: string, outcomes: readonly Outcome[], memo: unknown): Look | undefined
  /** A message from the agenda that is not a visit. */
  receive?(world: World, event: EventData): void
  /** Called once when a world begins. */
  begin?(world: World): void
}

/** The world as an actor sees it during a visit. */
export interface World extends Pick<Store, 'get' | 'list' | 'by' | 'keysBy' | 'dependents' | 'count'> {
  /** Simulated milliseconds since the start. */
  readonly now: number
  /** The same as milliseconds since 1970. */
  readonly nowMs: number
  /** The same in RFC 3339 with whole seconds: what goes into objects. */
  readonly timestamp: string
  readonly dice: Dice
  /** The trace entry under which everything of this visit happens. */
  readonly cause: number
  /** A table of the checkpoint. Made when first asked for. Its values are immutable. */
  table<T>(name: string): Table<T>
  /** Rolls the duration of a hop of the profile, in milliseconds. */
  hop(name: string): number
  /** Puts a message on the agenda. */
  schedule(delayMs: number, to: string, event: EventData): void
  /** Wakes a key of an actor after a delay (default: one watch hop). Waking what is awake already costs nothing. */
  wake(actor: string, key: string, delayMs?: number): void
  /**
   * Sends requests outside a visit (a heartbeat); they land together one write hop later, or after `delayMs`. Nobody waits for the answer unless `reply`
   * names an actor, which gets it (of one request, or of the last) as event {type: 'answered', outcome, …reply.event}; `onlyFailure`: only bad news.
   */
  send(write: Write | readonly Write[], reply?: Reply, delayMs?: number): void
  /** Tells the trace, and makes this entry the cause of what follows in this visit. Returns its number. */
  tell(by: string, subject: string, code: string, args?: Record<string, string | number | boolean>): number
}
