// The tape: histories as seed + actions, keyframes to get back quickly, and forks. Acting while looking at the past starts a new history there; the old
// one stays whole. Going to a moment is: nearest keyframe before it, restore, do the logged actions again, advance. Because the engine is
// deterministic this is the same history to the byte, which timeline.test.ts holds it to.
import type { Checkpoint, Engine } from '../engine/index.ts'
import type { Action, Branch, DoorAnswer } from './contract.ts'

interface Keyframe {
  readonly at: number
  /** How many of the branch's actions are in it. */
  readonly done: number
  readonly checkpoint: Checkpoint
}

interface Track {
  readonly id: string
  readonly number: number
  readonly forkedFrom?: { branch: string; at: number }
  head: number
  actions: Action[]
  keyframes: Keyframe[]
}

/** How much work (commits and agenda entries) lies between keyframes, unless said otherwise. */
const WORK_PER_KEYFRAME = 20_000
const MOST_KEYFRAMES = 32

export class Timeline {
  readonly engine: Engine
  readonly #perform: (engine: Engine, action: Action) => readonly DoorAnswer[]
  readonly #workPerKeyframe: number
  readonly #tracks = new Map<string, Track>()
  #track: Track
  /** How many actions of the track are done at `now`. */
  #done = 0
  #workAtKeyframe = 0

  /** `perform` does an action to the engine at its present time and must depend on nothing else. */
  constructor(
    engine: Engine,
    perform: (engine: Engine, action: Action) => readonly DoorAnswer[],
    saved: readonly Branch[] = [],
    workPerKeyframe = WORK_PER_KEYFRAME,
  ) {
    this.engine = engine
    this.#perform = perform
    this.#workPerKeyframe = workPerKeyframe
    const start: Keyframe = { at: engine.now, done: 0, checkpoint: engine.checkpoint() }
    for (const b of saved.length ? saved : [{ id: 'h1', number: 1, head: 0, actions: [] }]) {
      this.#tracks.set(b.id, { ...b, actions: [...b.actions], keyframes: [start] })
    }
    this.#track = this.#tracks.values().next().value as Track
  }

  get now(): number {
    return this.engine.now
  }
  get head(): number {
    return this.#track.head
  }
  get branch(): string {
    return this.#track.id
  }
  get branches(): readonly Branch[] {
    return [...this.#tracks.values()].map(({ keyframes: _, ...b }) => ({ ...b, actions: [...b.actions] }))
  }

  /** Lets time pass along the present history, doing its logged actions when their time comes. Returns whether `until` was reached within the budget of entries. */
  advance(until: number, budget = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const action = this.#track.actions[this.#done]
      const stop = action && action.atMs <= until ? action.atMs : until
      const reached = this.engine.advance(stop, budget)
      this.#keep()
      this.#track.head = Math.max(this.#track.head, this.engine.now)
      if (!reached) return false
      if (!action || action.atMs > until) return true
      this.#done++
      this.#perform(this.engine, action)
    }
  }

  /** Does something now and logs it. In the past this starts a new history. Returns the answers, and where it forked if it did. */
  act(action: Omit<Action, 'atMs'>): { answers: readonly DoorAnswer[]; forked?: { from: string; to: string; at: number } } {
    // What is due at this very moment comes first, as it does when the log is played again: a budget may have run out in the middle of it.
    this.advance(this.now)
    const forked = this.now < this.head || this.#done < this.#track.actions.length ? this.#fork() : undefined
    const full: Action = { ...action, atMs: this.now }
    this.#track.actions.push(full)
    this.#done++
    const answers = this.#perform(this.engine, full)
    return { answers, ...(forked && { forked }) }
  }

  /** The same for all or nothing: when one answer is a refusal, everything is as it was before, and nothing is logged. */
  actWholly(action: Omit<Action, 'atMs'>): ReturnType<Timeline['act']> & { undone: boolean } {
    this.advance(this.now)
    const before = this.engine.checkpoint()
    const track = this.#track
    const done = this.#done
    const acted = this.act(action)
    if (acted.answers.every(a => a.status < 400)) return { ...acted, undone: false }
    this.engine.restore(before)
    if (this.#track === track) track.actions.pop()
    else this.#tracks.delete(this.#track.id)
    this.#track = track
    this.#done = done
    return { answers: acted.answers, undone: true }
  }

  /** Goes to the nearest keyframe at or before `ms`; `advance(ms)` does the rest. With `ms` ahead of now nothing is restored unless a keyframe is nearer. */
  rewind(ms: number): void {
    const frames = this.#track.keyframes
    let best = frames[0] as Keyframe
    for (const f of frames) if (f.at <= ms && f.at >= best.at) best = f
    if (ms >= this.now && this.now >= best.at) return
    this.engine.restore(best.checkpoint)
    this.#done = best.done
    this.#workAtKeyframe = this.engine.work
  }

  /** Looks at another history, at its keyframe nearest before `ms`. Throws when there is none of that name. */
  switchTo(id: string, ms: number): void {
    const track = this.#tracks.get(id)
    if (!track) throw new Error(`there is no history ${id}`)
    this.#track = track
    const frames = track.keyframes
    let best = frames[0] as Keyframe
    for (const f of frames) if (f.at <= ms && f.at >= best.at) best = f
    this.engine.restore(best.checkpoint)
    this.#done = best.done
    this.#workAtKeyframe = this.engine.work
  }

  #fork(): { from: string; to: string; at: number } {
    const from = this.#track
    const number = Math.max(...[...this.#tracks.values()].map(t => t.number)) + 1
    const to: Track = {
      id: `h${number}`,
      number,
      forkedFrom: { branch: from.id, at: this.now },
      head: this.now,
      actions: from.actions.slice(0, this.#done),
      keyframes: from.keyframes.filter(k => k.at <= this.now && k.done <= this.#done),
    }
    this.#tracks.set(to.id, to)
    this.#track = to
    return { from: from.id, to: to.id, at: this.now }
  }

  /** Takes a keyframe when enough was done since the last; the older ones are thinned, so that their number stays bounded. */
  #keep(): void {
    const { work } = this.engine
    const { keyframes } = this.#track
    const last = keyframes[keyframes.length - 1] as Keyframe
    if (work - this.#workAtKeyframe < this.#workPerKeyframe || this.now <= last.at) return
    this.#workAtKeyframe = work
    keyframes.push({ at: this.now, done: this.#done, checkpoint: this.engine.checkpoint() })
    if (keyframes.length > MOST_KEYFRAMES) this.#track.keyframes = thin(keyframes)
  }
}

/** Leaves out the frame whose neighbours are closest together relative to their age; the first and the newest stay. */
function thin(frames: readonly Keyframe[]): Keyframe[] {
  const newest = (frames[frames.length - 1] as Keyframe).at
  let worst = 1
  let least = Number.POSITIVE_INFINITY
  for (let i = 1; i < frames.length - 1; i++) {
    const gap = (frames[i + 1] as Keyframe).at - (frames[i - 1] as Keyframe).at
    const score = gap / (newest - (frames[i] as Keyframe).at + 1)
    if (score < least) {
      least = score
      worst = i
    }
  }
  return frames.filter((_, i) => i !== worst)
}
