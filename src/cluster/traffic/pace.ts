// When clients send: evenly, or in bursts whose average is the same. Times are kept exact, so that 30 requests a second are 30.
import type { Dice } from '../../engine/index.ts'
import type { LoadSpec } from '../../kube/index.ts'

/** Where a client stands in its rhythm. */
export interface Pace {
  /** When the next request is due, in simulated milliseconds, not rounded. */
  readonly nextAt: number
  /** How many of its burst come after it. */
  readonly left: number
  /** When the next burst begins. */
  readonly burstAt: number
}
type Rhythm = Pick<LoadSpec, 'requestsPerSecond' | 'pattern'>

/** The least and most between two requests of a burst. */
const SPACING_MS: readonly [number, number] = [4, 16]
const everyMs = (r: Rhythm) => 1000 / r.requestsPerSecond

/** A rhythm whose first request is due at `at`. */
export const startPace = (at: number, rhythm: Rhythm, dice: Dice): Pace =>
  rhythm.pattern === 'bursty' ? burst(at, rhythm, dice) : { nextAt: at, left: 0, burstAt: at }

/** The rhythm after the request that was due. */
export function nextPace(pace: Pace, rhythm: Rhythm, dice: Dice): Pace {
  if (rhythm.pattern === 'steady') return { ...pace, nextAt: pace.nextAt + everyMs(rhythm) }
  if (pace.left === 0) return burst(pace.burstAt, rhythm, dice)
  return { ...pace, left: pace.left - 1, nextAt: pace.nextAt + Math.min(everyMs(rhythm), dice.between(...SPACING_MS)) }
}

/** A burst brings at once what would have come evenly until the next one begins: a second's worth on average. */
function burst(at: number, rhythm: Rhythm, dice: Dice): Pace {
  const size = dice.between(1, Math.max(1, Math.ceil(2 * rhythm.requestsPerSecond) - 1))
  return { nextAt: at, left: size - 1, burstAt: at + size * everyMs(rhythm) }
}
