// The measures of an autoscaler one by one; the one that asks for most counts. When one cannot be read nothing shrinks, when none can nothing is done. Upstream:
// pkg/controller/podautoscaler/horizontal.go computeReplicasForMetrics, computeStatusForResourceMetric.
import type { World } from '../../../engine/index.ts'
import { type autoscaling, type HorizontalPodAutoscaler, milliQuantity, milliValue, type Pod } from '../../../kube/index.ts'
import { type Measure, NoMetric, replicasFor } from './replicas.ts'
import type { Target } from './target.ts'
import { cpuMilli } from './usage.ts'

type Spec = autoscaling.MetricSpec
type Status = autoscaling.MetricStatus

/** What could not be read: the event's words, the condition's, the controller's. */
export interface Failure {
  readonly reason: string
  readonly message: string
}
export interface Answer {
  /** Absent: nothing can be said. */
  readonly replicas?: number
  /** `cpu resource utilization (percentage of request)` */
  readonly metric: string
  readonly statuses: readonly Status[]
  readonly failures: readonly Failure[]
  /** All in one, when some failed. */
  readonly error?: string
}

/** What a real server writes for a measure that it could not read. */
const UNREAD = { type: '' } as Status

function requestsOf(pods: readonly Pod[]): Map<string, number> {
  const requests = new Map<string, number>()
  for (const p of pods) {
    let milli = 0
    for (const c of p.spec.containers) {
      const cpu = c.resources?.requests?.cpu
      if (cpu === undefined) throw new NoMetric(`missing request for cpu in container ${c.name} of Pod ${p.metadata.name}`)
      milli += milliValue(cpu)
    }
    requests.set(p.metadata.name, milli)
  }
  return requests
}

function measured(world: World, pods: readonly Pod[], name: string): Map<string, number> {
  const usage = new Map<string, number>()
  for (const p of name === 'cpu' ? pods : []) {
    const milli = cpuMilli(world, p)
    if (milli !== undefined) usage.set(p.metadata.name, milli)
  }
  if (usage.size === 0) throw new NoMetric(`unable to get metrics for resource ${name}: no metrics returned from resource metrics API`)
  return usage
}

/** CPU of the pods, as a share of their requests or as an average. */
function ofResource(world: World, { name, target }: autoscaling.ResourceMetricSource, { pods, replicas }: Target): Measure {
  const usage = measured(world, pods, name)
  if (target.averageValue !== undefined)
    return replicasFor(pods, usage, { average: milliValue(target.averageValue) }, replicas, world.nowMs)
  const goal = { utilization: target.averageUtilization ?? 0, requests: requestsOf(pods) }
  return replicasFor(pods, usage, goal, replicas, world.nowMs)
}

interface One {
  readonly replicas: number
  readonly metric: string
  readonly status: Status
}

function one(world: World, spec: Spec, target: Target): One | (Failure & { error: string }) {
  if (!spec.resource) {
    const message = `unable to get metric ${nameOf(spec)}: no metrics returned from ${spec.external ? 'external' : 'custom'} metrics API`
    return { reason: `FailedGet${spec.type}Metric`, message, error: `failed to get ${spec.type.toLowerCase()} metric value: ${message}` }
  }
  const { name, target: goal } = spec.resource
  const isShare = goal.averageValue === undefined
  try {
    const { replicas, utilization, average } = ofResource(world, spec.resource, target)
    const current = { ...(utilization !== undefined && { averageUtilization: utilization }), averageValue: milliQuantity(average) }
    const metric = isShare ? `${name} resource utilization (percentage of request)` : `${name} resource`
    return { replicas, metric, status: { type: 'Resource', resource: { name, current } } }
  } catch (e) {
    if (!(e instanceof NoMetric)) throw e
    const message = `failed to get ${name} ${isShare ? 'utilization' : 'usage'}: ${e.message}`
    return { reason: 'FailedGetResourceMetric', message, error: `failed to get ${name} resource metric value: ${message}` }
  }
}

const nameOf = ({ pods, object, external, containerResource }: Spec): string =>
  (pods ?? object ?? external)?.metric.name ?? containerResource?.name ?? ''

export function ask(world: World, { spec }: HorizontalPodAutoscaler, target: Target): Answer {
  const answers = (spec.metrics ?? []).map(m => one(world, m, target))
  const good = answers.filter(a => 'status' in a)
  const bad = answers.filter(a => !('status' in a)) as (Failure & { error: string })[]
  const statuses = answers.map(a => ('status' in a ? a.status : UNREAD))
  const most = good.reduce<One | undefined>((best, a) => (best && best.replicas >= a.replicas ? best : a), undefined)
  const error = bad[0] && `invalid metrics (${bad.length} invalid out of ${answers.length}), first error is: ${bad[0].error}`
  const isBlind = !most || (bad.length > 0 && most.replicas < target.replicas)
  return {
    metric: most?.metric ?? '',
    statuses,
    failures: bad.map(({ reason, message }) => ({ reason, message })),
    ...(error && { error }),
    ...(!isBlind && { replicas: most.replicas }),
  }
}
