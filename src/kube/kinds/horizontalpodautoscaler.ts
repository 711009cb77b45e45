// HorizontalPodAutoscalers: a number that follows a measure. Upstream: pkg/apis/autoscaling/v2/defaults.go, pkg/apis/autoscaling/validation/validation.go,
// printers.go printHorizontalPodAutoscaler.
import { fill, mapField } from '../fill.ts'
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, specAndStatus, text } from '../strategy.ts'
import type { autoscaling, HorizontalPodAutoscaler } from '../types.ts'
import { checkAutoscaler } from '../validation/autoscaler.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { autoscalerV1 } from '../versions/autoscaler.ts'

type Spec = HorizontalPodAutoscaler['spec']
type Rules = autoscaling.HPAScalingRules

const CPU = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }]
const UP: Partial<Rules> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const DOWN: Partial<Rules> = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] }

function specDefaults(spec: Spec): Spec {
  const out = fill(spec, { minReplicas: 1, metrics: CPU })
  return mapField(out, 'behavior', b => ({ ...b, scaleUp: fill(b.scaleUp ?? {}, UP), scaleDown: fill(b.scaleDown ?? {}, DOWN) }))
}

const UNKNOWN = '<unknown>'
type Target = autoscaling.MetricTarget
type Now = autoscaling.MetricValueStatus | undefined

/** The measure of a resource: `cpu: 12%/50%`. */
function resourceText(name: string, target: Target, now: Now): string {
  if (target.averageValue !== undefined) return `${name}: ${now?.averageValue ?? UNKNOWN}/${target.averageValue}`
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`
  return `${name}: ${now?.averageUtilization === undefined ? UNKNOWN : `${now.averageUtilization}%`}/${wanted}`
}

/** Any other measure, of the whole or per pod. */
const valueText = (target: Target, now: Now): string =>
  target.averageValue !== undefined
    ? `${now?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`
    : `${now?.value ?? UNKNOWN}/${target.value}`

function metricText(spec: autoscaling.MetricSpec, current: autoscaling.MetricStatus | undefined): string {
  const { resource, containerResource, pods, object, external } = spec
  if (resource) return resourceText(resource.name, resource.target, current?.resource?.current)
  if (containerResource) return resourceText(containerResource.name, containerResource.target, current?.containerResource?.current)
  if (pods) return `${current?.pods?.current.averageValue ?? UNKNOWN}/${pods.target.averageValue}`
  if (object) return valueText(object.target, current?.object?.current)
  if (external) return valueText(external.target, current?.external?.current)
  return '<unknown type>'
}

const SHOWN = 2
function targetsCell(h: HorizontalPodAutoscaler): string {
  const metrics = h.spec.metrics ?? []
  if (metrics.length === 0) return '<none>'
  const current = h.status?.currentMetrics ?? []
  const texts = metrics.slice(0, SHOWN).map((m, i) => metricText(m, current[i]))
  return metrics.length > SHOWN ? `${texts.join(', ')} + ${metrics.length - SHOWN} more...` : texts.join(', ')
}

export const horizontalpodautoscalers: Resource<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: false,
  otherVersions: [autoscalerV1],
  columns: [
    nameColumn,
    text('Reference', (h: HorizontalPodAutoscaler) => `${h.spec.scaleTargetRef.kind}/${h.spec.scaleTargetRef.name}`),
    text('Targets', targetsCell),
    text('MinPods', (h: HorizontalPodAutoscaler) => (h.spec.minReplicas === undefined ? '<unset>' : String(h.spec.minReplicas))),
    text('MaxPods', (h: HorizontalPodAutoscaler) => h.spec.maxReplicas),
    text('Replicas', (h: HorizontalPodAutoscaler) => h.status?.currentReplicas ?? 0),
    ageColumn,
  ],
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', specDefaults),
  prepareCreate: o => ({ ...o, status: { desiredReplicas: 0, currentMetrics: null } }),
  validate: o => [...checkMeta(o), ...checkAutoscaler(o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status' ? checkMetaUpdate(o, old) : [...checkMetaUpdate(o, old), ...checkAutoscaler(o.spec)],
}
