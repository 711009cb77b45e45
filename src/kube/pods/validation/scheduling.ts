// Where a pod may go: tolerations, affinity, spread, gates. Upstream: pkg/apis/core/validation/validation.go ValidateTolerations, validateAffinity,
// validateTopologySpreadConstraints, validateSchedulingGates.
import type { FieldError } from '../../resource.ts'
import type { core, PodSpec, Toleration } from '../../types.ts'
import { duplicate, invalidValue, notSupported, oneOf, required } from '../../validation/errors.ts'
import { checkLabelName, checkLabelSelector, checkOperator } from '../../validation/labels.ts'
import { labelName, qualifiedName, validLabelValue } from '../../validation/names.ts'

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

function checkToleration(at: string, t: Toleration): FieldError[] {
  const errors = t.key ? checkLabelName(`${at}.key`, t.key) : []
  const operator = t.operator ?? ''
  if (!t.key && operator !== 'Exists')
    errors.push(
      invalidValue(`${at}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'),
    )
  if (t.tolerationSeconds !== undefined && t.effect !== 'NoExecute')
    errors.push(invalidValue(`${at}.effect`, t.effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
  if (operator === 'Equal' || operator === '') {
    const wrong = validLabelValue(t.value ?? '')
    if (wrong.length > 0) errors.push(invalidValue(`${at}.operator`, t.value, wrong.join(';')))
  } else if (operator === 'Exists') {
    if (t.value) errors.push(invalidValue(`${at}.operator`, t.value, "value must be empty when `operator` is 'Exists'"))
  } else errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']))
  return t.effect ? [...errors, ...oneOf(`${at}.effect`, t.effect, TAINT_EFFECTS)] : errors
}

export const checkTolerations = (field: string, all: readonly Toleration[] | undefined): FieldError[] =>
  (all ?? []).flatMap((t, i) => checkToleration(`${field}[${i}]`, t))

function checkNodeRequirement(at: string, r: core.NodeSelectorRequirement): FieldError[] {
  const numeric = r.operator === 'Gt' || r.operator === 'Lt'
  const errors = numeric
    ? r.values?.length === 1
      ? []
      : [required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")]
    : checkOperator(at, r.operator, r.values)
  errors.push(...checkLabelName(`${at}.key`, r.key))
  if (!numeric)
    r.values?.forEach((v, i) => {
      for (const w of validLabelValue(v)) errors.push(invalidValue(`${at}.values[${i}]`, v, w))
    })
  return errors
}

const checkNodeTerm = (at: string, t: core.NodeSelectorTerm): FieldError[] => [
  ...(t.matchExpressions ?? []).flatMap((r, i) => checkNodeRequirement(`${at}.matchExpressions[${i}]`, r)),
  ...(t.matchFields ?? []).flatMap((r, i) =>
    r.key === 'metadata.name' ? [] : [invalidValue(`${at}.matchFields[${i}].key`, r.key, 'not a valid field selector key')],
  ),
]

const checkWeight = (at: string, weight: number): FieldError[] =>
  weight < 1 || weight > 100 ? [invalidValue(`${at}.weight`, weight, 'must be in the range 1-100')] : []

function checkNodeAffinity(at: string, a: core.NodeAffinity): FieldError[] {
  const errors: FieldError[] = []
  const must = a.requiredDuringSchedulingIgnoredDuringExecution
  if (must) {
    const field = `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`
    if (!must.nodeSelectorTerms?.length) errors.push(required(field, 'must have at least one node selector term'))
    must.nodeSelectorTerms?.forEach((t, i) => void errors.push(...checkNodeTerm(`${field}[${i}]`, t)))
  }
  a.preferredDuringSchedulingIgnoredDuringExecution?.forEach((p, i) => {
    const field = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
    errors.push(...checkWeight(field, p.weight), ...checkNodeTerm(`${field}.preference`, p.preference))
  })
  return errors
}

function checkPodTerm(at: string, t: core.PodAffinityTerm): FieldError[] {
  const errors = [
    ...checkLabelSelector(`${at}.labelSelector`, t.labelSelector),
    ...checkLabelSelector(`${at}.namespaceSelector`, t.namespaceSelector),
  ]
  for (const name of t.namespaces ?? []) for (const w of labelName(name)) errors.push(invalidValue(`${at}.namespace`, name, w))
  return [...errors, ...checkTopologyKey(at, t.topologyKey, true)]
}

/** Of an empty key affinity says both that it is missing and that it is no name. */
function checkTopologyKey(at: string, key: string, twice: boolean): FieldError[] {
  const field = `${at}.topologyKey`
  const errors = key ? [] : [required(field, 'can not be empty')]
  return twice || key ? [...errors, ...checkLabelName(field, key ?? '')] : errors
}

function checkPodAffinity(at: string, a: core.PodAffinity): FieldError[] {
  const errors: FieldError[] = []
  a.requiredDuringSchedulingIgnoredDuringExecution?.forEach(
    (t, i) => void errors.push(...checkPodTerm(`${at}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`, t)),
  )
  a.preferredDuringSchedulingIgnoredDuringExecution?.forEach((p, i) => {
    const field = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
    errors.push(...checkWeight(field, p.weight), ...checkPodTerm(`${field}.podAffinityTerm`, p.podAffinityTerm))
  })
  return errors
}

export function checkAffinity(at: string, affinity: PodSpec['affinity']): FieldError[] {
  return [
    ...(affinity?.nodeAffinity ? checkNodeAffinity(`${at}.nodeAffinity`, affinity.nodeAffinity) : []),
    ...(affinity?.podAffinity ? checkPodAffinity(`${at}.podAffinity`, affinity.podAffinity) : []),
    ...(affinity?.podAntiAffinity ? checkPodAffinity(`${at}.podAntiAffinity`, affinity.podAntiAffinity) : []),
  ]
}

const NODE_POLICIES = ['Honor', 'Ignore']
type Spread = core.TopologySpreadConstraint & { minDomains?: number; nodeAffinityPolicy?: string; nodeTaintsPolicy?: string }

function checkMinDomains(field: string, { minDomains, whenUnsatisfiable }: Spread): FieldError[] {
  if (minDomains === undefined) return []
  const errors = minDomains <= 0 ? [invalidValue(field, minDomains, 'must be greater than zero')] : []
  if (whenUnsatisfiable !== 'DoNotSchedule')
    errors.push(invalidValue(field, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`))
  return errors
}

