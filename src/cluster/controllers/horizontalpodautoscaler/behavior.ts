// How fast and how soon: what the measures ask for is held against recent recommendations (the highest of the last five minutes when shrinking), against the
// rates of the policies, and against the bounds. Upstream: pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas,
// normalizeDesiredReplicasWithBehaviors, convertDesiredReplicasWithRules, convertDesiredReplicasWithBehaviorRate.
import type { autoscaling } from '../../../kube/index.ts'

type Rules = autoscaling.HPAScalingRules
type Behavior = autoscaling.HorizontalPodAutoscalerBehavior

const DOWN_WINDOW_SECONDS = 300
/** No policy looks back further. */
const LONGEST_MS = 3_600_000

export interface Sample {
  readonly at: number
  readonly replicas: number
}
/** What is remembered of an autoscaler. */
export interface Memory {
  readonly recommendations: readonly Sample[]
  /** By how many it grew, and shrank. */
  readonly ups: readonly Sample[]
  readonly downs: readonly Sample[]
}

export interface Bounds {
  readonly min: number
  readonly max: number
}
export interface Verdict {
  readonly replicas: number
  readonly reason: string
  readonly message: string
}

const LOWEST = 'recent recommendations were lower than current one, applying the lowest recent recommendation'
const HIGHEST = 'recent recommendations were higher than current one, applying the highest recent recommendation'

/** What recent recommendations leave of a new one. */
export function stabilized(wanted: number, current: number, memory: Memory, behavior: Behavior | undefined, now: number): Verdict {
  const window = (rules: Rules | undefined, otherwise: number) => (rules?.stabilizationWindowSeconds ?? otherwise) * 1000
  const within = (ms: number) => memory.recommendations.filter(r => r.at > now - ms).map(r => r.replicas)
  const highest = Math.max(wanted, ...within(window(behavior?.scaleDown, DOWN_WINDOW_SECONDS)))
  const lowest = behavior ? Math.min(wanted, ...within(window(behavior.scaleUp, 0))) : wanted
  const replicas = behavior ? Math.min(Math.max(current, lowest), highest) : highest
  if (replicas === wanted) return { replicas, reason: 'ReadyForNewScale', message: 'recommended size matches current size' }
  const grows = behavior !== undefined && wanted >= current
  return grows ? { replicas, reason: 'ScaleUpStabilized', message: LOWEST } : { replicas, reason: 'ScaleDownStabilized', message: HIGHEST }
}

const TOO_MANY: Omit<Verdict, 'replicas'> = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
}
const TOO_FEW: Omit<Verdict, 'replicas'> = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
}
const TOO_FAST_UP: Omit<Verdict, 'replicas'> = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
}
const TOO_FAST_DOWN: Omit<Verdict, 'replicas'> = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
}
const WITHIN: Omit<Verdict, 'replicas'> = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
}

/** What bounds and rates leave of it. Without a behavior a target may double, or grow to four. */
export function limited(
  wanted: number,
  current: number,
  { min, max }: Bounds,
  memory: Memory,
  behavior: Behavior | undefined,
  now: number,
): Verdict {
  if (!behavior) {
    const most = Math.min(max, Math.max(2 * current, 4))
    if (wanted < min) return { replicas: min, ...TOO_FEW }
    if (wanted > most) return { replicas: most, ...(most < max ? TOO_FAST_UP : TOO_MANY) }
    return { replicas: wanted, ...WITHIN }
  }
  if (wanted > current) {
    const most = Math.min(max, Math.max(current, upLimit(current, memory, behavior.scaleUp, now)))
    if (wanted > most) return { replicas: most, ...(most < max ? TOO_FAST_UP : TOO_MANY) }
  } else if (wanted < current) {
    const least = Math.max(min, Math.min(current, downLimit(current, memory, behavior.scaleDown, now)))
    if (wanted < least) return { replicas: least, ...(least > min ? TOO_FAST_DOWN : TOO_FEW) }
  }
  return { replicas: wanted, ...WITHIN }
}

const sumWithin = (events: readonly Sample[], seconds: number, now: number) =>
  events.reduce((sum, e) => (e.at > now - seconds * 1000 ? sum + e.replicas : sum), 0)

/** How many there were when a period began. */
const before = (current: number, { ups, downs }: Memory, seconds: number, now: number) =>
  current - sumWithin(ups, seconds, now) + sumWithin(downs, seconds, now)

function upLimit(current: number, memory: Memory, rules: Rules = {}, now: number): number {
  if (rules.selectPolicy === 'Disabled') return current
  const limits = (rules.policies ?? []).map(p => {
    const start = before(current, memory, p.periodSeconds, now)
    return p.type === 'Pods' ? start + p.value : Math.ceil((start * (100 + p.value)) / 100)
  })
  return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits)
}

function downLimit(current: number, memory: Memory, rules: Rules = {}, now: number): number {
  if (rules.selectPolicy === 'Disabled') return current
  const limits = (rules.policies ?? []).map(p => {
    const start = before(current, memory, p.periodSeconds, now)
    return p.type === 'Pods' ? start - p.value : Math.trunc((start * (100 - p.value)) / 100)
  })
  return rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits)
}

const recent = (samples: readonly Sample[], now: number) => samples.filter(s => s.at > now - LONGEST_MS)

export const remember = (m: Memory, wanted: number, now: number): Memory => ({
  ...m,
  recommendations: [...recent(m.recommendations, now), { at: now, replicas: wanted }],
})
export const rescaled = (m: Memory, from: number, to: number, now: number): Memory =>
  to > from
    ? { ...m, ups: [...recent(m.ups, now), { at: now, replicas: to - from }] }
    : { ...m, downs: [...recent(m.downs, now), { at: now, replicas: from - to }] }
