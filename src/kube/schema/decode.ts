// The way in: JSON from a client becomes an object as Kubernetes would hold it, or a 400. Types are checked, unknown fields dropped and named,
// quantities and times brought into their one form, and what Go prints always or never is there or not. Upstream: Go's encoding/json as forked in
// sigs.k8s.io/json, apimachinery pkg/runtime/serializer/json.
import { hasBigNumber } from '../exact.ts'
import { canonicalQuantity } from '../quantity.ts'
import { badRequest } from '../status.ts'
import { formatMicroTime, formatTime, parseTime } from '../time.ts'
import type { Draft } from '../types.ts'
import { quote } from '../validation/errors.ts'
import { type Field, goName, goTypeName, type Scalar, type Struct, schemaOf, structOf, type Type } from './schema.ts'
import { timeError } from './timeerror.ts'

export interface Decoded<T = Draft> {
  object: T
  /** `unknown field "spec.replicaz"`, in the order of the document: warnings, or with fieldValidation=Strict a refusal. */
  unknown: string[]
}

type Json = Record<string, unknown>
/** How numbers were written, by path; only those that JavaScript would write otherwise. */
export type Numerals = ReadonlyMap<string, string>
const NO_NUMERALS: Numerals = new Map()

/** Where the decoder is: the struct and the names on the way to it, for refusals, and the path with indexes, for unknown fields. */
interface At {
  struct: string
  names: string
  path: string
}

/** Lists of amounts, in which nothing is finer than a thousandth. */
const RESOURCES = 'v1.ResourceList'

const INEXACT = `whole numbers beyond ${Number.MAX_SAFE_INTEGER} are not kept exactly here`
const nameOf = (value: unknown) => (typeof value === 'bigint' ? 'number' : typeof value)

class Decoder {
  unknown: string[] = []
  /** The first thing wrong; like Go's decoder this one reads on, and tells of the first. */
  error: string | undefined
  readonly #numerals: Numerals

  constructor(numerals: Numerals) {
    this.#numerals = numerals
  }

  private fail(message: string): undefined {
    this.error ??= message
    return undefined
  }
  private mismatch(value: unknown, at: At, goType: string, withNumber = false): undefined {
    const what = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : nameOf(value)
    const shown = withNumber && what === 'number' ? `number ${this.#numerals.get(at.path) ?? String(value)}` : what
    return this.fail(`json: cannot unmarshal ${shown} into Go struct field ${at.struct}.${at.names} of type ${goType}`)
  }

  struct(value: unknown, s: Struct, at: At): Json {
    const out: Json = {}
    const given = (value ?? {}) as Json
    for (const name of Object.keys(given)) {
      const field = s.fields.get(name)
      const path = at.path ? `${at.path}.${name}` : name
      if (!field) {
        this.unknown.push(`unknown field ${quote(path)}`)
        continue
      }
      const v = this.value(given[name], field.type, field, { struct: goName(s.name), names: at.names ? `${at.names}.${name}` : name, path })
      if (v !== undefined && (field.pointer || field.printed || !isZero(v, field))) out[name] = v
    }
    for (const field of s.fields.values()) if (field.printed && out[field.name] === undefined) out[field.name] = this.zero(field)
    return out
  }

  /** What Go prints for a field that was never set. */
  private zero({ type, pointer }: Field): unknown {
    if (pointer || type.of === 'list' || type.of === 'map') return null
    if (type.of === 'struct') return this.struct({}, structOf(type.name), { struct: '', names: '', path: '' })
    return ZERO[type.scalar]
  }

  private value(value: unknown, type: Type, field: Field, at: At): unknown {
    if (value === null || value === undefined) return undefined
    switch (type.of) {
      case 'scalar':
        return this.scalar(value, type.scalar, field, at)
      case 'struct':
        if (typeof value !== 'object' || Array.isArray(value)) return this.mismatch(value, at, goTypeName(type))
        return this.struct(value, structOf(type.name), at)
      case 'list':
        if (!Array.isArray(value)) return this.mismatch(value, at, goTypeName(type, field.goType))
        return value.map((v, i) => this.value(v, type.item, field, { ...at, path: `${at.path}[${i}]` }) ?? this.nothing(type.item))
      case 'map': {
        if (typeof value !== 'object' || Array.isArray(value)) return this.mismatch(value, at, goTypeName(type, field.goType))
        const plain = { ...field, goType: field.goType === RESOURCES ? RESOURCES : undefined }
        return Object.fromEntries(
          Object.entries(value).map(([k, v]) => [
            k,
            this.value(v, type.value, plain, { ...at, path: `${at.path}.${k}` }) ?? this.nothing(type.value),
          ]),
        )
      }
      default:
        return type satisfies never
    }
  }

  /** A null inside a list or map is the zero of its type. */
  private nothing(type: Type): unknown {
    if (type.of === 'struct') return this.struct({}, structOf(type.name), { struct: '', names: '', path: '' })
    return type.of === 'scalar' ? ZERO[type.scalar] : null
  }

