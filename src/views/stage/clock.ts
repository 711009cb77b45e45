// Virtual now for what moves with every frame: arcs, sweeps, requests, packets. They draw themselves when it is set; React does not render for it.
import { createContext, useContext } from 'react'

export class Clock {
  now = 0
  speed = 1
  /** Time stands still. */
  still = false
  /** Reduced motion: arcs are redrawn once a second. */
  coarse = false
  readonly #listeners = new Set<(clock: Clock) => void>()

  set(now: number, speed: number, still: boolean, coarse: boolean): void {
    this.now = now
    this.speed = speed
    this.still = still
    this.coarse = coarse
    for (const tell of this.#listeners) tell(this)
  }

  /** Calls now, and whenever the clock is set. Returns how to stop it. */
  each(tell: (clock: Clock) => void): () => void {
    tell(this)
    this.#listeners.add(tell)
    return () => void this.#listeners.delete(tell)
  }

  /** Now, for what need not move smoothly. */
  get ticking(): number {
    return this.coarse ? Math.floor(this.now / 1000) * 1000 : this.now
  }
}

export const ClockContext = createContext(new Clock())
export const useClock = (): Clock => useContext(ClockContext)
