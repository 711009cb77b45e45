// Reading a request's body: from JSON, YAML or protobuf to an object of the kind that the address names, with its types checked and unknown fields
// dropped and told of. Upstream: apiserver pkg/endpoints/handlers/{create,update,rest}.go, apimachinery pkg/runtime/serializer/json/json.go.
import { type ApiError, apiVersionOf, badRequest, cannotHandle, type Draft, decode, schemaOf, strictError } from '../kube/index.ts'
import { BadJson, checkValue, type Parsed, parseJson } from './json.ts'
import type { WriteOptions } from './options.ts'
import { tooLarge, unsupportedBody } from './refusals.ts'

/** What the door needs of a YAML library; it comes from outside, since a page that only speaks JSON need not carry one. */
export interface Yaml {
  /** Reads YAML 1.1, as Kubernetes does: the first document, and of keys that stand twice the last; they are complained of. Throws an Error whose message says where and why. */
  parse(text: string): { value: unknown; complaints: string[] }
  stringify(value: unknown): string
}

export interface Reading {
  yaml: Yaml | undefined
  /** Reads Kubernetes' protobuf envelope as JSON. Throws an Error with the reason. */
  protobuf: ((bytes: Uint8Array) => unknown) | undefined
  mostBytes: number
}

export interface Kind {
  group: string
  version: string
  kind: string
}

const MEDIA = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

export const mediaTypeOf = (contentType: string | undefined): string => (contentType ?? '').split(';')[0]?.trim() ?? ''

/** A body as JSON value, whatever it came as. `undefined` when there is none. Throws 413, 415, or BadJson with Go's words. */
export function readValue(body: unknown, contentType: string | undefined, how: Reading): Parsed | undefined {
  if (body === undefined) return undefined
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    checkValue(body)
    return { value: body, duplicates: [] }
  }
  if (body.length > how.mostBytes) throw tooLarge(`limit is ${how.mostBytes}`)
  const media = mediaTypeOf(contentType)
  if (media === 'application/vnd.kubernetes.protobuf' && how.protobuf && typeof body !== 'string') return fromProtobuf(body, how.protobuf)
  const text = typeof body === 'string' ? body : utf8Of(body)
  if (media === '' || media === 'application/json') return parseJson(text)
  if (media === 'application/yaml' && how.yaml) return parseYaml(text, how.yaml)
  throw unsupportedBody(MEDIA)
}

function fromProtobuf(bytes: Uint8Array, read: (bytes: Uint8Array) => unknown): Parsed {
  let value: unknown
  try {
    value = read(bytes)
  } catch (e) {
    throw badRequest((e as Error).message)
  }
  checkValue(value)
  return { value, duplicates: [] }
}

export function parseYaml(text: string, yaml: Yaml): Parsed {
  let read: ReturnType<Yaml['parse']>
  try {
    read = yaml.parse(text)
  } catch (e) {
    throw new BadYaml((e as Error).message)
  }
  checkValue(read.value)
  return { value: read.value ?? null, duplicates: [], complaints: read.complaints }
}

/** What YAML's reader has against a text that it read: for who is strict in one piece, else one by one. */
export const toldOf = ({ complaints = [] }: Parsed, validation: WriteOptions['fieldValidation']): readonly string[] =>
  validation === 'Strict' && complaints.length
    ? [`yaml: unmarshal errors:\n${complaints.map(c => `  ${c}`).join('\n')}`]
    : [...new Set(complaints)]

/** A text that is no YAML. */
export class BadYaml extends Error {}

/** An object of the expected kind out of a POST's or PUT's body; `warnings` hears of dropped fields. Throws 400. */
export function readObject(
  body: unknown,
  contentType: string | undefined,
  expected: Kind,
  how: Reading,
  validation: WriteOptions['fieldValidation'],
  warnings: string[],
): Draft {
  let parsed: Parsed
  try {
    parsed = readValue(body ?? '', contentType, how) as Parsed
  } catch (e) {
    if (e instanceof BadYaml) throw unrecognized(`yaml: ${e.message}`, expected, body)
    if (e instanceof BadJson) throw unrecognized(`couldn't get version/kind; json parse error: ${e.message}`, expected, body)
    throw e
  }
  const named = withKind(parsed.value, expected, body)
  const { object, unknown } = decode(expected, named, parsed.numerals)
  const duplicates = parsed.duplicates.map(d => `duplicate field ${JSON.stringify(d)}`)
  report([...duplicates, ...toldOf(parsed, validation), ...unknown], validation, warnings, list => strictError(expected, list))
  return object
}

