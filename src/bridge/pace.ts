// Lets simulated time pass by the wall clock: at its speed while it runs, as fast as possible towards `runUntil` while it is paused. Work is done in
// slices, so that requests are answered in between.
import type { ClockHook, ClockSpec } from '../apiserver/index.ts'
import type { Engine } from '../engine/index.ts'

const SLICE_MS = 10
const ENTRIES_AT_ONCE = 200
/** When nothing is due, time is still brought forward this often, for whoever looks without asking. */
const LONGEST_SLEEP_MS = 500

export interface PaceOptions {
  seed: number
  speed: number
  paused: boolean
  /** The outside's names for simulated times and back: RFC 3339 with milliseconds. */
  format(simulatedMs: number): string
  parse(text: string): number
  /** Something may have changed: open streams want to be looked after. */
  changed(): void
  /** The engine threw: time stands still from now on. */
  failed(e: unknown): void
}

export class Pace implements ClockHook {
  readonly #engine: Engine
  readonly #options: PaceOptions
  #spec: ClockSpec
  /** Simulated milliseconds since the start that a paused clock runs to. */
  #until: number | undefined
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  /** Wall and simulated time that belong together. */
  #anchor: { wallMs: number; now: number }
  #waiting: (() => void)[] = []
  #stopped = false

  constructor(engine: Engine, options: PaceOptions) {
    this.#engine = engine
    this.#options = options
    this.#spec = { paused: options.paused, speed: options.speed }
    this.#anchor = { wallMs: performance.now(), now: engine.now }
  }

  start(): void {
    this.#plan()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
  }

  /** Brings simulated time up to where the wall says it is, as far as one slice reaches: a request should not see the past. */
  catchUp(): void {
    if (this.#stopped || this.#spec.paused) return
    this.#slice(this.#due())
  }

  spec(): ClockSpec {
    const { paused, speed } = this.#spec
    return { paused, speed, ...(this.#until !== undefined && { runUntil: this.#text(this.#until) }) }
  }

  now(): string {
    return this.#text(this.#engine.now)
  }

  seed(): number {
    return this.#options.seed
  }

  set({ paused, speed, runUntil }: ClockSpec): void {
    this.#spec = { paused, speed }
    this.#anchorHere()
    this.#until = runUntil === undefined ? undefined : this.#options.parse(runUntil) - this.#startMs
    this.#plan()
  }

  /** When a paused clock has reached its aim, or after a while. */
  reached(mostMs: number): Promise<void> {
    if (!this.#running()) return Promise.resolve()
    return new Promise(done => {
      const late = setTimeout(done, mostMs)
      this.#waiting.push(() => {
        clearTimeout(late)
        done()
      })
    })
  }

  get #startMs(): number {
    return this.#engine.nowMs - this.#engine.now
  }

  #text(now: number): string {
    return this.#options.format(this.#startMs + now)
  }

  #running(): boolean {
    return this.#spec.paused && this.#until !== undefined && this.#until > this.#engine.now
  }

  #due(): number {
    return Math.floor(this.#anchor.now + (performance.now() - this.#anchor.wallMs) * this.#spec.speed)
  }

  #anchorHere(): void {
    this.#anchor = { wallMs: performance.now(), now: this.#engine.now }
  }

  #plan(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    if (this.#stopped) return
    if (this.#spec.paused) {
      if (this.#running()) this.#immediate = setImmediate(() => this.#turn(this.#until as number))
      else this.#tellReached()
      return
    }
    const next = Math.min(this.#engine.nextAt ?? Number.POSITIVE_INFINITY, this.#engine.now + LONGEST_SLEEP_MS * this.#spec.speed)
    const sleepMs = (next - this.#due()) / this.#spec.speed
    if (sleepMs <= 1) this.#immediate = setImmediate(() => this.#turn(this.#due()))
    else this.#timer = setTimeout(() => this.#turn(this.#due()), Math.min(LONGEST_SLEEP_MS, sleepMs))
  }

  #turn(until: number): void {
    this.#slice(until)
    this.#options.changed()
    this.#plan()
  }

  /** Works towards a moment for a short while. */
  #slice(until: number): void {
    const end = performance.now() + SLICE_MS
    try {
      while (!this.#engine.advance(until, ENTRIES_AT_ONCE)) {
        if (performance.now() < end) continue
        // Too much to do for this speed: better slow than ever further behind.
        if (!this.#spec.paused) this.#anchorHere()
        return
      }
    } catch (e) {
      this.stop()
      this.#options.failed(e)
    }
  }

  #tellReached(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const done of waiting) done()
  }
}
