// What a request asks beyond its object: ListOptions, CreateOptions, PatchOptions, DeleteOptions, checked as Kubernetes checks them. Upstream:
// apimachinery pkg/apis/meta/internalversion/validation, pkg/apis/meta/v1/validation/validation.go.
import { ApiError, badRequest, type DeleteOptions, type FieldError, quote, UNPRINTABLE } from '../kube/index.ts'
import type { Query } from './query.ts'
import { invalidOptions, Unforeseen } from './refusals.ts'

export interface WriteOptions {
  dryRun: boolean
  fieldManager: string
  fieldValidation: 'Ignore' | 'Warn' | 'Strict'
  force: boolean
}

const MOST_MANAGER_BYTES = 128
const bytesOf = (text: string) => encodeURIComponent(text).replace(/%../g, '.').length
const error = (field: string, reason: string, message: string): FieldError => ({ field, reason, message })
const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldError =>
  error(
    field,
    'FieldValueNotSupported',
    `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map(s => JSON.stringify(s)).join(', ')}`,
  )

function dryRunErrors(values: readonly string[]): FieldError[] {
  const odd = values.filter(v => v !== 'All')
  return odd.length ? [unsupported('dryRun', values, ['All'])] : []
}

/** Who writes is called by printable characters, not too many of them. */
function managerErrors(manager: string): FieldError[] {
  const bytes = bytesOf(manager)
  const errors =
    bytes > MOST_MANAGER_BYTES
      ? [error('fieldManager', 'FieldValueTooLong', `Too long: may not be more than ${MOST_MANAGER_BYTES} bytes`)]
      : []
  for (const { 0: c, index } of manager.matchAll(UNPRINTABLE)) {
    const point = `U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`
    const words = `invalid character ${point} (at position ${bytesOf(manager.slice(0, index))})`
    errors.push(error('fieldManager', 'FieldValueInvalid', `Invalid value: ${quote(manager)}: ${words}`))
  }
  return errors
}

/** The options of a POST, PUT or PATCH. Throws 422. */
export function writeOptions(kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions', query: Query, apply = false): WriteOptions {
  const errors: FieldError[] = []
  const validation = query.text('fieldValidation')
  const manager = query.text('fieldManager')
  if (kind === 'PatchOptions') {
    if (apply && manager === '') errors.push(error('fieldManager', 'FieldValueRequired', 'Required value: is required for apply patch'))
    if (!apply && query.has('force'))
      errors.push(error('force', 'FieldValueForbidden', 'Forbidden: may not be specified for non-apply patch'))
  }
  errors.push(...managerErrors(manager), ...dryRunErrors(query.all('dryRun')))
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(validation))
    errors.push(unsupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']))
  if (errors.length) throw invalidOptions(kind, errors)
  return {
    dryRun: query.all('dryRun').length > 0,
    fieldManager: manager,
    fieldValidation: (validation || 'Warn') as WriteOptions['fieldValidation'],
    force: query.bool('force'),
  }
}

export interface ListOptions {
  labelSelector: string
  fieldSelector: string
  limit: number
  continue: string
  /** undefined: whatever is newest. */
  resourceVersion: number | undefined
  exact: boolean
  watch: boolean
  bookmarks: boolean
  /** Present objects first, then a bookmark. */
  initialEvents: boolean | undefined
  timeoutSeconds: number | undefined
}

export function listOptions(query: Query, watch: boolean): ListOptions {
  const version = query.text('resourceVersion')
  const match = query.text('resourceVersionMatch')
  const initial = query.has('sendInitialEvents') ? query.bool('sendInitialEvents') : undefined
  const limit = query.integer('limit') ?? 0
  const token = query.text('continue')
  const errors = watch ? watchErrors(match, initial, token) : listErrors(version, match, initial, token)
  if (errors.length) throw invalidOptions('ListOptions', errors)
  if (!watch && token && version !== '' && version !== '0')
    throw badRequest('specifying resource version is not allowed when using continue')
  return {
    labelSelector: query.text('labelSelector'),
    fieldSelector: query.text('fieldSelector'),
    // Whatever the API server still has in mind it gives whole.
    limit: watch || limit < 0 || (version === '0' && !token) ? 0 : limit,
    continue: watch ? '' : token,
    resourceVersion: version === '' ? undefined : watch ? versionOf(version) : listVersionOf(version),
    // A page of a list at a version is a page of the list of then.
    exact: match === 'Exact' || (!watch && match === '' && limit > 0 && version !== '0'),
    watch,
    bookmarks: query.bool('allowWatchBookmarks'),
    initialEvents: initial,
    timeoutSeconds: query.integer('timeoutSeconds') || undefined,
  }
}

