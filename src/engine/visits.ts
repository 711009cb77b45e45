// Visits: actors are woken by name, look, and what they want written lands in steps, batch after batch, while their key is kept from being visited again.
// A commit wakes whoever watches. Upstream model: controller-runtime's controller loop over client-go's work queue.
import { ApiError, notFound } from '../kube/index.ts'
import type { Actor, Caption, Look, Outcome, Reply, World, Write } from './actor.ts'
import type { Entry, EventData } from './agenda.ts'
import type { Api, WriteContext } from './api.ts'
import { Queue, type QueueRow } from './queue.ts'
import { same } from './same.ts'
import type { Commit } from './store.ts'
import type { Table } from './table.ts'
import type { Ground } from './world.ts'

/** A caption as it stands on an actor's card: table `captions`, key `ACTOR KEY`. */
export interface StandingCaption extends Caption {
  readonly actor: string
  readonly key: string
  /** Since when, in simulated milliseconds. */
  readonly since: number
  /** The trace entry that told it. */
  readonly trace: number
}

interface Operation {
  readonly key: string
  readonly steps: readonly (readonly Write[])[]
  readonly next: number
  readonly outcomes: readonly Outcome[]
  readonly memo: unknown
  readonly settled: boolean
  readonly failed: boolean
}

interface Sent {
  readonly write: Write | readonly Write[]
  readonly reply?: Reply
}

interface Watcher {
  readonly actor: string
  readonly queue: Queue
  readonly keys: (c: Commit, w: World) => readonly string[]
}
const NO_WATCHERS: readonly Watcher[] = []

export class Visits {
  readonly #ground: Ground
  readonly #world: World
  readonly #api: Api
  readonly #actors = new Map<string, Actor>()
  readonly #queues = new Map<string, Queue>()
  readonly #captions: Table<StandingCaption>
  readonly #watchers = new Map<string, Watcher[]>()
  /** Whose updates are landing, where it need not be woken by them. */
  #landing: { readonly actor: Actor; readonly key: string } | undefined

