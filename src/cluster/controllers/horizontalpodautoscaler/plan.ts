// What an autoscaler does this time: which size, why, and what it says of itself. Upstream: pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler.
import type { World } from '../../../engine/index.ts'
import type { HorizontalPodAutoscaler } from '../../../kube/index.ts'
import { limited, type Memory, remember, stabilized } from './behavior.ts'
import type { Said } from './conditions.ts'
import { type Answer, ask } from './metrics.ts'
import { type Target, targetOf } from './target.ts'

export interface Warned {
  readonly reason: string
  readonly message: string
}
export interface Plan {
  readonly is: 'noTarget' | 'disabled' | 'aboveMaximum' | 'belowMinimum' | 'blind' | 'measured'
  readonly target?: Target
  /** The size that is wanted; absent when nobody knows. */
  readonly desired?: number
  /** Why it is another one. */
  readonly reason: string
  readonly conditions: readonly Said[]
  readonly warnings: readonly Warned[]
  readonly answer?: Answer
  readonly memory: Memory
}

const able = (reason: string, message: string): Said => ({ type: 'AbleToScale', status: 'True', reason, message })
const FOUND = able('SucceededGetScale', "the HPA controller was able to get the target's current scale")

export function planOf(world: World, hpa: HorizontalPodAutoscaler, known: Memory | undefined): Plan {
  const target = targetOf(world, hpa)
  const empty: Memory = { recommendations: [], ups: [], downs: [] }
  if (typeof target === 'string') return lost(target, known ?? empty)
  const current = target.replicas
  const { minReplicas = 1, maxReplicas } = hpa.spec
  const memory = known?.recommendations.length ? known : remember(known ?? empty, current, world.nowMs)
  const base = { target, conditions: [FOUND], warnings: [], memory, reason: '' }
  if (current === 0 && minReplicas !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero'
    const off: Said = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message }
    return { ...base, is: 'disabled', desired: 0, conditions: [FOUND, off] }
  }
  if (current > maxReplicas)
    return { ...base, is: 'aboveMaximum', desired: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' }
  if (current < minReplicas)
    return { ...base, is: 'belowMinimum', desired: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' }
  return measuredPlan(world, hpa, target, memory)
}

function lost(why: string, memory: Memory): Plan {
  const message = `the HPA controller was unable to get the target's current scale: ${why}`
  const unable: Said = { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }
  return { is: 'noTarget', reason: '', conditions: [unable], warnings: [{ reason: 'FailedGetScale', message: why }], memory }
}

function measuredPlan(world: World, hpa: HorizontalPodAutoscaler, target: Target, memory: Memory): Plan {
  const answer = ask(world, hpa, target)
  const warnings: Warned[] = answer.failures.map(({ reason, message }) => ({ reason, message }))
  const base = { target, answer, memory, reason: '' }
  if (answer.replicas === undefined) {
    const [first] = answer.failures
    const message = `the HPA was unable to compute the replica count: ${first?.message ?? ''}`
    const off: Said = { type: 'ScalingActive', status: 'False', reason: first?.reason ?? '', message }
    if (answer.error) warnings.push({ reason: 'FailedComputeMetricsReplicas', message: answer.error })
    return { ...base, is: 'blind', conditions: [FOUND, off], warnings }
  }
  const current = target.replicas
  const wanted = answer.replicas
  const { behavior, minReplicas = 1, maxReplicas } = hpa.spec
  const calm = stabilized(wanted, current, memory, behavior, world.nowMs)
  const held = limited(calm.replicas, current, { min: minReplicas, max: maxReplicas }, memory, behavior, world.nowMs)
  const message = `the HPA was able to successfully calculate a replica count from ${answer.metric}`
  const conditions: Said[] = [
    able(calm.reason, calm.message),
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message },
    { type: 'ScalingLimited', status: held.replicas === calm.replicas ? 'False' : 'True', reason: held.reason, message: held.message },
  ]
  const reason = wanted > current ? `${answer.metric} above target` : wanted < current ? 'All metrics below target' : ''
  return { ...base, is: 'measured', desired: held.replicas, reason, conditions, warnings, memory: remember(memory, wanted, world.nowMs) }
}
