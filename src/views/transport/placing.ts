// Which marks of the timeline have room for a word, and which marks lie so close that they are drawn as one. The important ones are asked first.
import type { Mark } from '../../session/index.ts'
import type { Pending } from './timers.ts'
import type { TimeScale } from './timescale.ts'

export interface Placed<T> {
  readonly item: T
  readonly x: number
  /** Where its word is centred; undefined: there is no room for one. */
  readonly label?: number
}

/** Gives words to as many as have room: `rank` small first, the later before the earlier. A word may lean sideways at the ends of the line. */
export function place<T>(
  items: readonly { item: T; x: number; width: number; rank: number }[],
  left: number,
  right: number,
  gap = 14,
): Placed<T>[] {
  const taken: { from: number; to: number }[] = []
  const order = items
    .map((_, i) => i)
    .sort((a, b) => {
      const p = items[a] as (typeof items)[number]
      const q = items[b] as (typeof items)[number]
      return p.rank - q.rank || q.x - p.x
    })
  const labels = new Map<number, number>()
  for (const i of order) {
    const { x, width } = items[i] as (typeof items)[number]
    if (width <= 0) continue
    const half = width / 2
    const centre = Math.min(right - half, Math.max(left + half, x))
    if (Math.abs(centre - x) > half) continue
    const from = centre - half - gap / 2
    const to = centre + half + gap / 2
    if (taken.some(t => from < t.to && to > t.from)) continue
    taken.push({ from, to })
    labels.set(i, centre)
  }
  return items.map(({ item, x }, i) => {
    const label = labels.get(i)
    return { item, x, ...(label !== undefined && { label }) }
  })
}

/** Leaves out changes that would lie on each other; what people did and faults always stay. */
export function thinned(marks: readonly Mark[], x: (ms: number) => number, apart = 3): Mark[] {
  let last = Number.NEGATIVE_INFINITY
  return marks.filter(m => {
    if (m.sort === 'you' || m.sort === 'fault') return true
    const at = x(m.at)
    if (at - last < apart) return false
    last = at
    return true
  })
}

export interface Near {
  readonly mark?: Mark
  readonly timer?: Pending
}

/** How near a finger must be. */
const NEAR_PX = 9

/** The mark or timer that a finger at `x` means; of equals what people did before what controllers did. */
export function nearest(
  x: number,
  scale: Pick<TimeScale, 'x' | 'span'>,
  marks: readonly Mark[],
  timers: readonly Pending[],
): Near | undefined {
  let best: Near | undefined
  let least = NEAR_PX
  const offer = (at: number, what: Near, handicap: number) => {
    const away = Math.abs(scale.x(at) - x) + handicap
    if (away >= least) return
    least = away
    best = what
  }
  for (const mark of marks) offer(mark.at, { mark }, mark.sort === 'change' ? 3 : mark.sort === 'controller' ? 1 : 0)
  for (const timer of timers) if (timer.at <= scale.span) offer(timer.at, { timer }, 0)
  return best
}
