// Secrets: settings that are not for everybody. Upstream: pkg/registry/core/secret/strategy.go, pkg/apis/core/validation/validation.go ValidateSecret.
import { fillZero, without } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { IMMUTABLE, invalidValue, required } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { configMapKey } from '../validation/names.ts'
import { checkKeptImmutable } from './configmap.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** UTF-8 in base64, worked out by hand: nothing of a browser or of Node is at hand here. */
export function toBase64(text: string): string {
  const bytes: number[] = []
  for (const c of text) {
    const n = c.codePointAt(0) as number
    if (n < 0x80) bytes.push(n)
    else if (n < 0x800) bytes.push(0xc0 | (n >> 6), 0x80 | (n & 63))
    else if (n < 0x10000) bytes.push(0xe0 | (n >> 12), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63))
    else bytes.push(0xf0 | (n >> 18), 0x80 | ((n >> 12) & 63), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63))
  }
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3)
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    out += ALPHABET.charAt(word >> 18) + ALPHABET.charAt((word >> 12) & 63)
    out += (b === undefined ? '=' : ALPHABET.charAt((word >> 6) & 63)) + (c === undefined ? '=' : ALPHABET.charAt(word & 63))
  }
  return out
}

/** What was given as plain text is kept as data. */
function foldStringData(o: Draft): Draft {
  if (!o.stringData) return o
  const data = {
    ...o.data,
    ...Object.fromEntries(Object.entries(o.stringData as Record<string, string>).map(([k, v]) => [k, toBase64(v)])),
  }
  return { ...without(o, 'stringData'), data }
}

function checkData(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  for (const key of Object.keys(o.data ?? {}).sort()) for (const w of configMapKey(key)) errors.push(invalidValue(`data[${key}]`, key, w))
  if (o.type === 'kubernetes.io/tls')
    for (const key of ['tls.crt', 'tls.key']) if (o.data?.[key] === undefined) errors.push(required(`data[${key}]`))
  return errors
}

export const secrets: Resource = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  shortNames: [],
  namespaced: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Type', (s: ApiObject) => s.type ?? ''),
    text('Data', (s: ApiObject) => Object.keys(s.data ?? {}).length),
    ageColumn,
  ],
  fields: { type: s => s.type ?? '' },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults: o => foldStringData(fillZero(o, { type: 'Opaque' } as Partial<Draft>)),
  validate: o => [...checkMeta(o), ...checkData(o)],
  validateUpdate: (o, old) => [
    ...checkMetaUpdate(o, old),
    ...(o.type === old.type ? [] : [invalidValue('type', o.type, IMMUTABLE)]),
    ...checkKeptImmutable(o, old, ['data']),
    ...checkData(o),
  ],
}
