// The physics: takes entries from the agenda in order, lets actors visit, lands their writes, wakes whoever watches. `advance` is the only way
// time passes, and it does not know of frames or wall clocks. All state is in tables, the agenda, the dice and a few numbers, so a checkpoint is a
// shallow copy and the same seed with the same actions gives the same history to the byte.
import type { ApiObject, FieldError, Resource } from '../kube/index.ts'
import type { Actor, World } from './actor.ts'
import { Agenda, type Entry, type EventData } from './agenda.ts'
import { type Admission, Api, type WriteContext } from './api.ts'
import { Dice, type DiceState } from './dice.ts'
import { envOf } from './env.ts'
import { hashOf } from './hash.ts'
import type { Profile } from './profile.ts'
import { type Index, keyOf, Store, type StoreState } from './store.ts'
import { Table } from './table.ts'
import type { TraceEntry } from './trace.ts'
import { Visits } from './visits.ts'
import { type Ground, worldOf } from './world.ts'

export interface EngineOptions {
  seed: number
  profile: Profile
  resources: readonly Resource[]
  indexes: readonly Index[]
  actors: readonly Actor[]
  admit: Admission
  /** Makes the refusal of an invalid object. */
  refuse(resource: Resource, name: string, errors: readonly FieldError[]): Error
  /** What the clock shows at the start, in milliseconds since 1970. */
  startMs: number
  /** RFC 3339 with whole seconds. */
  timestamp(ms: number): string
  /** Freeze everything that is stored, to catch mutations: for tests and development. */
  freeze?: boolean
}

/** Everything that the future depends on. */
export interface Checkpoint {
  readonly now: number
  readonly seq: number
  readonly traced: number
  readonly dice: DiceState
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  readonly agenda: readonly Entry[]
  readonly store: StoreState
}

export class Engine {
  readonly store: Store
  readonly api: Api
  readonly world: World
  readonly profile: Profile
  now = 0
  #seq = 0
  #traced = 0
  #cause = 0
  #second = Number.NaN
  #secondText = ''
  readonly #options: EngineOptions
  readonly #dice: Dice
  #agenda = new Agenda()
  readonly #tables = new Map<string, Table<unknown>>()
  readonly #visits: Visits
  /** In whose name requests outside visits travel. */
  readonly #sender: string
  #tracers: ((t: TraceEntry) => void)[] = []

