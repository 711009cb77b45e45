// Sets of completion indexes as Kubernetes writes them into status.completedIndexes and failedIndexes: "2,4,5,7-9", ordered closed intervals.
// Upstream: pkg/controller/job/indexed_job_utils.go orderedIntervals.

export type Interval = readonly [first: number, last: number]
/** Ordered, without overlaps, neighbours joined. */
export type Intervals = readonly Interval[]

const whole = (text: string | undefined) => (text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined)

/** Reads the text form, cut to the indexes below `completions`. What cannot be read is passed over. */
export function parseIntervals(text: string | undefined, completions: number): Intervals {
  const out: [number, number][] = []
  for (const part of text ? text.split(',') : []) {
    const ends = part.split('-')
    const first = whole(ends[0])
    if (first === undefined) continue
    if (first >= completions) break
    const last = ends.length > 1 ? whole(ends[1]) : first
    if (last === undefined) continue
    append(out, first, Math.min(last, completions - 1))
  }
  return out
}

function append(out: [number, number][], first: number, last: number): void {
  const end = out.at(-1)
  if (end && first <= end[1] + 1) end[1] = Math.max(end[1], last)
  else out.push([first, last])
}

/** A single index is "a", a pair "a,b", a run of three and more "a-b". */
export const formatIntervals = (intervals: Intervals): string =>
  intervals.map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a},${b}` : `${a}-${b}`)).join(',')

export const total = (intervals: Intervals): number => intervals.reduce((n, [a, b]) => n + b - a + 1, 0)

export function has(intervals: Intervals, index: number): boolean {
  let [low, high] = [0, intervals.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [a, b] = intervals[middle] as Interval
    if (index < a) high = middle - 1
    else if (index > b) low = middle + 1
    else return true
  }
  return false
}

export function union(a: Intervals, b: Intervals): Intervals {
  if (b.length === 0) return a
  const out: [number, number][] = []
  for (const [first, last] of [...a, ...b].sort((x, y) => x[0] - y[0])) append(out, first, last)
  return out
}

/** Single indexes as intervals. */
export const intervalsOf = (indexes: Iterable<number>): Intervals => {
  const out: [number, number][] = []
  for (const i of [...indexes].sort((x, y) => x - y)) append(out, i, i)
  return out
}