export function checkSpread(field: string, all: readonly Spread[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  all?.forEach((c, i) => {
    const at = `${field}[${i}]`
    if (c.maxSkew <= 0) errors.push(invalidValue(`${at}.maxSkew`, c.maxSkew, 'must be greater than zero'))
    errors.push(
      ...checkTopologyKey(at, c.topologyKey, false),
      ...oneOf(`${at}.whenUnsatisfiable`, c.whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']),
    )
    for (const other of all.slice(i + 1))
      if (other.topologyKey === c.topologyKey && other.whenUnsatisfiable === c.whenUnsatisfiable)
        errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${c.topologyKey}, ${c.whenUnsatisfiable}}`))
    errors.push(
      ...checkMinDomains(`${at}.minDomains`, c),
      ...oneOf(`${at}.nodeAffinityPolicy`, c.nodeAffinityPolicy, NODE_POLICIES),
      ...oneOf(`${at}.nodeTaintsPolicy`, c.nodeTaintsPolicy, NODE_POLICIES),
      ...checkLabelSelector(`${at}.labelSelector`, c.labelSelector),
    )
  })
  return errors
}

export function checkGates(field: string, gates: readonly { name: string }[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  gates?.forEach(({ name }, i) => {
    const at = `${field}[${i}]`
    for (const w of qualifiedName(name)) errors.push(invalidValue(at, name, w))
    if (names.has(name)) errors.push(duplicate(at, name))
    names.add(name)
  })
  return errors
}
