// How many pods a measure asks for: so many more or fewer as what is used is more or less than what is meant to be. Pods that are not ready or not measured
// yet are assumed to be harmless in whichever direction one wants to go, so that nothing is done because of what is only not known. Upstream:
// pkg/controller/podautoscaler/replica_calculator.go.
import { getCondition, type Pod, parseTime } from '../../../kube/index.ts'
import { WINDOW_MS } from './usage.ts'

/** No change while the ratio is this near to 1. */
const TOLERANCE = 0.1
/** So long after its start a pod's measure counts only once it has been ready for a whole window. */
const CPU_INITIALIZATION_MS = 300_000
/** A pod that became unready within so long after its start has never been ready. */
const INITIAL_READINESS_MS = 30_000

/** Why a number cannot be worked out, in Kubernetes' words. */
export class NoMetric extends Error {}

export interface Measure {
  readonly replicas: number
  /** Per cent of the requests; absent when an average value is meant. */
  readonly utilization?: number
  /** Millicores per pod. */
  readonly average: number
}

/** The goal: per cent of what is requested, or millicores per pod. */
export type Goal = { readonly utilization: number; readonly requests: ReadonlyMap<string, number> } | { readonly average: number }

interface Groups {
  readonly ready: number
  readonly unready: readonly string[]
  readonly missing: readonly string[]
}

function isUnready({ status }: Pod, nowMs: number): boolean {
  const condition = getCondition(status?.conditions, 'Ready')
  if (!condition || !status?.startTime) return true
  const started = parseTime(status.startTime as string)
  const since = parseTime(condition.lastTransitionTime as string)
  const isFalse = condition.status === 'False'
  if (started + CPU_INITIALIZATION_MS > nowMs) return isFalse || nowMs < since + WINDOW_MS
  return isFalse && started + INITIAL_READINESS_MS > since
}

/** Pods that end or have failed count nowhere. */
export function group(pods: readonly Pod[], usage: ReadonlyMap<string, number>, nowMs: number): Groups {
  let ready = 0
  const unready: string[] = []
  const missing: string[] = []
  for (const p of pods) {
    const { name, deletionTimestamp } = p.metadata
    if (deletionTimestamp || p.status?.phase === 'Failed') continue
    if (p.status?.phase === 'Pending') unready.push(name)
    else if (!usage.has(name)) missing.push(name)
    else if (isUnready(p, nowMs)) unready.push(name)
    else ready++
  }
  return { ready, unready, missing }
}

interface Ratio {
  readonly ratio: number
  readonly average: number
  readonly utilization?: number
}

function ratioOf(usage: ReadonlyMap<string, number>, goal: Goal): Ratio {
  let used = 0
  let requested = 0
  let pods = 0
  for (const [name, milli] of usage) {
    if ('requests' in goal && !goal.requests.has(name)) continue
    used += milli
    requested += 'requests' in goal ? (goal.requests.get(name) ?? 0) : 0
    pods++
  }
  const average = pods === 0 ? 0 : Math.trunc(used / pods)
  if ('average' in goal) return { ratio: average / goal.average, average }
  if (requested === 0) throw new NoMetric('no metrics returned matched known pods')
  const utilization = Math.trunc((used * 100) / requested)
  return { ratio: utilization / goal.utilization, utilization, average }
}

const isNear = (ratio: number) => 1 - TOLERANCE <= ratio && ratio <= 1 + TOLERANCE

export function replicasFor(
  pods: readonly Pod[],
  measured: ReadonlyMap<string, number>,
  goal: Goal,
  current: number,
  nowMs: number,
): Measure {
  const { ready, unready, missing } = group(pods, measured, nowMs)
  const alive = new Set(pods.filter(p => !p.metadata.deletionTimestamp && p.status?.phase !== 'Failed').map(p => p.metadata.name))
  const usage = new Map([...measured].filter(([name]) => alive.has(name) && !unready.includes(name)))
  if (usage.size === 0) throw new NoMetric('did not receive metrics for targeted pods (pods might be unready)')
  const now = ratioOf(usage, goal)
  const measure = (replicas: number): Measure => ({
    replicas,
    average: now.average,
    ...(now.utilization !== undefined && { utilization: now.utilization }),
  })
  const growsWithUnready = unready.length > 0 && now.ratio > 1
  if (!growsWithUnready && missing.length === 0) return measure(isNear(now.ratio) ? current : Math.ceil(round(now.ratio * ready)))
  if (now.ratio < 1) for (const name of missing) usage.set(name, assumedFull(goal, name))
  else if (now.ratio > 1) for (const name of missing) usage.set(name, 0)
  if (growsWithUnready) for (const name of unready) usage.set(name, 0)
  const then = ratioOf(usage, goal).ratio
  const turns = (now.ratio < 1 && then > 1) || (now.ratio > 1 && then < 1)
  if (isNear(then) || turns) return measure(current)
  const replicas = Math.ceil(round(then * usage.size))
  const isBackwards = (then < 1 && replicas > current) || (then > 1 && replicas < current)
  return measure(isBackwards ? current : replicas)
}

/** A product that is a whole number but for the last bits of its floating point is that number. */
const round = (n: number) => (Math.abs(n - Math.round(n)) < 1e-9 ? Math.round(n) : n)

/** When shrinking, who is not measured is taken to use all that was asked for, or all that is meant to be used. */
const assumedFull = (goal: Goal, name: string): number =>
  'average' in goal ? goal.average : Math.trunc(((goal.requests.get(name) ?? 0) * Math.max(100, goal.utilization)) / 100)
