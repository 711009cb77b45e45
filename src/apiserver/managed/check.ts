// Whether an applied configuration fits the schema: fields that are not declared, values of the wrong type, and list items that stand twice are refused
// before anything is compared. Upstream: structured-merge-diff typed/validate.go, apimachinery pkg/util/managedfields/internal/typeconverter.go.
import { apiVersionOf, type Field, type Struct, schemaOf, structOf, type Type, writeJson } from '../../kube/index.ts'
import { goText } from '../patch/gotext.ts'
import { Unforeseen } from '../refusals.ts'
import { keyText } from './fields.ts'
import { keyOfItem } from './typed.ts'

/** Throws the 500 of a configuration that cannot be read as its kind. */
export function checkConfiguration(r: { group: string; version: string; kind: string }, config: Record<string, unknown>): void {
  const struct = schemaOf(apiVersionOf(r), r.kind)
  const wrong = struct && structFault(config, struct, '')
  if (!wrong) return
  const metadata = (config.metadata ?? {}) as { namespace?: unknown; name?: unknown }
  const text = (v: unknown) => (typeof v === 'string' ? v : '')
  const version = r.group ? apiVersionOf(r) : `/${r.version}`
  throw new Unforeseen(
    `failed to create typed patch object (${text(metadata.namespace)}/${text(metadata.name)}; ${version}, Kind=${r.kind}): ${wrong}`,
  )
}

function structFault(value: unknown, struct: Struct, path: string): string | undefined {
  if (typeof value !== 'object' || Array.isArray(value)) return `${path}: expected map, got ${shown(value)}`
  for (const [name, inner] of Object.entries(value as object)) {
    const field = struct.fields.get(name)
    if (!field) return `${path}.${name}: field not declared in schema`
    const fault = fieldFault(inner, field.type, field, `${path}.${name}`)
    if (fault) return fault
  }
  return undefined
}

function fieldFault(value: unknown, type: Type, field: Field | undefined, path: string): string | undefined {
  if (value === null) return undefined
  switch (type.of) {
    case 'struct':
      return structFault(value, structOf(type.name), path)
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return `${path}: expected map, got ${shown(value)}`
      return first(Object.entries(value as object), ([k, v]) => fieldFault(v, type.value, undefined, `${path}.${k}`))
    case 'list':
      return listFault(value, type.item, field, path)
    case 'scalar':
      return scalarFault(value, type.scalar, path)
    default:
      return type satisfies never
  }
}

function listFault(value: unknown, item: Type, field: Field | undefined, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path}: expected list, got ${shown(value)}`
  const keys = field?.listKeys ?? []
  const seen = new Set<string>()
  if (keys.length || field?.set)
    for (const v of value) {
      const key = keys.length ? keyText(keyOfItem(v, keys).slice(2)) : `=${writeJson(v)}`
      if (seen.has(key)) return `${path}: duplicate entries for key [${key}]`
      seen.add(key)
    }
  return first([...value.entries()], ([i, v]) => {
    const place = keys.length ? `[${keyText(keyOfItem(v, keys).slice(2))}]` : `[${i}]`
    return fieldFault(v, item, undefined, path + place)
  })
}

const isNumeric = (v: unknown) => typeof v === 'number' || typeof v === 'bigint'

/** How Go shows the value that it got depends on what it expected. */
const EXPECTED: Readonly<Record<string, { name: string; fits(v: unknown): boolean; got(v: unknown): string }>> = {
  s: { name: 'string', fits: v => typeof v === 'string', got: dump },
  t: { name: 'string', fits: v => typeof v === 'string', got: dump },
  u: { name: 'string', fits: v => typeof v === 'string', got: dump },
  y: { name: 'string', fits: v => typeof v === 'string', got: dump },
  b: { name: 'boolean', fits: v => typeof v === 'boolean', got: shown },
  i: { name: 'numeric (int or float)', fits: isNumeric, got: goType },
  l: { name: 'numeric (int or float)', fits: isNumeric, got: goType },
  f: { name: 'numeric (int or float)', fits: isNumeric, got: goType },
}

function scalarFault(value: unknown, scalar: string, path: string): string | undefined {
  const expected = EXPECTED[scalar]
  return !expected || expected.fits(value) ? undefined : `${path}: expected ${expected.name}, got ${expected.got(value)}`
}

function dump(value: unknown): string {
  return `&value.valueUnstructured{Value:${typeof value === 'object' ? goText(value) : String(value)}}`
}
function shown(value: unknown): string {
  return `&{${goText(value)}}`
}
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : 'string'
}

function first<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item)
    if (found) return found
  }
  return undefined
}