const forbids = (field: string, words: string) => error(field, 'FieldValueForbidden', `Forbidden: ${words}`)
const MATCH = 'resourceVersionMatch'
const FORBIDDEN_WITH_TOKEN = forbids(MATCH, 'resourceVersionMatch is forbidden when continue is provided')

function listErrors(version: string, match: string, initial: boolean | undefined, token: string): FieldError[] {
  const errors: FieldError[] = []
  if (match !== '') {
    if (version === '') errors.push(forbids(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
    if (token !== '') errors.push(FORBIDDEN_WITH_TOKEN)
    if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(unsupported(MATCH, match, ['Exact', 'NotOlderThan', '']))
    if (match === 'Exact' && version === '0')
      errors.push(forbids(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  }
  if (initial !== undefined) errors.push(forbids('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  return errors
}

function watchErrors(match: string, initial: boolean | undefined, token: string): FieldError[] {
  const errors: FieldError[] = []
  const newer = match === 'NotOlderThan'
  if (initial !== undefined && !newer)
    errors.push(forbids(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  if (match === '') return errors
  if (initial === undefined) errors.push(forbids(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
  if (!newer) errors.push(unsupported(MATCH, match, ['NotOlderThan']))
  if (token !== '') errors.push(FORBIDDEN_WITH_TOKEN)
  return errors
}

const uint = (text: string) => /^\d+$/.test(text)
const notUint = (text: string) => `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
const wrongVersion = (text: string) => `resourceVersion: Invalid value: ${JSON.stringify(text)}: ${notUint(text)}`

function listVersionOf(text: string): number {
  if (!uint(text)) throw badRequest(`invalid resource version: ${wrongVersion(text)}`)
  return Number(text)
}

/** The version that a watch or a get names. */
export function versionOf(text: string): number {
  if (!uint(text)) throw new Unforeseen(wrongVersion(text))
  return Number(text)
}

/** A version inside an object that is put. */
export function checkObjectVersion(text: string | undefined): void {
  if (text && !uint(text)) throw new Unforeseen(notUint(text))
}

/** Nobody has seen that version yet; the real server waits three seconds for it and then says this. */
export const tooLargeVersion = (version: number, current: number) =>
  new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })

const POLICIES = ['Foreground', 'Background', 'Orphan']

export interface RemoveOptions extends DeleteOptions {
  dry: boolean
}

/** DeleteOptions of the body, or else of the query. Throws 422. */
export function removeOptions(body: Record<string, unknown> | undefined, query: Query): RemoveOptions {
  const given = body ?? deleteOptionsOfQuery(query)
  const policy = given.propagationPolicy as string | undefined
  const orphan = given.orphanDependents as boolean | undefined
  const errors: FieldError[] = []
  if (policy && typeof orphan === 'boolean')
    errors.push(
      error(
        'propagationPolicy',
        'FieldValueInvalid',
        `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`,
      ),
    )
  else if (policy && !POLICIES.includes(policy)) errors.push(unsupported('propagationPolicy', policy, [...POLICIES, 'nil']))
  const dryRun = [...((given.dryRun as string[] | undefined) ?? [])]
  errors.push(...dryRunErrors(dryRun))
  if (errors.length) throw invalidOptions('DeleteOptions', errors)
  const chosen = policy ?? (orphan === undefined ? undefined : orphan ? 'Orphan' : 'Background')
  const grace = given.gracePeriodSeconds as number | undefined
  const preconditions = given.preconditions as DeleteOptions['preconditions']
  return {
    dry: dryRun.length > 0,
    ...(chosen && { propagationPolicy: chosen as NonNullable<DeleteOptions['propagationPolicy']> }),
    ...(grace !== undefined && grace !== null && { gracePeriodSeconds: grace }),
    ...(preconditions && { preconditions }),
  }
}

function deleteOptionsOfQuery(query: Query): Record<string, unknown> {
  const grace = query.integer('gracePeriodSeconds')
  return {
    ...(query.has('propagationPolicy') && { propagationPolicy: query.text('propagationPolicy') }),
    ...(query.has('orphanDependents') && { orphanDependents: query.bool('orphanDependents') }),
    ...(query.has('dryRun') && { dryRun: query.all('dryRun') }),
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
  }
}