  private scalar(value: unknown, scalar: Scalar, field: Field, at: At): unknown {
    const wrong = (withNumber = false) => this.mismatch(value, at, field.goType ?? goTypeName({ of: 'scalar', scalar }), withNumber)
    switch (scalar) {
      case 's':
        return typeof value === 'string' ? value : wrong()
      case 'b':
        return typeof value === 'boolean' ? value : wrong()
      case 'f':
        return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : wrong()
      case 'i':
        return this.isWhole(value, at, 31) ? value : wrong(true)
      case 'l':
        if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return this.tooExact(value, at)
        return this.isWhole(value, at, 63) ? value : wrong(true)
      case 'x':
        return typeof value === 'string' || this.isWhole(value, at, 31) ? value : wrong(true)
      case 'q':
        return this.quantity(
          typeof value === 'number' ? (this.#numerals.get(at.path) ?? value) : typeof value === 'bigint' ? String(value) : value,
          field.goType === RESOURCES ? 'resources' : 'elsewhere',
        )
      case 't':
      case 'u':
        return typeof value === 'string' ? this.time(value, scalar) : wrong()
      case 'y':
        return typeof value === 'string' ? this.bytes(value) : wrong()
      case 'r':
        return hasBigNumber(value) ? this.fail(`${at.path}: ${INEXACT}`) : value
      default:
        return scalar satisfies never
    }
  }

  /** Kubernetes would take it. */
  private tooExact(value: bigint, at: At): undefined {
    return this.fail(`json: cannot unmarshal number ${value} into Go struct field ${at.struct}.${at.names} of type int64: ${INEXACT}`)
  }

  /** A number of so many bits that is written as digits alone. */
  private isWhole(value: unknown, at: At, bits: 31 | 63): boolean {
    if (typeof value !== 'number' || !Number.isInteger(value)) return false
    const text = this.#numerals.get(at.path)
    if (text === undefined) return value >= -(2 ** bits) && value < 2 ** bits
    return /^-?\d+$/.test(text) && BigInt.asIntN(bits + 1, BigInt(text)) === BigInt(text)
  }

  private quantity(value: unknown, place: 'resources' | 'elsewhere'): string | undefined {
    try {
      return canonicalQuantity(typeof value === 'string' || typeof value === 'number' ? value : 'x', place)
    } catch (e) {
      return this.fail((e as Error).message)
    }
  }

  private time(value: string, scalar: 't' | 'u'): string | undefined {
    if (value === '') return undefined
    const ms = parseTime(value)
    if (Number.isNaN(ms)) return this.fail(timeError(value, scalar === 'u'))
    if (scalar === 't') return formatTime(ms)
    return /\.\d{6}Z$/.test(value) ? value : formatMicroTime(ms)
  }

  private bytes(value: string): string | undefined {
    const bad = /[^A-Za-z0-9+/=]/.exec(value)?.index ?? (value.length % 4 === 0 ? -1 : value.length - (value.length % 4))
    return bad < 0 ? value : this.fail(`illegal base64 data at input byte ${bad}`)
  }
}

const ZERO: Record<Scalar, unknown> = { s: '', b: false, i: 0, l: 0, f: 0, q: '0', x: 0, t: null, u: null, y: '', r: null }

function isZero(v: unknown, { type }: Field): boolean {
  if (type.of === 'struct') return false
  if (type.of === 'scalar') return type.scalar !== 'r' && type.scalar !== 'q' && v === ZERO[type.scalar]
  return Object.keys(v as object).length === 0
}

/** Any struct by name (DeleteOptions, Binding …); `what` names it in a refusal. */
export function decodeStruct<T>(name: string, json: unknown, what: { version: string; kind: string }, numerals = NO_NUMERALS): Decoded<T> {
  const decoder = new Decoder(numerals)
  const object = decoder.struct(json, structOf(name), { struct: goName(name), names: '', path: '' })
  if (decoder.error !== undefined) throw cannotHandle(what, decoder.error)
  return { object: object as T, unknown: decoder.unknown }
}

/** An object of a kind. Throws the 400 of the first mistyped field. */
export function decode(resource: { group: string; version: string; kind: string }, json: unknown, numerals?: Numerals): Decoded {
  const apiVersion = resource.group ? `${resource.group}/${resource.version}` : resource.version
  const struct = schemaOf(apiVersion, resource.kind)
  if (!struct) throw new Error(`no schema for ${apiVersion} ${resource.kind}`)
  const { object, unknown } = decodeStruct<Draft>(struct.name, json, resource, numerals)
  return { object: { ...object, apiVersion, kind: resource.kind }, unknown }
}

/** The 400 in whose words a body that cannot be read is refused. */
export const cannotHandle = (what: { version: string; kind: string }, why: string) =>
  badRequest(`${what.kind} in version ${quote(what.version)} cannot be handled as a ${what.kind}: ${why}`)

/** The 400 of fieldValidation=Strict. */
export const strictError = (what: { version: string; kind: string }, complaints: readonly string[]) =>
  cannotHandle(what, `strict decoding error: ${complaints.join(', ')}`)
