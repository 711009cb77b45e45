// The strip over the timeline: what became of requests, second by second. The cluster tells the last minutes only; the strip keeps what it has been told, for the
// present history as long as that goes, and forgets what another history makes untrue.
import type { Traffic } from '../../cluster/index.ts'

export interface Second {
  readonly served: number
  readonly refused: number
  readonly timedOut: number
}

export class ServedHistory {
  /** Rises with all that is news. */
  version = 0
  readonly #seconds = new Map<string, Map<number, Second>>()
  /** What lies before is told together, and nothing finer is taken for it any more. */
  readonly #joinedBefore = new Map<string, number>()
  readonly #seen = new Map<string, Traffic>()

  /** Takes what a Service's row tells. Returns whether that was news. */
  take(rows: Iterable<readonly [string, Traffic]>): boolean {
    let news = false
    for (const [service, row] of rows) {
      if (this.#seen.get(service) === row) continue
      this.#seen.set(service, row)
      let kept = this.#seconds.get(service)
      if (!kept) {
        kept = new Map()
        this.#seconds.set(service, kept)
      }
      const joined = this.#joinedBefore.get(service) ?? 0
      for (const { second, ...what } of row.seconds) if (second >= joined) kept.set(second, what)
      const first = row.seconds[0]?.second ?? Number.POSITIVE_INFINITY
      for (const ten of row.before ?? []) if (ten.second >= joined) spread(kept, ten, first)
      if (kept.size > MOST) this.#joinedBefore.set(service, join(kept))
      news = true
    }
    if (news) this.version++
    return news
  }

  /** What came after that moment never was. */
  forgetAfter(ms: number): void {
    for (const kept of this.#seconds.values()) {
      for (const second of kept.keys()) if (second * 1000 > ms) kept.delete(second)
    }
    for (const [service, before] of this.#joinedBefore) this.#joinedBefore.set(service, Math.min(before, Math.floor(ms / 1000)))
    this.#seen.clear()
    this.version++
  }

  clear(): void {
    this.#seconds.clear()
    this.#joinedBefore.clear()
    this.#seen.clear()
    this.version++
  }

  /** The outcome of each second, of one Service or of all together. */
  of(service?: string): ReadonlyMap<number, Second> {
    if (service !== undefined) return this.#seconds.get(service) ?? new Map()
    const all = [...this.#seconds.values()]
    if (all.length === 1) return all[0] as Map<number, Second>
    const sum = new Map<number, Second>()
    for (const kept of all) for (const [second, what] of kept) sum.set(second, plus(sum.get(second), what))
    return sum
  }
}

/** So many are kept of one Service; then the older half of them is told together in JOINED parts. A strip has fewer pixels than that. */
const MOST = 20_000
const JOINED = 2_500

/** Tells the older half together. Returns the second before which that is so. */
function join(kept: Map<number, Second>): number {
  const older = [...kept.keys()].sort((a, b) => a - b).slice(0, kept.size / 2)
  const first = older[0] as number
  const last = older[older.length - 1] as number
  const size = Math.ceil((last + 1 - first) / JOINED)
  const parts = new Map<number, Second>()
  for (const second of older) {
    const part = first + Math.floor((second - first) / size) * size
    parts.set(part, plus(parts.get(part), kept.get(second) as Second))
    kept.delete(second)
  }
  for (const [second, what] of parts) kept.set(second, what)
  return last + 1
}

/** So many seconds are told together when they are old. */
const TOGETHER = 10

/** What is known only of ten seconds together is spread evenly over those of which nothing finer is known. From `first` on seconds are told one by one: of the ten
 * that it cuts, only those before it are meant. */
function spread(kept: Map<number, Second>, ten: Second & { readonly second: number }, first: number): void {
  const unknown: number[] = []
  const rest = { served: ten.served, refused: ten.refused, timedOut: ten.timedOut }
  for (let s = ten.second; s < Math.min(ten.second + TOGETHER, first); s++) {
    const known = kept.get(s)
    if (!known) unknown.push(s)
    else for (const what of ['served', 'refused', 'timedOut'] as const) rest[what] = Math.max(0, rest[what] - known[what])
  }
  const part = (n: number, i: number) => Math.floor(((i + 1) * n) / unknown.length) - Math.floor((i * n) / unknown.length)
  for (const [i, s] of unknown.entries())
    kept.set(s, { served: part(rest.served, i), refused: part(rest.refused, i), timedOut: part(rest.timedOut, i) })
}

const NOTHING: Second = { served: 0, refused: 0, timedOut: 0 }
const plus = (a: Second = NOTHING, b: Second): Second => ({
  served: a.served + b.served,
  refused: a.refused + b.refused,
  timedOut: a.timedOut + b.timedOut,
})

/** A stretch of the strip: seconds from `from` to before `to`, with the shares of what was lost. */
export interface Bin extends Second {
  readonly from: number
  readonly to: number
}

/** Seconds gathered into bins of whole seconds each, so many that none is narrower than it can be seen. Seconds without requests are gaps. */
export function binsOf(seconds: ReadonlyMap<number, Second>, perBin: number): Bin[] {
  const size = Math.max(1, Math.ceil(perBin))
  const bins = new Map<number, Second>()
  for (const [second, what] of seconds) {
    if (what.served + what.refused + what.timedOut === 0) continue
    const n = Math.floor(second / size)
    bins.set(n, plus(bins.get(n), what))
  }
  return [...bins].sort(([a], [b]) => a - b).map(([n, what]) => ({ from: n * size, to: (n + 1) * size, ...what }))
}

/** A run of time in which either everything or not everything was served. */
export interface Run extends Second {
  readonly from: number
  readonly to: number
  readonly lossy: boolean
}

/** Good seconds between bad ones count with the bad ones when they are so few. */
const PAUSE_SECONDS = 6

export function runsOf(bins: readonly Bin[]): Run[] {
  const runs: Run[] = []
  for (const bin of bins) {
    const lossy = bin.refused + bin.timedOut > 0
    const last = runs[runs.length - 1]
    const before = runs[runs.length - 2]
    if (last && bin.from - last.to > PAUSE_SECONDS) runs.push({ ...bin, lossy })
    else if (last && last.lossy === lossy) runs[runs.length - 1] = joined(last, bin)
    else if (last && lossy && !last.lossy && before?.lossy && last.to - last.from <= PAUSE_SECONDS) {
      runs.splice(-2, 2, joined(joined(before, last), bin))
    } else runs.push({ ...bin, lossy })
  }
  return runs
}
const joined = (a: Run, b: Bin | Run): Run => ({ ...plus(a, b), from: a.from, to: b.to, lossy: a.lossy })

/** What of the strip is drawn from above: a step line of the share that was lost, for `x(ms)` and a strip from `y` of height `h`. */
export function lossPath(
  bins: readonly Bin[],
  share: (b: Bin) => number,
  x: (ms: number) => number,
  y: number,
  h: number,
  above: (b: Bin) => number,
): string {
  let d = ''
  for (const bin of bins) {
    const lost = share(bin)
    if (lost <= 0) continue
    const top = y + h * above(bin)
    // What is there at all is seen: a request in a thousand is a hairline, not nothing.
    const height = Math.max(1.5, h * lost)
    const left = x(bin.from * 1000)
    d += `M${round(left)} ${round(top)}H${round(x(bin.to * 1000))}v${round(height)}H${round(left)}Z`
  }
  return d
}
const round = (n: number) => Math.round(n * 10) / 10

export const sumOf = (b: Second): number => b.served + b.refused + b.timedOut
