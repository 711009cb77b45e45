// PriorityClasses: who goes first, and who makes room. Upstream: pkg/apis/scheduling/v1/defaults.go, pkg/apis/scheduling/validation/validation.go,
// pkg/registry/scheduling/priorityclass/strategy.go.
import { fill } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text, whole } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { forbiddenField, oneOf } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { subdomainName } from '../validation/names.ts'

const HIGHEST_OF_USERS = 1_000_000_000
/** The two that every cluster has. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}

function check(o: Draft): FieldError[] {
  const name = o.metadata.name ?? ''
  const errors: FieldError[] = []
  if (name.startsWith('system-')) {
    const known = SYSTEM_PRIORITIES[name]
    if (known === undefined || known !== o.value)
      errors.push(
        forbiddenField(
          'metadata.name',
          `priority class names with 'system-' prefix are reserved for system use only. error: ${known === undefined ? `${name} is not a known system priority class` : `value of ${name} PriorityClass must be ${known}`}`,
        ),
      )
  } else if ((o.value ?? 0) > HIGHEST_OF_USERS)
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST_OF_USERS}`))
  return [...errors, ...oneOf('preemptionPolicy', o.preemptionPolicy, ['PreemptLowerPriority', 'Never'])]
}

function checkKept(o: Draft, old: ApiObject): FieldError[] {
  const errors: FieldError[] = []
  if ((o.value ?? 0) !== (old.value ?? 0)) errors.push(forbiddenField('value', 'may not be changed in an update.'))
  if (o.preemptionPolicy !== old.preemptionPolicy)
    errors.push({
      field: 'preemptionPolicy',
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(o.preemptionPolicy)}: field is immutable`,
    })
  return errors
}

export const priorityclasses: Resource = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  namespaced: false,
  hasStatus: false,
  hasGeneration: true,
  columns: [
    nameColumn,
    whole('Value', (p: ApiObject) => p.value ?? 0),
    { ...text('Global-Default', (p: ApiObject) => p.globalDefault ?? false), type: 'boolean' },
    ageColumn,
    text('PreemptionPolicy', (p: ApiObject) => p.preemptionPolicy ?? ''),
  ],
  ...plain,
  defaults: o => fill(o, { preemptionPolicy: 'PreemptLowerPriority' } as Partial<Draft>),
  validate: o => [...checkMeta(o, subdomainName, false), ...check(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkKept(o, old)],
}
