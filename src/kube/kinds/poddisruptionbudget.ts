// PodDisruptionBudgets: how many pods may be taken away at a time. Upstream: pkg/registry/policy/poddisruptionbudget/strategy.go,
// pkg/apis/policy/validation/validation.go, printers.go printPodDisruptionBudget.
import type { FieldError, Resource } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import { ageColumn, nameColumn, specAndStatus, text, whole } from '../strategy.ts'
import type { PodDisruptionBudget } from '../types.ts'
import { invalidValue, oneOf } from '../validation/errors.ts'
import { checkLabelSelector } from '../validation/labels.ts'
import { checkCommonUpdate, checkMeta } from '../validation/meta.ts'
import { atMostAll, checkIntOrPercent } from '../validation/numbers.ts'

type Spec = PodDisruptionBudget['spec']
const NO_COUNTS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }

function checkSpec(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined)
    errors.push(invalidValue('spec', goDump('PodDisruptionBudgetSpec', spec), 'minAvailable and maxUnavailable cannot be both set'))
  for (const key of ['minAvailable', 'maxUnavailable'] as const)
    errors.push(...checkIntOrPercent(`spec.${key}`, spec[key]), ...atMostAll(`spec.${key}`, spec[key]))
  return [
    ...errors,
    ...checkLabelSelector('spec.selector', spec.selector),
    ...oneOf('spec.unhealthyPodEvictionPolicy', spec.unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget']),
  ]
}

const amount = (n: number | string | undefined) => (n === undefined ? 'N/A' : String(n))

export const poddisruptionbudgets: Resource<PodDisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    text('Min Available', (b: PodDisruptionBudget) => amount(b.spec.minAvailable)),
    text('Max Unavailable', (b: PodDisruptionBudget) => amount(b.spec.maxUnavailable)),
    whole('Allowed Disruptions', (b: PodDisruptionBudget) => b.status?.disruptionsAllowed ?? 0),
    ageColumn,
  ],
  ...specAndStatus,
  prepareCreate: o => ({ ...o, status: NO_COUNTS }),
  validate: o => [...checkMeta(o), ...checkSpec(o.spec ?? {})],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status' ? checkCommonUpdate(o, old) : [...checkCommonUpdate(o, old), ...checkSpec(o.spec ?? {})],
}