  constructor(ground: Ground, world: World, api: Api, actors: readonly Actor[]) {
    this.#ground = ground
    this.#world = world
    this.#api = api
    this.#captions = ground.table<StandingCaption>('captions')
    for (const actor of actors) {
      if (this.#actors.has(actor.name)) throw new Error(`two actors are named ${actor.name}`)
      this.#actors.set(actor.name, actor)
      const queue = new Queue(ground.table<QueueRow>(`queue.${actor.name}`))
      this.#queues.set(actor.name, queue)
      for (const w of actor.watches ?? []) {
        const list = this.#watchers.get(w.plural) ?? []
        list.push({ actor: actor.name, queue, keys: w.keys })
        this.#watchers.set(w.plural, list)
      }
    }
  }

  get names(): readonly string[] {
    return [...this.#actors.keys()]
  }

  /** Gives an entry of the agenda to whom it is for. */
  dispatch({ to, event }: Entry): void {
    const actor = this.#actors.get(to)
    if (!actor) throw new Error(`nobody is called ${to}`)
    if (event.type === 'look') this.#visit(actor, event as EventData & { key: string; due: number })
    else if (event.type === 'land') this.#land(actor, event.operation as Operation)
    else if (event.type === 'send') this.#deliver(event as EventData & Sent)
    else actor.receive?.(this.#world, event)
  }

  #visit(actor: Actor, { key, due }: { key: string; due: number }): void {
    const queue = this.#queue(actor.name)
    if (!queue.take(key, due)) return
    const look = actor.look?.(this.#world, key)
    this.#caption(actor, key, look)
    if (look?.againInMs !== undefined) this.#later(actor.name, key, look.againInMs)
    if (look?.steps?.some(s => s.length)) this.#begin(actor, key, look, false, false)
    else queue.finish(key, false)
  }

  #begin(actor: Actor, key: string, look: Look, settled: boolean, failed: boolean): void {
    this.#queue(actor.name).start(key)
    const steps = (look.steps ?? []).filter(s => s.length)
    this.#sail(actor, { key, steps, next: 0, outcomes: [], memo: look.memo, settled, failed }, look.afterMs)
  }

  #sail(actor: Actor, operation: Operation, afterMs = 0): void {
    this.#ground.add(afterMs + this.#world.hop('write'), actor.name, { type: 'land', operation })
  }

  #land(actor: Actor, o: Operation): void {
    const outcomes = o.outcomes.slice()
    let failed = false
    this.#landing = actor.knowsItsUpdates && { actor, key: o.key }
    for (const write of o.steps[o.next] as readonly Write[]) {
      const outcome = this.#perform(write)
      if (!outcome.ok) failed = true
      outcomes.push(outcome)
    }
    this.#landing = undefined
    const next = o.next + 1
    if (!failed && next < o.steps.length) {
      this.#sail(actor, { ...o, next, outcomes })
      return
    }
    const anyFailed = o.failed || failed
    if (!o.settled && actor.settle) {
      const more = actor.settle(this.#world, o.key, outcomes, o.memo)
      if (more?.againInMs !== undefined) this.#later(actor.name, o.key, more.againInMs)
      if (more?.steps?.some(s => s.length)) {
        if (more.caption) this.#caption(actor, o.key, more)
        this.#begin(actor, o.key, more, true, anyFailed)
        return
      }
    }
    const { again, delayMs } = this.#queue(actor.name).finish(o.key, anyFailed)
    if (again) this.wake(actor.name, o.key, again === 'changed' ? this.#world.hop('watch') : delayMs)
  }

  #deliver({ write, reply }: Sent): void {
    let outcome: Outcome = { ok: true }
    for (const w of 'verb' in write ? [write] : write) outcome = this.#perform(w)
    if (reply && !(outcome.ok && reply.onlyFailure)) this.#ground.add(0, reply.to, { ...reply.event, type: 'answered', outcome })
  }

  #perform(write: Write): Outcome {
    try {
      switch (write.verb) {
        case 'get': {
          const object = this.#ground.store.get(write.plural, write.key)
          if (!object) throw notFound(this.#ground.store.resource(write.plural), write.key.slice(write.key.indexOf('/') + 1))
          return { ok: true, object }
        }
        case 'create':
          return { ok: true, object: this.#api.create(write.plural, write.object, this.#context(write.trusted)) }
        case 'update':
          return { ok: true, object: this.#api.update(write.plural, write.object, this.#context(write.trusted, write.subresource)) }
        case 'merge':
          return {
            ok: true,
            object: this.#api.merge(write.plural, write.key, write.patch, this.#context(write.trusted, write.subresource, write.uid)),
          }
        case 'delete':
          return {
            ok: true,
            object: this.#api.remove(write.plural, write.key, write.options ?? {}, this.#context(undefined)).object,
          }
        case 'tell':
          this.#ground.add(0, write.to, write.event)
          return { ok: true }
        default:
          return write satisfies never
      }
    } catch (e) {
      if (e instanceof ApiError) return { ok: false, error: e.status }
      throw e
    }
  }

  #context(trusted: boolean | undefined, subresource?: string, uid?: string): WriteContext & { uid?: string | undefined } {
    return { cause: this.#ground.cause, subresource, trusted, uid }
  }

  /** A commit wakes those who watch, one watch hop later. */
  spread(c: Commit): void {
    const ground = this.#ground
    const world = this.#world
    const before = ground.cause
    ground.cause = c.cause || before
    for (const w of this.#watchers.get(c.plural) ?? NO_WATCHERS) {
      for (const key of w.keys(c, world)) if (!this.#isKnown(c, w, key)) this.#wake(w.queue, w.actor, key, world.hop('watch'))
    }
    ground.cause = before
  }

  /** Whether a commit is the landing update of the very key that it would wake. */
  #isKnown(c: Commit, w: Watcher, key: string): boolean {
    const own = this.#landing
    if (!own || own.key !== key || own.actor.name !== w.actor) return false
    return c.type === 'MODIFIED' && c.key === key && c.plural === own.actor.plural
  }

  #queue(actor: string): Queue {
    const q = this.#queues.get(actor)
    if (!q) throw new Error(`nobody is called ${actor}`)
    return q
  }

  wake(actor: string, key: string, delayMs: number): void {
    this.#wake(this.#queue(actor), actor, key, delayMs)
  }

  #wake(queue: Queue, actor: string, key: string, delayMs: number): void {
    const at = this.#ground.now + delayMs
    if (queue.add(key, at)) this.#ground.add(delayMs, actor, { type: 'look', key, due: at })
  }

  #later(actor: string, key: string, delayMs: number): void {
    const at = this.#ground.now + Math.max(1, Math.ceil(delayMs))
    if (this.#queue(actor).addLater(key, at, this.#ground.now))
      this.#ground.add(at - this.#ground.now, actor, { type: 'look', key, due: at })
  }

  #caption(actor: Actor, key: string, look: Look | undefined): void {
    const caption = look?.caption
    if (look && !caption) return
    const captions = this.#captions
    const id = `${actor.name} ${key}`
    if (!caption) {
      captions.delete(id)
      return
    }
    const acts = look.steps?.some(s => s.length) ?? false
    const old = captions.get(id)
    const changed = !old || old.code !== caption.code || !same(old.args ?? {}, caption.args ?? {})
    if (!changed && !acts) return
    const trace = this.#ground.tell(actor.name, `${actor.plural ?? '-'} ${key}`, caption.code, caption.args ?? {})
    const { code, args } = caption
    const since = changed ? this.#ground.now : old.since
    captions.set(id, args ? { code, args, actor: actor.name, key, since, trace } : { code, actor: actor.name, key, since, trace })
  }
}
