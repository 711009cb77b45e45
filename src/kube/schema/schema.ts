// The one table of what a kind may contain. Strict validation, type checks, merge keys, and later `explain` and the OpenAPI documents read it from
// here. Upstream: the Go structs of k8s.io/api (types.go), api/openapi-spec.
//
// A struct's line: `Name[@pkg][&]: field TYPE[:GoType]SIGNS, …`. TYPE: s string, b bool, i int32, l int64, f float, q quantity, x int or string,
// t time, u time to the microsecond, y bytes (base64), r any JSON; `[T` a list, `{T` a map, `*T` a pointer, else another struct. SIGNS: `=` always
// printed, `!` required, `~key` a list merged by that key (`~` alone: by value), `#` retain keys, `^` replaced by a patch, `%` a set,
// `/a+b` keys of server-side apply where they are others, `&` applied as one.
import { KINDS, STRUCTS } from './structs.ts'
import { VERSION_STRUCTS } from './versionstructs.ts'
import { VOLUME_STRUCTS } from './volumestructs.ts'

export type Scalar = 's' | 'b' | 'i' | 'l' | 'f' | 'q' | 'x' | 't' | 'u' | 'y' | 'r'

export type Type =
  | { of: 'scalar'; scalar: Scalar }
  | { of: 'list'; item: Type }
  | { of: 'map'; value: Type }
  | { of: 'struct'; name: string }

export interface Field {
  name: string
  type: Type
  /** Go keeps it by pointer: a zero that was said stays. */
  pointer: boolean
  /** Printed even when it is empty. */
  printed: boolean
  required: boolean
  /** Go's name of the type, where it has one of its own: `v1.PullPolicy`. */
  goType: string | undefined
  /** How a strategic merge patch treats a list or struct that the patch names; undefined: a struct is merged, a list replaced. */
  patch: 'merge' | 'retainKeys' | 'replace' | undefined
  /** The field that tells a merged list's items apart; undefined for merged lists of plain values. */
  mergeKey: string | undefined
  /** The same for server-side apply; empty for sets and atomic lists. */
  listKeys: readonly string[]
  set: boolean
  /** Server-side apply takes the whole map or struct as one. */
  atomic: boolean
}

export interface Struct {
  name: string
  /** Go's package: `v1`. */
  pkg: string
  atomic: boolean
  fields: ReadonlyMap<string, Field>
}

function typeOf(code: string): Type {
  if (code[0] === '[') return { of: 'list', item: typeOf(code.slice(1)) }
  if (code[0] === '{') return { of: 'map', value: typeOf(code.slice(1)) }
  return code.length === 1 ? { of: 'scalar', scalar: code as Scalar } : { of: 'struct', name: code }
}

const FIELD = /^(\S+) (\*?)([[{]*\w+)(?::([\w.]+))?(\S*)$/

function parseField(text: string): Field {
  const [, name, pointer, code, goType, signs] = FIELD.exec(text) as unknown as [string, string, string, string, string?, string?]
  const has = (sign: string) => (signs ?? '').includes(sign)
  const key = /~([\w]*)/.exec(signs ?? '')
  const others = /\/([\w+]+)/.exec(signs ?? '')
  const mergeKey = key?.[1] || undefined
  return {
    name,
    type: typeOf(code),
    pointer: pointer === '*',
    printed: has('='),
    required: has('!'),
    goType,
    patch: has('#') ? 'retainKeys' : has('^') ? 'replace' : key ? 'merge' : undefined,
    mergeKey,
    listKeys: others ? (others[1] as string).split('+') : mergeKey ? [mergeKey] : [],
    set: has('%'),
    atomic: has('&'),
  }
}

const lines = new Map<string, string>()
for (const line of `${STRUCTS.trim()}\n${VOLUME_STRUCTS.trim()}\n${VERSION_STRUCTS.trim()}`.split('\n'))
  lines.set((/^\w+/.exec(line) as RegExpExecArray)[0], line)
/** Of `apiVersion Kind` the struct. */
const kinds = new Map(
  KINDS.trim()
    .split('\n')
    .map(line => line.split(' ') as [string, string, string?])
    .map(([apiVersion, kind, struct = kind]) => [`${apiVersion} ${kind}`, struct]),
)
const kindNames = new Set(kinds.values())
const TYPE_META = ['kind s', 'apiVersion s']

const parsed = new Map<string, Struct>()

/** A struct by its Go name; throws when there is none. */
export function structOf(name: string): Struct {
  let s = parsed.get(name)
  if (!s) {
    const line = lines.get(name)
    if (!line) throw new Error(`no struct ${name}`)
    const [head = '', body = ''] = line.split(': ')
    const fields = [...(kindNames.has(name) ? TYPE_META : []), ...body.split(', ').filter(Boolean)].map(parseField)
    s = { name, pkg: /@(\w+)/.exec(head)?.[1] ?? 'v1', atomic: head.endsWith('&'), fields: new Map(fields.map(f => [f.name, f])) }
    parsed.set(name, s)
  }
  return s
}

/** The struct of a kind. */
export function schemaOf(apiVersion: string, kind: string): Struct | undefined {
  const name = kinds.get(`${apiVersion} ${kind}`)
  return name === undefined ? undefined : structOf(name)
}

/** Go's name of a struct: of two versions' structs of one name, one has its version behind it here. */
export const goName = (struct: string): string => struct.replace(/__\w+$/, '')

/** The struct that a field holds, or holds many of. */
export function structIn(field: Field | undefined): Struct | undefined {
  let type = field?.type
  while (type?.of === 'list' || type?.of === 'map') type = type.of === 'list' ? type.item : type.value
  return type?.of === 'struct' ? structOf(type.name) : undefined
}

/** The field at a path of names (list indexes and map keys left out). */
export function fieldAt(struct: Struct, path: readonly string[]): Field | undefined {
  let here: Struct | undefined = struct
  let field: Field | undefined
  for (const name of path) {
    field = here?.fields.get(name)
    here = structIn(field)
  }
  return field
}

/** The key by which a strategic merge patch tells the items of a list apart: `mergeKeyOf(pod, ['spec', 'containers'])` is `name`. */
export const mergeKeyOf = (struct: Struct, path: readonly string[]): string | undefined => fieldAt(struct, path)?.mergeKey

const GO_SCALARS: Record<Scalar, string> = {
  s: 'string',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  f: 'float64',
  q: 'resource.Quantity',
  x: 'int32',
  t: 'string',
  u: 'string',
  y: '[]uint8',
  r: 'runtime.RawExtension',
}

/** A type as Go's decoder names it in a refusal: `[]v1.Container`, `map[string]string`. */
export function goTypeName(type: Type, own?: string): string {
  if (own && type.of !== 'list') return own
  if (type.of === 'list') return `[]${goTypeName(type.item, own)}`
  if (type.of === 'map') return `map[string]${goTypeName(type.value)}`
  if (type.of === 'scalar') return GO_SCALARS[type.scalar]
  return `${structOf(type.name).pkg}.${goName(type.name)}`
}