  constructor(options: EngineOptions) {
    this.#options = options
    this.profile = options.profile
    this.#dice = Dice.seeded(options.seed)
    this.store = new Store(options.resources, options.indexes, name => this.table(name))
    const ground = this.#makeGround()
    this.world = worldOf(ground)
    this.api = new Api(
      this.store,
      envOf({ engine: this, store: this.store, dice: this.#dice, timestamp: () => this.#timestamp() }),
      options.admit,
      options.refuse,
      (verb, plural, o, _old, ctx) => this.#tellWrite(verb, plural, o, ctx),
    )
    this.#visits = new Visits(ground, this.world, this.api, options.actors)
    this.#sender = this.#visits.names[0] as string
    this.store.listen(c => this.#visits.spread(c))
    for (const actor of options.actors) this.#under(0, () => actor.begin?.(this.world))
  }

  /** A table of the checkpoint, made when first asked for. */
  table<T>(name: string): Table<T> {
    const known = this.#tables.get(name)
    if (known) return known as Table<T>
    const made = new Table<T>(name, this.#options.freeze ?? false)
    this.#tables.set(name, made as Table<unknown>)
    return made
  }

  /** Simulated now as milliseconds since 1970. */
  get nowMs(): number {
    return this.#options.startMs + this.now
  }

  /** When the next thing happens, or undefined when nothing is planned. */
  get nextAt(): number | undefined {
    return this.#agenda.nextAt
  }

  get actorNames(): readonly string[] {
    return this.#visits.names
  }

  /** The number of the last trace entry. */
  get traced(): number {
    return this.#traced
  }

  /** How much work was done so far: commits to the store and things put on the agenda. */
  get work(): number {
    return this.store.rv + this.#seq
  }

  /** Calls with every trace entry from now on. */
  trace(tell: (t: TraceEntry) => void): () => void {
    this.#tracers.push(tell)
    return () => {
      this.#tracers = this.#tracers.filter(t => t !== tell)
    }
  }

  /** Lets time pass until `until` (milliseconds since the start), or until `budget` entries were taken. Returns whether `until` was reached. */
  advance(until: number, budget = Number.POSITIVE_INFINITY): boolean {
    for (let left = budget; ; left--) {
      const at = this.#agenda.nextAt
      if (at === undefined || at > until) break
      if (left <= 0) return false
      const entry = this.#agenda.take() as Entry
      this.now = entry.at
      this.#cause = entry.cause
      this.#visits.dispatch(entry)
      this.#cause = 0
    }
    this.now = Math.max(this.now, until)
    return true
  }

  /** Does something to the world from outside, now, as the actor `by`: everything in it happens under one trace entry. What it throws is passed on. */
  act<T>(by: string, subject: string, code: string, args: TraceEntry['args'], deed: (cause: number) => T): T {
    return this.#under(this.#cause, () => deed(this.#tell(by, subject, code, args)))
  }

  /** Tries something that stores nothing (a dry run): afterwards dice and numbers are as before, and nobody has been told of it. */
  rehearse<T>(deed: () => T): T {
    const [seq, traced, dice, tracers] = [this.#seq, this.#traced, this.#dice.state, this.#tracers]
    this.#tracers = []
    try {
      return deed()
    } finally {
      this.#seq = seq
      this.#traced = traced
      this.#dice.state = dice
      this.#tracers = tracers
    }
  }

  checkpoint(): Checkpoint {
    return {
      now: this.now,
      seq: this.#seq,
      traced: this.#traced,
      dice: this.#dice.state,
      tables: new Map([...this.#tables].map(([name, t]) => [name, t.checkpoint()])),
      agenda: this.#agenda.entries(),
      store: this.store.checkpoint(),
    }
  }

  /** Goes back to a checkpoint of this engine or of one with the same options. */
  restore(c: Checkpoint): void {
    this.now = c.now
    this.#seq = c.seq
    this.#traced = c.traced
    this.#dice.state = c.dice
    this.#agenda = new Agenda(c.agenda)
    for (const name of c.tables.keys()) this.table(name)
    for (const [name, t] of this.#tables) t.restore(c.tables.get(name) ?? new Map())
    this.store.restore(c.store)
  }

  /** A fingerprint of the whole state, the future included: equal states have equal hashes, in every JavaScript engine. */
  hash(): string {
    const agenda = [...this.#agenda.entries()].sort((a, b) => a.at - b.at || a.seq - b.seq)
    const tables = [...this.#tables].filter(([, t]) => t.size).sort(([a], [b]) => (a < b ? -1 : 1))
    return hashOf([
      this.now,
      this.#seq,
      this.#traced,
      this.store.rv,
      this.#dice.state,
      agenda,
      tables.map(([name, t]) => [name, [...t.entries()].sort(([a], [b]) => (a < b ? -1 : 1))]),
    ])
  }

  #tell(by: string, subject: string, code: string, args: TraceEntry['args']): number {
    const id = ++this.#traced
    if (this.#tracers.length) {
      const entry: TraceEntry = { id, at: this.now, cause: this.#cause, by, subject, code, args }
      for (const tell of this.#tracers) tell(entry)
    }
    this.#cause = id
    return id
  }

  #tellWrite(verb: string, plural: string, o: ApiObject, ctx: WriteContext): number {
    const id = ++this.#traced
    if (this.#tracers.length) {
      const entry: TraceEntry = {
        id,
        at: this.now,
        cause: ctx.cause,
        by: 'apiserver',
        subject: `${plural} ${keyOf(o)}`,
        code: `write.${verb}`,
        args: { kind: o.kind, name: o.metadata.name, subresource: ctx.subresource ?? '' },
      }
      for (const tell of this.#tracers) tell(entry)
    }
    return id
  }

  #add(delayMs: number, to: string, event: EventData): void {
    this.#agenda.add({ at: this.now + Math.max(0, Math.ceil(delayMs)), seq: ++this.#seq, to, event, cause: this.#cause })
  }

  #under<T>(cause: number, deed: () => T): T {
    const before = this.#cause
    this.#cause = cause
    try {
      return deed()
    } finally {
      this.#cause = before
    }
  }

  /** Now in RFC 3339; made once a second. */
  #timestamp(): string {
    const second = Math.floor(this.nowMs / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#secondText = this.#options.timestamp(second * 1000)
    }
    return this.#secondText
  }

  #makeGround(): Ground {
    const engine = this
    return {
      get now() {
        return engine.now
      },
      get nowMs() {
        return engine.nowMs
      },
      get timestamp() {
        return engine.#timestamp()
      },
      get cause() {
        return engine.#cause
      },
      set cause(cause) {
        engine.#cause = cause
      },
      get sender() {
        return engine.#sender
      },
      store: this.store,
      dice: this.#dice,
      profile: this.profile,
      table: name => engine.table(name),
      add: (delayMs, to, event) => engine.#add(delayMs, to, event),
      wake: (actor, key, delayMs) => engine.#visits.wake(actor, key, delayMs),
      tell: (by, subject, code, args) => engine.#tell(by, subject, code, args),
    }
  }
}
