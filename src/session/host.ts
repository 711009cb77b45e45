// The host keeps the engine alive: it lives in the page's worker (or in a test), lets time pass when asked, takes requests to the front door, and hands out
// what changed as batches. It knows nothing of frames, wall clocks or React. All methods are synchronous; Comlink makes them promises for the page.
import { createDoor, type Door, type DoorOptions, type Say } from '../apiserver/index.ts'
import { type ClusterOptions, createCluster, type Disk, fillOf, type InvariantWatch } from '../cluster/index.ts'
import type { Engine, TraceEntry } from '../engine/index.ts'
import type { ApiObject } from '../kube/index.ts'
import type { Action, Branch, DoorAnswer, DoorRequest } from './contract.ts'
import type { Batch, TableName } from './mirror.ts'
import { Timeline } from './timeline.ts'
import { failedOn, UNANSWERED } from './unanswered.ts'

/** What came of letting time pass or of going somewhere. */
export interface Progress {
  readonly batch: Batch
  readonly now: number
  readonly head: number
  readonly branch: string
  /** Whether the moment asked for was reached; false: the budget ran out first, ask again. */
  readonly reached: boolean
  /** Whether something happened that a person would want to see (no heartbeats, no mere requests). */
  readonly eventful: boolean
  /** The engine threw: time stands still until somebody goes back. */
  readonly problem?: { readonly message: string; readonly stack: string }
}

export interface Acted extends Progress {
  readonly answers: readonly DoorAnswer[]
  readonly forked?: { from: string; to: string; at: number }
}

/** Tables that views hear of. */
const TOLD = [
  ...(['machines', 'processes', 'timers', 'scheduling', 'traffic', 'requests', 'captions'] as const),
  ...(['members', 'kept', 'collected', 'tiles', 'disks', 'attachments', 'mounted'] as const),
] as const
/** Whose queue nobody can look into: each pod's every step goes through it, so that telling it would cost a page dear. */
const UNSEEN: ReadonlySet<string> = new Set(['kubelet'])
const TRACE_KEPT = 20_000
/** A step looks at most this far ahead for the next thing. */
const STEP_MS = 600_000
/** How often all that lies there is looked at, in simulated time, by whoever watches over what always holds. */
const LOOK_MS = 1_000

/** Whether a trace entry is mere routine: heartbeats, and events about what was told already. */
export const isQuiet = (t: TraceEntry): boolean =>
  t.subject.startsWith('leases ') ||
  t.subject.startsWith('events ') ||
  (t.code === 'write.update' && t.subject.startsWith('nodes ')) ||
  t.code.startsWith('recorder.')

export class Host {
  readonly #engine: Engine
  readonly #timeline: Timeline
  readonly #door: Door
  readonly #objects = new Map<string, { plural: string; key: string; object?: ApiObject }>()
  readonly #told: readonly TableName[]
  #trace: TraceEntry[] = []
  #fresh: TraceEntry[] = []
  #reset = true
  #eventful = false
  #problem: { message: string; stack: string } | undefined
  /** Who watches over what always holds, while Podium is worked on. */
  readonly #watch: InvariantWatch | undefined
  #lookedAt = 0
  /** What the action performed last was answered; fewer answers than requests when the engine threw on the way. */
  #performed: { readonly requests: readonly DoorRequest[]; readonly answers: DoorAnswer[] } | undefined

