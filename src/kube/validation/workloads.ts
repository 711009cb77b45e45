// Rules that the workload kinds share. Upstream: pkg/apis/apps/validation/validation.go, pkg/registry/apps/*/strategy.go.
import { canonical } from '../names.ts'
import type { FieldError } from '../resource.ts'
import type { ApiObject, Draft } from '../types.ts'
import { IMMUTABLE, invalidValue, nonNegative } from './errors.ts'
import { selectorJson } from './labels.ts'

/** Which pods are mine is decided at birth. */
export function checkImmutableSelector(o: Draft, old: ApiObject): FieldError[] {
  const { selector } = o.spec
  if (selector === old.spec.selector || canonical(selector ?? null) === canonical(old.spec.selector ?? null)) return []
  return [invalidValue('spec.selector', selector ? selectorJson(selector) : null, IMMUTABLE)]
}

interface Counts {
  replicas?: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
}

/** Parts of a count are not more than the whole. */
export function checkReplicaCounts(status: Counts | undefined): FieldError[] {
  const s = status ?? {}
  const errors: FieldError[] = []
  for (const key of ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const)
    errors.push(...nonNegative(`status.${key}`, s[key]))
  const of = (part: keyof Counts, whole: keyof Counts) => {
    if ((s[part] ?? 0) > (s[whole] ?? 0))
      errors.push(invalidValue(`status.${part}`, s[part], `cannot be greater than ${whole === 'replicas' ? 'status.replicas' : whole}`))
  }
  of('fullyLabeledReplicas', 'replicas')
  of('readyReplicas', 'replicas')
  of('availableReplicas', 'replicas')
  of('availableReplicas', 'readyReplicas')
  return errors
}
