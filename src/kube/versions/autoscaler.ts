// HorizontalPodAutoscalers as autoscaling/v1 has them: one number for the cpu; all that it has no field for goes with it in annotations, so that nothing is lost on
// the way there and back. Upstream: pkg/apis/autoscaling/v1/conversion.go, pkg/apis/autoscaling/annotations.go.
import type { OtherVersion } from '../resource.ts'
import type { autoscaling, Draft, HorizontalPodAutoscaler } from '../types.ts'

type Json = Record<string, unknown>
type Metric = autoscaling.MetricSpec
type Measured = autoscaling.MetricStatus

const annotation = (name: string) => `autoscaling.alpha.kubernetes.io/${name}`
const METRICS = annotation('metrics')
const MEASURED = annotation('current-metrics')
const CONDITIONS = annotation('conditions')
const BEHAVIOR = annotation('behavior')
const OURS = new Set([METRICS, MEASURED, CONDITIONS, BEHAVIOR])

const isCpu = (m: Metric) => m.type === 'Resource' && m.resource?.name === 'cpu' && m.resource.target.averageUtilization !== undefined
const cpuOf = (percent: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
})

/** Without the fields that are not there. */
const given = (o: Json): Json => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined && v !== null))

/** `averageValue` of a target or a measure under v1's name for it: `targetAverageValue`, `currentAverageValue`. */
const flat = (prefix: 'target' | 'current', t: Json = {}): Json =>
  given({
    [`${prefix}AverageUtilization`]: t.averageUtilization,
    [`${prefix}AverageValue`]: t.averageValue,
  })

function toOld(m: Metric | Measured, prefix: 'target' | 'current'): Json {
  const { type, resource, containerResource, pods, object, external } = m as unknown as { type: string } & Record<string, Json>
  const value = (of: Json) => (of[prefix === 'target' ? 'target' : 'current'] ?? {}) as Json
  const metric = (of: Json) => (of.metric ?? {}) as Json
  return given({
    type,
    resource: resource && { name: resource.name, ...flat(prefix, value(resource)) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...flat(prefix, value(containerResource)),
      container: containerResource.container,
    },
    pods: pods && given({ metricName: metric(pods).name, ...flat(prefix, value(pods)), selector: metric(pods).selector }),
    object:
      object &&
      given({
        target: object.describedObject,
        metricName: metric(object).name,
        [`${prefix}Value`]: value(object).value ?? '0',
        selector: metric(object).selector,
        averageValue: value(object).averageValue,
      }),
    external:
      external &&
      given({
        metricName: metric(external).name,
        metricSelector: metric(external).selector,
        [`${prefix}Value`]: value(external).value,
        [`${prefix}AverageValue`]: value(external).averageValue,
      }),
  })
}

