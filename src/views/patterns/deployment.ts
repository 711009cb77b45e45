// A Deployment promises availability: so many of its pods at any time, whatever is being replaced; a budget may promise more against evictions. What it
// delivers is what its clients see: the share of requests that were served. Upstream: pkg/controller/deployment/util ResolveFenceposts,
// pkg/controller/disruption getExpectedScale.
import { type Deployment, type PodDisruptionBudget, resolveIntOrPercent, type Service, selectorMatches } from '../../kube/index.ts'
import type { Bin, Second } from '../transport/served.ts'
import { sumOf } from '../transport/served.ts'
import { censusOf, deployments, keyOf } from '../workloads/index.ts'
import { answers, type Reads, text, type Words, zoneOfNode } from './reads.ts'

/** So much of the past is told where nothing has happened. */
const RECENT_S = 180
/** So many columns has the picture of a window. */
const COLUMNS = 96

export interface Answering {
  readonly desired: number
  /** What is promised: so many available. */
  readonly least: number
  /** So many are, says the API. */
  readonly available: number
  /** So many really answer. */
  readonly answering: number
  /** In so many zones. */
  readonly zones: number
  /** What became of requests; undefined where nobody asks. */
  readonly window?: ServedWindow
}

export interface ServedWindow extends Second {
  /** Whole simulated seconds. */
  readonly from: number
  readonly to: number
  /** When the disaster began, in seconds; absent: there was none, these are the last minutes. */
  readonly disaster?: number
  readonly bins: readonly Bin[]
  /** The last second in which something was lost, and the first. */
  readonly lossFrom?: number
  readonly lossTo?: number
}

/** Services in front of a Deployment's pods. */
export function servicesOf(reads: Reads, d: Deployment): string[] {
  const labels = d.spec.template.metadata?.labels ?? {}
  return [...reads.objects<Service>('services').values()]
    .filter(s => s.metadata.namespace === d.metadata.namespace && s.spec.selector && Object.keys(s.spec.selector).length)
    .filter(s => selectorMatches({ matchLabels: s.spec.selector as Record<string, string> }, labels))
    .map(keyOf)
}

/** How many of its pods are promised to be available. */
export function leastAvailable(reads: Reads, d: Deployment): number {
  const { replicas } = d.spec
  const rolling = d.spec.strategy?.type === 'Recreate' ? 0 : replicas - maxUnavailable(d)
  const labels = d.spec.template.metadata?.labels ?? {}
  const budgets = [...reads.objects<PodDisruptionBudget>('poddisruptionbudgets').values()].filter(
    b => b.metadata.namespace === d.metadata.namespace && selectorMatches(b.spec.selector, labels),
  )
  const kept = budgets.map(({ spec }) =>
    spec.minAvailable !== undefined
      ? resolveIntOrPercent(spec.minAvailable, replicas, 'up')
      : spec.maxUnavailable !== undefined
        ? replicas - resolveIntOrPercent(spec.maxUnavailable, replicas, 'up')
        : 0,
  )
  return Math.max(0, rolling, ...kept)
}

/** Rounded down; with no surge at least one may be missing, or nothing could ever be replaced. */
function maxUnavailable({ spec }: Deployment): number {
  const { maxUnavailable: most = '25%', maxSurge = '25%' } = spec.strategy?.rollingUpdate ?? {}
  const down = resolveIntOrPercent(most, spec.replicas, 'down')
  return down === 0 && resolveIntOrPercent(maxSurge, spec.replicas, 'up') === 0 ? Math.min(1, spec.replicas) : down
}

/** `seconds`: what became of its Services' requests, second by second; `disasterMs`: when the last one began. */
export function answering(reads: Reads, d: Deployment, seconds: ReadonlyMap<number, Second>, disasterMs?: number): Answering {
  const pods = deployments.pods(d, censusOf(reads)).filter(p => answers(reads, p))
  const zones = new Set(pods.map(p => zoneOfNode(reads, p.spec.nodeName)).filter(Boolean))
  const window = windowOf(seconds, reads.now, disasterMs)
  return {
    desired: d.spec.replicas,
    least: leastAvailable(reads, d),
    available: d.status.availableReplicas ?? 0,
    answering: pods.length,
    zones: zones.size,
    ...(window && { window }),
  }
}

/** What became of requests since the disaster, or in the last minutes. */
export function windowOf(seconds: ReadonlyMap<number, Second>, nowMs: number, disasterMs?: number): ServedWindow | undefined {
  const to = Math.floor(nowMs / 1000) + 1
  const disaster = disasterMs === undefined ? undefined : Math.floor(disasterMs / 1000)
  const first = disaster ?? to - RECENT_S
  const known = [...seconds].filter(([s]) => s >= first && s < to)
  const sum = { served: 0, refused: 0, timedOut: 0 }
  let lossFrom: number | undefined
  let lossTo: number | undefined
  for (const [s, what] of known.sort(([a], [b]) => a - b)) {
    sum.served += what.served
    sum.refused += what.refused
    sum.timedOut += what.timedOut
    if (what.refused + what.timedOut === 0) continue
    lossFrom ??= s
    lossTo = s
  }
  if (sumOf(sum) === 0) return undefined
  // The picture begins a little before the disaster, so that what was normal is seen too.
  const from = disaster === undefined ? (known[0]?.[0] ?? first) : Math.max(0, disaster - Math.max(6, Math.round((to - disaster) / 12)))
  return {
    ...sum,
    from: Math.max(0, from),
    to,
    ...(disaster !== undefined && { disaster }),
    bins: columns(seconds, Math.max(0, from), to),
    ...(lossFrom !== undefined && { lossFrom }),
    ...(lossTo !== undefined && { lossTo }),
  }
}

function columns(seconds: ReadonlyMap<number, Second>, from: number, to: number): Bin[] {
  const size = Math.max(1, Math.ceil((to - from) / COLUMNS))
  const bins: Bin[] = []
  for (let s = from; s < to; s += size) {
    const bin = { from: s, to: Math.min(to, s + size), served: 0, refused: 0, timedOut: 0 }
    for (let i = s; i < bin.to; i++) {
      const what = seconds.get(i)
      if (!what) continue
      bin.served += what.served
      bin.refused += what.refused
      bin.timedOut += what.timedOut
    }
    if (sumOf(bin) > 0) bins.push(bin)
  }
  return bins
}

/** `95.5`: cut, so that 100 is said only where nothing at all was lost. */
export const percent = (part: number, all: number): number => (part >= all ? 100 : Math.floor((part * 1000) / all) / 10)

/** Never said as a promise kept while fewer than promised answer. */
export function answeringWords(a: Answering): Words {
  const { desired, least, available, answering: real, zones, window } = a
  const count = { answering: real, available, desired, count: zones }
  return {
    promised: text('four.dep.promised', { least, desired }),
    delivered: window
      ? text('four.dep.served', { share: percent(window.served, sumOf(window)) })
      : text('four.dep.available', { answering: real, desired }),
    note:
      available > real ? text('four.dep.believed', count) : window ? text('four.dep.answer', count) : text('four.dep.nobodyAsks', count),
    broken: real < least,
  }
}
