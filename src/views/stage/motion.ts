// How things move, on wall time: durations and curves of the motion table, and one small tween on D3's timer. Model time decides when something
// moves; this decides how. Above 4× everything takes half as long, above 20×, on a seek, at first sight and with reduced motion it is a cut.
import { timer } from 'd3-timer'
import { createContext, useContext } from 'react'

/** Wall milliseconds; the same as the --t-… tokens in theme/tokens.css. */
export const DURATION = { tick: 90, quick: 160, enter: 260, move: 420, fade: 600, fall: 700 } as const

/** A cubic Bézier easing as in CSS. */
export function bezier(x1: number, y1: number, x2: number, y2: number): (t: number) => number {
  const at = (a: number, b: number, s: number) => 3 * a * s * (1 - s) ** 2 + 3 * b * s * s * (1 - s) + s ** 3
  return t => {
    if (t <= 0) return 0
    if (t >= 1) return 1
    let low = 0
    let high = 1
    for (let i = 0; i < 24; i++) {
      const s = (low + high) / 2
      if (at(x1, x2, s) < t) low = s
      else high = s
    }
    return at(y1, y2, (low + high) / 2)
  }
}

export const EASE = {
  enter: bezier(0.16, 0.84, 0.32, 1),
  exit: bezier(0.5, 0, 0.85, 0.3),
  move: bezier(0.55, 0, 0.15, 1),
  fall: bezier(0.45, 0, 1, 0.7),
} as const

/** How much motion there is now: durations are multiplied by `k`; 0 is a cut. Kept by the stage, read by what moves at the moment when it moves. */
export interface Motion {
  k: number
  /** The reader has asked for less motion: a cut, and a ring of light where something went. */
  reduced: boolean
  /** First sight, another history or a leap in time: nothing has happened that could be shown. */
  leap: boolean
}
export const MotionContext = createContext<Motion>({ k: 0, reduced: false, leap: true })
export const useMotion = (): Motion => useContext(MotionContext)

/** Whether virtual time has leapt from one frame to the next: nobody has seen what was between (a seek, skipped time). */
export const hasLeapt = (before: number, now: number, speed: number): boolean => now < before || now - before > LEAP_MS * Math.max(1, speed)
const LEAP_MS = 2500

export const motionAt = (speed: number): 1 | 0.5 | 0 => (speed > 20 ? 0 : speed > 4 ? 0.5 : 1)

/** Calls `draw` with 0 … 1 along the curve for so many wall milliseconds, then `end`. Stopping it leaves things as they are. */
export function tween(ms: number, ease: (t: number) => number, draw: (share: number) => void, end?: () => void): { stop(): void } {
  if (ms <= 0) {
    draw(1)
    end?.()
    return { stop() {} }
  }
  draw(0)
  const t = timer(elapsed => {
    const share = Math.min(1, elapsed / ms)
    draw(ease(share))
    if (share < 1) return
    t.stop()
    end?.()
  })
  return t
}
