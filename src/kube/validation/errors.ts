// Broken rules of an object, in Kubernetes' words, and the 422 answer made of them. Upstream: apimachinery pkg/util/validation/field/errors.go,
// pkg/api/errors/errors.go NewInvalid.
import type { FieldError } from '../resource.ts'
import { ApiError } from '../status.ts'
import type { StatusCause } from '../types.ts'

/** Text in double quotes as Go's %q writes it. */
export const quote = (text: string): string =>
  JSON.stringify(text)
    .replace(/\\u00([0-9a-f]{2})/g, (m, hex: string) =>
      hex === '07' ? '\\a' : hex === '0b' ? '\\v' : Number.parseInt(hex, 16) < 0x20 ? `\\x${hex}` : m,
    )
    .replace(UNPRINTABLE, escaped)

/** What Go does not count as printable (unicode.IsPrint). */
export const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu

function escaped(c: string): string {
  const hex = (c.codePointAt(0) as number).toString(16)
  if (hex.length <= 2 && hex < '80') return `\\x${hex}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** A value as it stands in a message: text quoted, numbers bare, the rest as JSON in which Go hides HTML's characters. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value).replace(/[<>&]/g, c => `\\u00${c.charCodeAt(0).toString(16)}`)
}

const withDetail = (words: string, detail: string | undefined) => (detail ? `${words}: ${detail}` : words)

export const required = (field: string, detail?: string): FieldError => ({
  field,
  reason: 'FieldValueRequired',
  message: withDetail('Required value', detail),
})
export const forbiddenField = (field: string, detail?: string): FieldError => ({
  field,
  reason: 'FieldValueForbidden',
  message: withDetail('Forbidden', detail),
})
export const invalidValue = (field: string, value: unknown, detail?: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: withDetail(`Invalid value: ${shown(value)}`, detail),
})
export const duplicate = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${shown(value)}`,
})
export const notFoundValue = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueNotFound',
  message: `Not found: ${shown(value)}`,
})
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}${supported.length > 0 ? `: supported values: ${supported.map(quote).join(', ')}` : ''}`,
})
export const tooLong = (field: string, bytes: number): FieldError => ({
  field,
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${bytes} bytes`,
})
export const tooMany = (field: string, have: number, max: number): FieldError => ({
  field,
  reason: 'FieldValueTooMany',
  message: `Too many: ${have}: must have at most ${max} items`,
})

export const NOT_NEGATIVE = 'must be greater than or equal to 0'
export const nonNegative = (field: string, value: number | undefined): FieldError[] =>
  value !== undefined && value < 0 ? [invalidValue(field, value, NOT_NEGATIVE)] : []

export const IMMUTABLE = 'field is immutable'

/** One of a closed set; `undefined` passes. */
export const oneOf = (field: string, value: string | undefined, supported: readonly string[]): FieldError[] =>
  value === undefined || supported.includes(value) ? [] : [notSupported(field, value, supported)]

/** The 422 answer: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: …`. */
export function invalid(resource: { kind: string; group: string }, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(e => `${e.field}: ${e.message}`))]
  const all = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
  const kind = resource.group ? `${resource.kind}.${resource.group}` : resource.kind
  const causes: StatusCause[] = errors.map(e => ({ reason: e.reason, message: e.message, field: e.field }))
  return new ApiError(422, 'Invalid', `${kind} ${quote(name)} is invalid: ${all}`, {
    ...(name && { name }),
    ...(resource.group && { group: resource.group }),
    kind: resource.kind,
    causes,
  })
}