  constructor(
    options: ClusterOptions,
    saved: readonly Branch[] = [],
    door: DoorOptions = {},
    workPerKeyframe?: number,
    watch?: (engine: Engine) => InvariantWatch,
  ) {
    this.#engine = createCluster(options)
    this.#watch = watch?.(this.#engine)
    this.#door = createDoor(this.#engine, door)
    this.#told = [...TOLD, ...this.#engine.actorNames.filter(n => !UNSEEN.has(n)).map(n => `queue.${n}` as const)]
    for (const name of this.#told) this.#engine.table(name).watch()
    this.#engine.store.listen(c => {
      const id = `${c.plural} ${c.key}`
      this.#objects.delete(id)
      this.#objects.set(id, { plural: c.plural, key: c.key, ...(c.type !== 'DELETED' && { object: c.object }) })
    })
    this.#engine.trace(t => {
      this.#fresh.push(t)
      if (!isQuiet(t)) this.#eventful = true
    })
    this.#timeline = new Timeline(this.#engine, (_, action) => this.#perform(action), saved, workPerKeyframe)
  }

  /** Lets time pass until `until` (ms since the start), at most `budget` agenda entries. With `untilEventful` it stops right after something worth seeing. */
  advance(until: number, budget: number, untilEventful = false): Progress {
    this.#eventful = false
    if (!untilEventful) return this.#progress(this.#guard(() => this.#timeline.advance(until, budget)))
    const reached = this.#guard(() => {
      let left = budget
      while (!this.#eventful && this.#timeline.now < until) {
        if (left-- <= 0) return false
        const next = Math.min(until, Math.max(this.#engine.nextAt ?? until, this.#timeline.now + 1))
        if (!this.#timeline.advance(next, budget)) return false
      }
      return true
    })
    return this.#progress(reached)
  }

  /** On to the moment when the next thing worth seeing has happened. */
  stepForward(): Progress {
    return this.advance(this.#timeline.now + STEP_MS, 200_000, true)
  }

  /** Back to just before the last thing worth seeing. Where nothing is known of it any more (only so much trace is kept), to where the trace begins; where there was
   * none, nowhere. Call `advance` to
   * `now` of the answer afterwards when `reached` is false. */
  stepBack(): Progress {
    const { now } = this.#timeline
    const known = [...this.#trace, ...this.#fresh]
    const last = known.findLast(t => t.at <= now && t.at > 0 && !isQuiet(t))
    const [first] = known
    const from = last?.at ?? (first && first.id > 1 ? Math.min(first.at, now) : now + 1)
    return this.seek(Math.max(0, from - 1), 1_000_000)
  }

  /** To a moment of the present history (ms since the start). Ask again with the same moment while `reached` is false. */
  seek(ms: number, budget: number): Progress {
    const back = ms < this.#timeline.now
    if (back || this.#problem) {
      this.#problem = undefined
      this.#timeline.rewind(ms)
      this.#cut()
    }
    return this.#progress(this.#guard(() => this.#timeline.advance(ms, budget)))
  }

  /** To another history, at a moment. */
  switchTo(branch: string, ms: number, budget: number): Progress {
    this.#problem = undefined
    this.#timeline.switchTo(branch, ms)
    this.#cut()
    return this.#progress(this.#guard(() => this.#timeline.advance(ms, budget)))
  }

  /**
   * Does something now, through the front door; `wholly`: all of it or, when one request is refused, nothing. There is one answer for each request: what is not
   * done because the engine has stopped, before or on the way, is unanswered.
   */
  act(action: Omit<Action, 'atMs'>, wholly = false): Acted {
    this.#performed = undefined
    let forked: Acted['forked']
    this.#guard(() => {
      const done = wholly ? this.#timeline.actWholly(action) : this.#timeline.act(action)
      if ('undone' in done && done.undone) this.#cut()
      forked = done.forked
      return true
    })
    const performed = this.#answersTo(action.requests)
    const answers = action.requests.map((_, i) => performed[i] ?? UNANSWERED)
    return { ...this.#progress(true), answers, ...(forked && { forked }) }
  }

  /** Reads through the front door, or tries (`dryRun=All`); not logged, changes nothing. Refuses everything else. A fault of ours on the way harms nothing, and is answered. */
  ask(request: DoorRequest): DoorAnswer {
    if (request.method !== 'GET' && !/[?&]dryRun=All(&|$)/.test(request.path))
      return { status: 405, body: 'only GET and dry runs are questions', warnings: [] }
    try {
      return this.#engine.rehearse(() => this.#knock(request))
    } catch (e) {
      return failedOn(e)
    }
  }

  get branches(): readonly Branch[] {
    return this.#timeline.branches
  }

  /** Fingerprint of the whole state, and where we are. */
  hash(): string {
    return this.#engine.hash()
  }

  #perform(action: Action): readonly DoorAnswer[] {
    const answers: DoorAnswer[] = []
    this.#performed = { requests: action.requests, answers }
    for (const r of action.requests) answers.push(this.#knock(r, action.say))
    return answers
  }

  /** None when these requests were not come to: what was performed last may be an action of the log that was due before them. */
  #answersTo(requests: readonly DoorRequest[]): readonly DoorAnswer[] {
    return this.#performed?.requests === requests ? this.#performed.answers : []
  }

  #knock(r: DoorRequest, say?: Say): DoorAnswer {
    const contentType = r.contentType ?? (r.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json')
    const { status, body, warnings } = this.#door.handle(
      { method: r.method, path: r.path, accept: r.accept, body: r.body, ...(r.body !== undefined && { contentType }) },
      say,
    )
    return { status, body, warnings }
  }

  /** Runs the engine; what it throws becomes the problem that stops the clock, and so does what may never be. */
  #guard(run: () => boolean): boolean {
    if (this.#problem) return true
    try {
      const reached = run()
      if (this.#watch) this.#problem = this.#lookFor(this.#watch)
      return this.#problem ? true : reached
    } catch (e) {
      this.#problem = { message: e instanceof Error ? e.message : String(e), stack: e instanceof Error ? (e.stack ?? '') : '' }
      return true
    }
  }

  #lookFor(watch: InvariantWatch): { message: string; stack: string } | undefined {
    const { now } = this.#timeline
    if (now - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = now
      watch.look()
    }
    const { broken } = watch
    return broken.length > 0 ? { message: `this may never be: ${broken[0]}`, stack: broken.join('\n') } : undefined
  }

  /** After a restore: what the views know is void, and the trace ends where the keyframe was taken. */
  #cut(): void {
    this.#watch?.begin()
    this.#lookedAt = this.#timeline.now
    this.#reset = true
    const { traced } = this.#engine
    this.#trace = [...this.#trace, ...this.#fresh].filter(t => t.id <= traced)
    this.#fresh = []
    this.#objects.clear()
  }

  #progress(reached: boolean): Progress {
    const eventful = this.#eventful
    this.#eventful = false
    return {
      batch: this.#batch(),
      now: this.#timeline.now,
      head: this.#timeline.head,
      branch: this.#timeline.branch,
      reached,
      eventful,
      ...(this.#problem && { problem: this.#problem }),
    }
  }

  #batch(): Batch {
    const reset = this.#reset
    this.#reset = false
    const fresh = this.#fresh
    this.#fresh = []
    this.#trace.push(...fresh)
    if (this.#trace.length > 2 * TRACE_KEPT) this.#trace = this.#trace.slice(-TRACE_KEPT)
    const objects = reset ? this.#allObjects() : [...this.#objects.values()]
    this.#objects.clear()
    const rows = this.#told.flatMap(table => {
      const t = this.#engine.table(table)
      const touched = t.touched()
      const keys = reset ? [...t.keys()] : touched
      return keys.map(key => {
        const found = t.get(key)
        const row = table === 'disks' && found !== undefined ? fillOf(found as Disk) : found
        return { table, key, ...(row !== undefined && { row }) }
      })
    })
    return { now: this.#engine.now, reset, objects, rows, trace: reset ? this.#trace : fresh, rv: this.#engine.store.rv }
  }

  #allObjects(): Batch['objects'] {
    const { store } = this.#engine
    return [...store.resources.keys()].flatMap(plural =>
      [...store.list(plural)].map(object => ({
        plural,
        key: object.metadata.namespace ? `${object.metadata.namespace}/${object.metadata.name}` : object.metadata.name,
        object,
      })),
    )
  }
}
