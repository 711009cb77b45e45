// The timeline's measure: how much time it spans, where a moment lies, which times are written under it. Grows in steps, so that nothing on it creeps.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const SPANS = [30, 60, 120, 180, 300, 600, 900, 1200, 1800, 2700, 3600].map(s => s * SECOND)
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map(s => s * SECOND)

/** How much of the line must lie ahead of what has been played. */
const AHEAD = 1.2

/** The end of the line, in simulated milliseconds: room ahead of `head`, in steps. */
export function spanFor(headMs: number): number {
  const need = headMs * AHEAD
  const known = SPANS.find(s => s >= need)
  return known ?? Math.ceil(need / HOUR) * HOUR
}

export interface TimeScale {
  readonly span: number
  x(ms: number): number
  at(x: number): number
  /** Moments that are written under the line. */
  readonly ticks: readonly number[]
}

/** A line of that span from `left` to `right` in pixels; written times at least `apart` pixels from each other. */
export function timeScale(span: number, left: number, right: number, apart = 110): TimeScale {
  const width = Math.max(1, right - left)
  const share = (part: number) => Math.min(1, Math.max(0, part))
  const step = STEPS.find(s => ((right - left) * s) / span >= apart) ?? Math.ceil((apart * span) / width / HOUR) * HOUR
  const ticks: number[] = []
  for (let t = 0; t <= span; t += step) ticks.push(t)
  return { span, x: ms => left + share(ms / span) * width, at: x => Math.round(share((x - left) / width) * span), ticks }
}
