// ResourceQuotas and LimitRanges: how much a namespace may have, and how much one container. Upstream: pkg/apis/core/v1/defaults.go
// SetDefaults_LimitRangeItem, pkg/apis/core/validation/validation.go ValidateResourceQuota, ValidateLimitRange.
import { fill, mapField, mapSame, withField } from '../fill.ts'
import { checkResourceName, STANDARD } from '../pods/validation/resources.ts'
import { compareQuantities, milliValue } from '../quantity.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, specAndStatus, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { invalidValue, NOT_NEGATIVE } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

type Amounts = Record<string, string>

/** Things that are counted. */
const WHOLE = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
])

function checkHard(field: string, hard: Amounts | undefined): FieldError[] {
  const errors: FieldError[] = []
  for (const name of Object.keys(hard ?? {}).sort()) {
    const at = `${field}[${name}]`
    const amount = hard?.[name] as string
    errors.push(...checkResourceName(at, name))
    if (!name.includes('/') && !STANDARD.has(name) && !name.startsWith('requests.'))
      errors.push(invalidValue(at, name, 'must be a standard resource for quota'))
    if (compareQuantities(amount, '0') < 0) errors.push(invalidValue(at, amount, NOT_NEGATIVE))
    else if ((WHOLE.has(name) || name.startsWith('count/')) && milliValue(amount) % 1000 !== 0)
      errors.push(invalidValue(at, amount, 'must be an integer'))
  }
  return errors
}

/** `pods: 1/2, requests.cpu: 100m/1`: what is used of what there is. */
function usage(q: ApiObject, limits: boolean): string {
  const hard: Amounts = q.status?.hard ?? {}
  const used: Amounts = q.status?.used ?? {}
  return Object.keys(hard)
    .filter(name => name.startsWith('limits.') === limits)
    .sort()
    .map(name => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
    .join(', ')
}

export const resourcequotas: Resource = {
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [nameColumn, text('Request', q => usage(q, false)), text('Limit', q => usage(q, true)), ageColumn],
  ...specAndStatus,
  validate: o => [...checkMeta(o), ...checkHard('spec.hard', o.spec?.hard)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkHard('spec.hard', o.spec?.hard)],
}

interface LimitItem {
  type: string
  max?: Amounts
  min?: Amounts
  default?: Amounts
  defaultRequest?: Amounts
}

const some = (a: Amounts): Amounts | undefined => (Object.keys(a).length > 0 ? a : undefined)

function itemDefaults(item: LimitItem): LimitItem {
  if (item.type !== 'Container') return item
  const limit = fill(item.default ?? {}, item.max ?? {})
  const request = fill(fill(item.defaultRequest ?? {}, limit), item.min ?? {})
  const out = some(limit) ? withField(item, 'default', limit) : item
  return some(request) ? withField(out, 'defaultRequest', request) : out
}

function checkItems(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  ;((o.spec?.limits ?? []) as LimitItem[]).forEach((item, i) => {
    const at = `spec.limits[${i}]`
    for (const key of ['max', 'min', 'default', 'defaultRequest'] as const)
      for (const name of Object.keys(item[key] ?? {}).sort()) errors.push(...checkResourceName(`${at}.${key}[${name}]`, name))
    for (const [name, least] of Object.entries(item.min ?? {})) {
      const most = item.max?.[name]
      if (most !== undefined && compareQuantities(least, most) > 0)
        errors.push(invalidValue(`${at}.min[${name}]`, least, `min value ${least} is greater than max value ${most}`))
    }
    for (const [name, request] of Object.entries(item.defaultRequest ?? {})) {
      const limit = item.default?.[name]
      if (limit !== undefined && compareQuantities(request, limit) > 0)
        errors.push(
          invalidValue(
            `${at}.defaultRequest[${name}]`,
            request,
            `default request value ${request} is greater than default limit value ${limit}`,
          ),
        )
    }
  })
  return errors
}

export const limitranges: Resource = {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  namespaced: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, { ...text('Created At', (l: ApiObject) => l.metadata.creationTimestamp), type: 'date' }],
  ...plain,
  defaults: o => mapField(o, 'spec', (s: { limits?: LimitItem[] }) => mapField(s, 'limits', all => mapSame(all, itemDefaults))),
  validate: o => [...checkMeta(o), ...checkItems(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkItems(o)],
}