/** Tells of fields that were dropped, as the client wants to hear it. */
export function report(
  complaints: readonly string[],
  validation: WriteOptions['fieldValidation'],
  warnings: string[],
  strict: (complaints: readonly string[]) => ApiError,
): void {
  if (complaints.length === 0 || validation === 'Ignore') return
  if (validation === 'Strict') throw strict(complaints)
  warnings.push(...complaints)
}

const META = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'

function unrecognized(why: string, { kind }: Kind, body: unknown): ApiError {
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? utf8Of(body) : written(body)
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${excerpt(text)})`)
}

/** The beginning of a value as JSON; nothing when it cannot be written so. */
function written(body: unknown): string {
  let left = MOST_SHOWN
  try {
    return JSON.stringify(body, (_, value) => (left-- > 0 && typeof value !== 'bigint' ? value : undefined)) ?? ''
  } catch {
    return ''
  }
}

const MOST_SHOWN = 30

/** The beginning of a body as Kubernetes shows it: as text when it looks like JSON, else in hexadecimal. */
function excerpt(text: string): string {
  if (text === '') return '<empty>'
  const shown = text.startsWith('{') ? text.slice(0, MOST_SHOWN) : hex(text.slice(0, MOST_SHOWN))
  return text.length > MOST_SHOWN ? `${shown} ...` : shown
}

const hex = (text: string) =>
  [...encodeURIComponent(text).matchAll(/%(..)|(.)/g)]
    .map(([, code, c]) => code?.toLowerCase() ?? (c as string).charCodeAt(0).toString(16))
    .join('')

/** The body with kind and apiVersion, which the address gives where the body does not. Throws when they say something else. */
function withKind(value: unknown, expected: Kind, body: unknown): Record<string, unknown> {
  const apiVersion = apiVersionOf(expected)
  if (value === null) return { apiVersion, kind: expected.kind }
  if (typeof value !== 'object' || Array.isArray(value))
    throw unrecognized(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${goKind(value)} into Go value of type ${META}`,
      expected,
      body,
    )
  const o = value as Record<string, unknown>
  const given = { apiVersion: o.apiVersion ?? '', kind: o.kind ?? '' } as { apiVersion: string; kind: string }
  for (const [field, text] of Object.entries(given) as [string, unknown][])
    if (typeof text !== 'string')
      throw unrecognized(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${goKind(text)} into Go struct field .${field} of type string`,
        expected,
        body,
      )
  given.apiVersion ||= apiVersion
  given.kind ||= expected.kind
  if (given.apiVersion.split('/').length > 2) throw unrecognized(`unexpected GroupVersion string: ${given.apiVersion}`, expected, body)
  if (given.apiVersion !== apiVersion || given.kind !== expected.kind) throw mismatch(given, expected)
  return { ...o, ...given }
}

const SCHEME = 'in scheme "pkg/runtime/scheme.go:110"'

function mismatch(given: { apiVersion: string; kind: string }, expected: Kind): ApiError {
  const [group, version] = given.apiVersion.includes('/') ? (given.apiVersion.split('/') as [string, string]) : ['', given.apiVersion]
  if (given.kind === expected.kind && group === expected.group)
    return badRequest(
      `the API version in the data (${given.apiVersion}) does not match the expected API version (${apiVersionOf(expected)})`,
    )
  const why = whyNotKind(given.apiVersion, given.kind, expected)
  return badRequest(`${given.kind} in version ${JSON.stringify(version)} cannot be handled as a ${expected.kind}: ${why}`)
}

/** Why an object that calls itself so is none of the expected kind. */
export function whyNotKind(apiVersion: string, kind: string, expected: Kind): string {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
  if (isKnown(apiVersion, kind))
    return `converting (${version}.${kind}) to (${expected.group.split('.')[0] || 'core'}.${expected.kind}): unknown conversion`
  return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} ${SCHEME}`
}

/** Lists of a kind are kinds too, and so is one of anything. */
const isKnown = (apiVersion: string, kind: string) =>
  schemaOf(apiVersion, kind) || schemaOf(apiVersion, kind.replace(/List$/, '')) || (apiVersion === 'v1' && kind === 'List')

export const goKind = (value: unknown): string =>
  Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'bigint'
          ? 'number'
          : typeof value

/** Bytes as text, wrong ones replaced. */
export function utf8Of(bytes: Uint8Array): string {
  let escaped = ''
  for (const b of bytes) escaped += b < 0x80 && b !== 0x25 ? String.fromCharCode(b) : `%${b.toString(16).padStart(2, '0')}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    throw cannotHandle({ version: 'v1', kind: 'Object' }, 'invalid UTF-8')
  }
}
