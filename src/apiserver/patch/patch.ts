// PATCH: which of the four kinds of patch it is, and the object that comes of it. Upstream: apiserver pkg/endpoints/handlers/patch.go.
import { ApiError, type ApiObject, badRequest, type Draft, decode, schemaOf, writeJson } from '../../kube/index.ts'
import { BadYaml, goKind, mediaTypeOf, parseYaml, report, toldOf, utf8Of, whyNotKind, type Yaml } from '../body.ts'
import type { Call } from '../call.ts'
import { BadJson, checkValue, type Parsed, parseJson } from '../json.ts'
import { applied } from '../managed/apply.ts'
import type { WriteOptions } from '../options.ts'
import { rejected, tooLarge, unreadablePatch, unsupportedBody, unsupportedPatch } from '../refusals.ts'
import { apiVersionOf, isCustom } from '../served.ts'
import { goText } from './gotext.ts'
import { applyJsonPatch, Misfit, type Operation } from './jsonpatch.ts'
import { applyMergePatch } from './mergepatch.ts'
import { restoring, whyUnreadable } from './restoring.ts'
import { strategicMerge } from './strategic.ts'
import { asPlain, asWritten } from './written.ts'

const JSON_PATCH = 'application/json-patch+json'
const MERGE_PATCH = 'application/merge-patch+json'
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json'
const APPLY_PATCH = 'application/apply-patch+yaml'
const KINDS = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH]
const MOST_OPERATIONS = 10_000
/** Of an operation of a JSON patch. */
const PARTS = ['op', 'path', 'from', 'value']
const DECODING = 'error decoding patch: '

export const isApply = (call: Call): boolean => mediaTypeOf(call.request.contentType) === APPLY_PATCH

/** The object as it would be, or undefined when an apply changes nothing. `old` is missing only with apply. */
export function patched(call: Call, old: ApiObject | undefined, options: WriteOptions): Draft | undefined {
  const { resource: r, request } = call
  const media = mediaTypeOf(request.contentType)
  if (!KINDS.includes(media)) throw unsupportedPatch()
  if (media === STRATEGIC_PATCH && isCustom(r)) throw unsupportedBody([JSON_PATCH, MERGE_PATCH, APPLY_PATCH])
  if (media === APPLY_PATCH) return applied(call, old, readConfiguration(call, options), options)
  return patchedOf(call, old as ApiObject, media, { group: r.group, version: r.version, kind: r.kind }, options)
}

function patchedOf(
  call: Call,
  old: ApiObject,
  media: string,
  kind: { group: string; version: string; kind: string },
  options: WriteOptions,
): Draft {
  const { house } = call
  const { value, shown, duplicates, numerals } = raw(call, house.dates ? (house.dates.out(old) as ApiObject) : old, media, kind)
  const strange = media === STRATEGIC_PATCH ? undefined : otherKind(value, kind)
  if (strange) throw unreadablePatch(shown(), strange)
  const named = { ...(value as object), apiVersion: apiVersionOf(kind), kind: kind.kind }
  let decoded: ReturnType<typeof decode>
  try {
    decoded = decode(kind, named, numerals)
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    const why = whyUnreadable(e, kind.kind)
    throw unreadablePatch(shown(), media === STRATEGIC_PATCH ? restoring(why, kind) : why)
  }
  report([...duplicates, ...decoded.unknown], options.fieldValidation, call.warnings, list =>
    unreadablePatch(shown(), `strict decoding error: ${list.join(', ')}`),
  )
  return (house.dates?.in(decoded.object) ?? decoded.object) as Draft
}

/** A patch may not make another kind of an object; a strategic one cannot, what it says of that counts for nothing. */
function otherKind(value: unknown, kind: { group: string; version: string; kind: string }): string | undefined {
  const { apiVersion, kind: given } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown }
  const same = (apiVersion ?? apiVersionOf(kind)) === apiVersionOf(kind) && (given ?? kind.kind) === kind.kind
  return same ? undefined : whyNotKind(String(apiVersion), String(given), kind)
}

interface Raw {
  value: unknown
  /** How a refusal shows it. */
  shown(): string
  duplicates: string[]
  /** Where the patch has numbers at the places at which the object will have them. */
  numerals?: Parsed['numerals'] | undefined
}

function raw(call: Call, old: ApiObject, media: string, kind: { group: string; version: string; kind: string }): Raw {
  const asJson = (value: unknown) => () => JSON.stringify(writeJson(value))
  const duplicatesOf = (p: Parsed) => p.duplicates.map(d => `duplicate field ${JSON.stringify(d)}`)
  if (media === JSON_PATCH) {
    const { operations, complaints } = readOperations(call)
    try {
      const { value, numerals } = asPlain(applyJsonPatch(old, operations))
      return { value, shown: asJson(value), duplicates: complaints, numerals }
    } catch (e) {
      throw e instanceof Misfit ? rejected() : e
    }
  }
  if (media === MERGE_PATCH) {
    const parsed = parsedPatch(call, DECODING)
    if (parsed.value === null) throw badRequest('Invalid JSON Patch')
    mustBe(parsed.value, 'object', DECODING)
    const value = applyMergePatch(old, parsed.value)
    return { value, shown: asJson(value), duplicates: duplicatesOf(parsed), numerals: parsed.numerals }
  }
  const parsed = parsedPatch(call, '')
  const patch = (parsed.value ?? {}) as Record<string, unknown>
  mustBe(patch, 'object', '')
  const value = strategicMerge(old, patch, schemaOf(apiVersionOf(kind), kind.kind))
  return { value, shown: () => JSON.stringify(goText(patch)), duplicates: duplicatesOf(parsed) }
}

