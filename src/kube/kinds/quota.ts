// ResourceQuotas and LimitRanges: how much a namespace may have, and how much one container. Upstream: pkg/apis/core/v1/defaults.go
// SetDefaults_LimitRangeItem, pkg/apis/core/validation/validation.go ValidateResourceQuota, ValidateLimitRange.
import { fill, mapField, mapSame, withField } from '../fill.ts'
import { checkResourceName, STANDARD } from '../pods/validation/resources.ts'
import { compareQuantities, milliValue } from '../quantity.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, specAndStatus, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { duplicate, forbiddenField, invalidValue, NOT_NEGATIVE } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { qualifiedName } from '../validation/names.ts'

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

const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]
const checkScopes = (scopes: string[] | undefined): FieldError[] =>
  (scopes ?? []).filter(s => !SCOPES.includes(s)).map(() => invalidValue('spec.scopes', scopes, 'unsupported scope'))

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
  returnsDeleted: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [nameColumn, text('Request', q => usage(q, false)), text('Limit', q => usage(q, true)), ageColumn],
  ...specAndStatus,
  validate: o => [...checkMeta(o), ...checkHard('spec.hard', o.spec?.hard), ...checkScopes(o.spec?.scopes)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkHard('spec.hard', o.spec?.hard)],
}

interface LimitItem {
  type: string
  max?: Amounts
  min?: Amounts
  default?: Amounts
  defaultRequest?: Amounts
  maxLimitRequestRatio?: Amounts
}

const some = (a: Amounts): Amounts | undefined => (Object.keys(a).length > 0 ? a : undefined)

function itemDefaults(item: LimitItem): LimitItem {
  if (item.type !== 'Container') return item
  const limit = fill(item.default ?? {}, item.max ?? {})
  const request = fill(fill(item.defaultRequest ?? {}, limit), item.min ?? {})
  const out = some(limit) ? withField(item, 'default', limit) : item
  return some(request) ? withField(out, 'defaultRequest', request) : out
}

const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim']

function checkLimitType(field: string, type: string): FieldError[] {
  const wrong = qualifiedName(type)
  if (wrong.length > 0) return wrong.map(w => invalidValue(field, type, w))
  return type.includes('/') || LIMIT_TYPES.includes(type)
    ? []
    : [invalidValue(field, type, 'must be a standard limit type or fully qualified')]
}

function checkAmounts(at: string, item: LimitItem, name: string): FieldError[] {
  const { min, max, default: limit, defaultRequest: request, maxLimitRequestRatio: ratio } = item
  const errors: FieldError[] = []
  const above = (field: string, shown: string, a: string | undefined, b: string | undefined, words: string) => {
    if (a !== undefined && b !== undefined && compareQuantities(a, b) > 0)
      errors.push(invalidValue(`${at}.${field}[${name}]`, shown, words))
  }
  const [lo, hi, l, r] = [min?.[name], max?.[name], limit?.[name], request?.[name]] as [string, string, string, string]
  above('min', lo, lo, hi, `min value ${lo} is greater than max value ${hi}`)
  above('defaultRequest', r, lo, r, `min value ${lo} is greater than default request value ${r}`)
  above('defaultRequest', r, r, hi, `default request value ${r} is greater than max value ${hi}`)
  above('defaultRequest', r, r, l, `default request value ${r} is greater than default limit value ${l}`)
  above('default', lo, lo, l, `min value ${lo} is greater than default value ${l}`)
  above('default', hi, l, hi, `default value ${l} is greater than max value ${hi}`)
  const most = ratio?.[name]
  if (most !== undefined && compareQuantities(most, '1') < 0)
    errors.push(invalidValue(`${at}.maxLimitRequestRatio[${name}]`, most, `ratio ${most} is less than 1`))
  return errors
}

function checkItems(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  const types = new Set<string>()
  ;((o.spec?.limits ?? []) as LimitItem[]).forEach((item, i) => {
    const at = `spec.limits[${i}]`
    errors.push(...checkLimitType(`${at}.type`, item.type ?? ''))
    if (types.has(item.type)) errors.push(duplicate(`${at}.type`, item.type))
    types.add(item.type)
    const names = new Set<string>()
    for (const key of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const)
      for (const name of Object.keys(item[key] ?? {}).sort()) {
        errors.push(...checkResourceName(`${at}.${key}[${name}]`, name))
        names.add(name)
      }
    if (item.type === 'Pod')
      for (const key of ['default', 'defaultRequest'] as const)
        if (Object.keys(item[key] ?? {}).length > 0)
          errors.push(forbiddenField(`${at}.${key}`, "may not be specified when `type` is 'Pod'"))
    for (const name of names) errors.push(...checkAmounts(at, item, name))
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
  madeByPut: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, { ...text('Created At', (l: ApiObject) => l.metadata.creationTimestamp ?? '0001-01-01T00:00:00Z'), type: 'date' }],
  ...plain,
  defaults: o => mapField(o, 'spec', (s: { limits?: LimitItem[] }) => mapField(s, 'limits', all => mapSame(all, itemDefaults))),
  validate: o => [...checkMeta(o), ...checkItems(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkItems(o)],
}
