// What a HorizontalPodAutoscaler may say. Upstream: pkg/apis/autoscaling/validation/validation.go.
import { compareQuantities } from '../quantity.ts'
import type { FieldError } from '../resource.ts'
import type { autoscaling, HorizontalPodAutoscaler } from '../types.ts'
import { forbiddenField, invalidValue, notSupported, oneOf, required } from './errors.ts'

type Spec = HorizontalPodAutoscaler['spec']
type Metric = autoscaling.MetricSpec
type Target = autoscaling.MetricTarget
type Rules = autoscaling.HPAScalingRules

const LONGEST_WINDOW = 3600
const LONGEST_PERIOD = 1800
const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const

function checkTarget(at: string, target: Partial<Target>): FieldError[] {
  const errors: FieldError[] = []
  if (!target.type) errors.push(required(`${at}.type`, 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(target.type ?? ''))
    errors.push(invalidValue(`${at}.type`, target.type ?? '', 'must be either Utilization, Value, or AverageValue'))
  for (const key of ['value', 'averageValue'] as const) {
    const amount = target[key]
    if (amount !== undefined && compareQuantities(amount, '0') <= 0) errors.push(invalidValue(`${at}.${key}`, amount, 'must be positive'))
  }
  if (target.averageUtilization !== undefined && target.averageUtilization < 1)
    errors.push(invalidValue(`${at}.averageUtilization`, target.averageUtilization, 'must be greater than 0'))
  return errors
}

function checkResourceSource(at: string, source: { name?: string; target?: Partial<Target> }): FieldError[] {
  const target = source.target ?? {}
  const errors: FieldError[] = []
  if (!source.name) errors.push(required(`${at}.name`, 'must specify a resource name'))
  errors.push(...checkTarget(`${at}.target`, target))
  const utilization = target.averageUtilization !== undefined
  const value = target.averageValue !== undefined
  if (!utilization && !value)
    errors.push(required(`${at}.target.averageUtilization`, 'must set either a target raw value or a target utilization'))
  if (utilization && value)
    errors.push(forbiddenField(`${at}.target.averageValue`, 'may not set both a target raw value and a target utilization'))
  return errors
}

function checkMetric(at: string, metric: Metric): FieldError[] {
  const expected = SOURCES[metric.type as keyof typeof SOURCES]
  // An unknown type is told twice: as no known one, and as none whose block could be looked for.
  const unknown = expected ? [] : [notSupported(`${at}.type`, metric.type ?? '', Object.keys(SOURCES))]
  const errors: FieldError[] = [...(metric.type ? [] : [required(`${at}.type`, 'must specify a metric source type')]), ...unknown]
  if (metric.resource) errors.push(...checkResourceSource(`${at}.resource`, metric.resource))
  if (metric.containerResource) errors.push(...checkResourceSource(`${at}.containerResource`, metric.containerResource))
  errors.push(...unknown)
  if (expected && !metric[expected]) errors.push(required(`${at}.${expected}`, 'must populate information for the given metric source'))
  const present = Object.values(SOURCES).filter(s => metric[s] && s !== expected)
  return [...errors, ...present.map(s => forbiddenField(`${at}.${s}`, 'must populate the given metric source only'))]
}

function checkRules(at: string, rules: Rules | undefined): FieldError[] {
  if (!rules) return []
  const errors: FieldError[] = []
  const window = rules.stabilizationWindowSeconds
  if (window !== undefined && window < 0)
    errors.push(invalidValue(`${at}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'))
  if (window !== undefined && window > LONGEST_WINDOW)
    errors.push(invalidValue(`${at}.stabilizationWindowSeconds`, window, `must be less than or equal to ${LONGEST_WINDOW}`))
  errors.push(...oneOf(`${at}.selectPolicy`, rules.selectPolicy, ['Disabled', 'Max', 'Min']))
  if (!rules.policies?.length) errors.push(required(`${at}.policies`, 'must specify at least one Policy'))
  rules.policies?.forEach((p, i) => {
    const here = `${at}.policies[${i}]`
    errors.push(...oneOf(`${here}.type`, p.type, ['Percent', 'Pods']))
    if (p.value <= 0) errors.push(invalidValue(`${here}.value`, p.value, 'must be greater than zero'))
    if (p.periodSeconds <= 0) errors.push(invalidValue(`${here}.periodSeconds`, p.periodSeconds, 'must be greater than zero'))
    if (p.periodSeconds > LONGEST_PERIOD)
      errors.push(invalidValue(`${here}.periodSeconds`, p.periodSeconds, `must be less than or equal to ${LONGEST_PERIOD}`))
  })
  return errors
}

function checkReference(at: string, ref: Partial<Spec['scaleTargetRef']>): FieldError[] {
  const errors: FieldError[] = []
  for (const key of ['kind', 'name'] as const)
    if (!ref[key]) errors.push(required(`${at}.${key}`))
    else if (ref[key].includes('/')) errors.push(invalidValue(`${at}.${key}`, ref[key], "may not contain '/'"))
  if (ref.apiVersion && !ref.apiVersion.includes('/') && ref.kind !== 'ReplicationController')
    errors.push(invalidValue(`${at}.apiVersion`, ref.apiVersion, 'apiVersion must specify API group'))
  return errors
}

export function checkAutoscaler(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  const { minReplicas: least, maxReplicas: most, scaleTargetRef: ref, metrics = [] } = spec
  if (least !== undefined && least < 1) errors.push(invalidValue('spec.minReplicas', least, 'must be greater than or equal to 1'))
  if (most < 1) errors.push(invalidValue('spec.maxReplicas', most, 'must be greater than 0'))
  if (least !== undefined && most < least)
    errors.push(invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`'))
  errors.push(...checkReference('spec.scaleTargetRef', ref ?? {}))
  metrics.forEach((m, i) => void errors.push(...checkMetric(`spec.metrics[${i}]`, m)))
  if (least === 0 && !metrics.some(m => m.type === 'Object' || m.type === 'External'))
    errors.push(forbiddenField('spec.metrics', 'must specify at least one Object or External metric to support scaling to zero replicas'))
  return [
    ...errors,
    ...checkRules('spec.behavior.scaleUp', spec.behavior?.scaleUp),
    ...checkRules('spec.behavior.scaleDown', spec.behavior?.scaleDown),
  ]
}