function toNew(m: Json, prefix: 'target' | 'current'): Json {
  const { type, resource, containerResource, pods, object, external } = m as { type: string } & Record<string, Json | undefined>
  const value = (of: Json, average = of[`${prefix}AverageValue`]): Json => {
    const percent = of[`${prefix}AverageUtilization`]
    const whole = of[`${prefix}Value`]
    const sort = percent !== undefined ? 'Utilization' : average !== undefined ? 'AverageValue' : 'Value'
    const amounts = given({ averageUtilization: percent, averageValue: average, value: average === undefined ? whole : undefined })
    return { [prefix]: prefix === 'target' ? { type: sort, ...amounts } : amounts }
  }
  const metric = (of: Json, selector: unknown) => ({ metric: given({ name: of.metricName, selector }) })
  return given({
    type,
    resource: resource && { name: resource.name, ...value(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...value(containerResource),
      container: containerResource.container,
    },
    pods: pods && { ...metric(pods, pods.selector), ...value(pods) },
    object: object && { describedObject: object.target, ...metric(object, object.selector), ...value(object, object.averageValue) },
    external: external && { ...metric(external, external.metricSelector), ...value(external) },
  })
}

/** Field names as Go prints a struct that has no names for JSON. */
const capital = (o: Json): Json => Object.fromEntries(Object.entries(o).map(([k, v]) => [(k[0] as string).toUpperCase() + k.slice(1), v]))
const small = (o: Json): Json =>
  given(Object.fromEntries(Object.entries(o).map(([k, v]) => [(k[0] as string).toLowerCase() + k.slice(1), v])))

const RULES = { stabilizationWindowSeconds: null, selectPolicy: null, policies: null, tolerance: null }
function behaviorText(behavior: autoscaling.HorizontalPodAutoscalerBehavior): string {
  const rules = (r: object | undefined) => {
    if (!r) return null
    const all: Json & { policies?: Json[] | null } = { ...RULES, ...r }
    return capital({ ...all, policies: all.policies?.map(capital) ?? null })
  }
  return JSON.stringify({ ScaleUp: rules(behavior.scaleUp), ScaleDown: rules(behavior.scaleDown) })
}
function behaviorIn(read: Json): Json {
  const rules = (r: unknown) => {
    if (typeof r !== 'object' || r === null) return undefined
    const { policies, ...rest } = small(r as Json)
    return { ...rest, ...(Array.isArray(policies) && { policies: policies.map(p => small(p as Json)) }) }
  }
  return given({ scaleUp: rules(read.ScaleUp), scaleDown: rules(read.ScaleDown) })
}

function show(h: HorizontalPodAutoscaler): Draft {
  const { metrics = [], behavior, ...spec } = h.spec
  const { currentMetrics, conditions, ...status } = h.status ?? {}
  const cpu = metrics.find(isCpu)
  const others = metrics.filter(m => !isCpu(m))
  const now = currentMetrics?.find(m => m.resource?.name === 'cpu')?.resource?.current.averageUtilization
  const texts = given({
    ...(others.length && { [METRICS]: JSON.stringify(others.map(m => toOld(m, 'target'))) }),
    ...(currentMetrics?.length && { [MEASURED]: JSON.stringify(currentMetrics.map(m => toOld(m, 'current'))) }),
    ...(conditions?.length && { [CONDITIONS]: JSON.stringify(conditions) }),
    ...(behavior && { [BEHAVIOR]: behaviorText(behavior) }),
  })
  const annotations = { ...h.metadata.annotations, ...texts }
  return {
    ...h,
    apiVersion: 'autoscaling/v1',
    metadata: Object.keys(annotations).length ? { ...h.metadata, annotations } : h.metadata,
    spec: { ...spec, ...(cpu && { targetCPUUtilizationPercentage: cpu.resource?.target.averageUtilization }) },
    status: { currentReplicas: 0, ...status, ...(now !== undefined && { currentCPUUtilizationPercentage: now }) },
  } as unknown as Draft
}

/** What stands in an annotation; what cannot be read is none. */
function read<T>(annotations: Json, name: string): T | undefined {
  try {
    const value = JSON.parse(String(annotations[name] ?? 'null'))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(v => typeof v === 'object' && v !== null) : [])

function take(o: Draft): Draft {
  const all = (o.metadata?.annotations ?? {}) as Json
  const annotations = Object.fromEntries(Object.entries(all).filter(([k]) => !OURS.has(k)))
  const { annotations: _, ...metadata } = o.metadata ?? {}
  const { targetCPUUtilizationPercentage: percent, ...spec } = (o.spec ?? {}) as Json
  const { currentCPUUtilizationPercentage: now, ...status } = (o.status ?? {}) as Json
  const metrics = [...list(read(all, METRICS)).map(m => toNew(m, 'target')), ...(percent === undefined ? [] : [cpuOf(percent as number)])]
  const measured = list(read(all, MEASURED)).map(m => toNew(m, 'current'))
  const cpu = { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: now } } }
  const current = measured.length ? measured : now === undefined ? [] : [cpu]
  const conditions = list(read(all, CONDITIONS))
  const behavior = read<Json>(all, BEHAVIOR)
  return {
    ...o,
    apiVersion: 'autoscaling/v2',
    metadata: { ...metadata, ...(Object.keys(annotations).length && { annotations }) },
    ...(o.spec !== undefined && {
      spec: { ...spec, ...(metrics.length && { metrics }), ...(behavior && { behavior: behaviorIn(behavior) }) },
    }),
    ...(o.status !== undefined && {
      status: { ...status, currentMetrics: current.length ? current : null, ...(conditions.length && { conditions }) },
    }),
  } as Draft
}

export const autoscalerV1: OtherVersion<HorizontalPodAutoscaler> = { group: 'autoscaling', version: 'v1', show, take }