function parsedPatch(call: Call, prefix: string): Parsed {
  try {
    const parsed = parse(call)
    mustFit(parsed, mediaTypeOf(call.request.contentType), prefix)
    return parsed
  } catch (e) {
    if (e instanceof BadYaml) throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${e.message}`)
    if (e instanceof BadJson) throw badRequest(prefix + e.message)
    throw e
  }
}

/** Numbers of a patch are read as floats first, whatever field they are for. */
function mustFit({ numerals }: Parsed, media: string, prefix: string): void {
  const tooLong = [...(numerals?.values() ?? [])].find(text => !Number.isFinite(Number(text)))
  if (tooLong === undefined) return
  const where = media === JSON_PATCH ? 'struct field jsonPatchOp.value' : 'value'
  throw badRequest(`${prefix}json: cannot unmarshal number ${tooLong} into Go ${where} of type float64`)
}

function parse({ request, house }: Call): Parsed {
  const { body = '', contentType } = request
  const { mostBytes, yaml } = house.reading
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    checkValue(body)
    return { value: body, duplicates: [] }
  }
  if (body.length > mostBytes) throw tooLarge(`limit is ${mostBytes}`)
  const text = typeof body === 'string' ? body : utf8Of(body)
  return mediaTypeOf(contentType) === APPLY_PATCH && yaml ? parseEither(text, yaml) : parseJson(text)
}

/** A configuration is YAML; as JSON, which most are, it is read faster, if nothing is wrong with it. */
function parseEither(text: string, yaml: Yaml): Parsed {
  try {
    const parsed = /^\s*\{/.test(text) ? parseJson(text) : undefined
    if (parsed && !parsed.duplicates.length) return parsed
  } catch (e) {
    if (!(e instanceof BadJson)) throw e
  }
  return parseYaml(text, yaml)
}

/** A JSON patch, and what its operations say beyond what they may. */
function readOperations(call: Call): { operations: Operation[]; complaints: string[] } {
  const parsed = parsedPatch(call, DECODING)
  const { duplicates } = parsed
  const list = asWritten(parsed) ?? []
  mustBe(list, 'list', DECODING)
  const operations = (list as unknown[]).map(operationOf)
  if (operations.length > MOST_OPERATIONS)
    throw tooLarge(`The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${operations.length}`)
  const unknown = operations.flatMap((o, i) => Object.keys(o).flatMap(k => (PARTS.includes(k) ? [] : `unknown field "[${i}].${k}"`)))
  const complaints = [...duplicates.map(d => `duplicate field ${JSON.stringify(d)}`), ...unknown]
  return { operations, complaints: complaints.map(c => `json patch ${c}`) }
}

function operationOf(value: unknown): Operation {
  const wrong = (what: unknown, where: string) => badRequest(`${DECODING}json: cannot unmarshal ${goKind(what)} into Go ${where}`)
  const o = value ?? {}
  if (goKind(o) !== 'object') throw wrong(o, 'value of type handlers.jsonPatchOp')
  for (const part of ['op', 'path', 'from'] as const) {
    const text: unknown = (o as Operation)[part] ?? ''
    if (typeof text !== 'string') throw wrong(text, `struct field jsonPatchOp.${part} of type string`)
  }
  return o
}

const UNMARSHALING = 'error decoding YAML: error unmarshaling JSON: while decoding JSON: '

/** An applied configuration; nothing at all counts as an empty one. */
function readConfiguration(call: Call, { fieldValidation }: WriteOptions): Record<string, unknown> {
  if (call.request.body === undefined || call.request.body === '') return {}
  const parsed = parsedPatch(call, UNMARSHALING)
  report(toldOf(parsed, fieldValidation), fieldValidation, call.warnings, list =>
    badRequest(`error strict decoding YAML: error converting YAML to JSON: ${list.join(', ')}`),
  )
  const { value } = parsed
  if (value === null) return {}
  mustBe(value, 'object', UNMARSHALING)
  return value as Record<string, unknown>
}

function mustBe(value: unknown, what: 'list' | 'object', prefix: string): void {
  const kind = goKind(value)
  if (what === 'list' ? kind === 'array' : kind === 'object') return
  throw badRequest(
    `${prefix}json: cannot unmarshal ${kind} into Go value of type ${what === 'list' ? '[]handlers.jsonPatchOp' : 'map[string]interface {}'}`,
  )
}
