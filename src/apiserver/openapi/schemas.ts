// The schemas of a group and version in OpenAPI's words, made from the one table of what kinds may contain. There are no descriptions in it. Upstream:
// api/openapi-spec, kube-openapi pkg/builder3.
import { apiVersionOf, type Field, goName, type Resource, type Struct, schemaOf, structOf, type Type } from '../../kube/index.ts'

type Json = Record<string, unknown>

const META = new Set(
  `ObjectMeta OwnerReference ManagedFieldsEntry LabelSelector LabelSelectorRequirement ListMeta DeleteOptions Preconditions`.split(' '),
)

/** Names of schemas: a struct belongs to the core group where a core kind reaches it, else to the group whose kinds do. */
export class SchemaNames {
  readonly #homes = new Map<string, { group: string; version: string }>()

  constructor(resources: Iterable<Resource>) {
    const byCoreFirst = [...resources].sort((a, b) => Number(a.group !== '') - Number(b.group !== ''))
    // No kind of the core group here holds one, but it lives there.
    this.#settle(structOf('PodTemplateSpec'), { group: '', version: 'v1' })
    for (const r of byCoreFirst) {
      const struct = schemaOf(apiVersionOf(r), r.kind)
      if (struct) this.#settle(struct, r)
    }
    this.#settle(structOf('Scale'), { group: 'autoscaling', version: 'v1' })
  }

  of(struct: string): string {
    if (META.has(struct)) return `io.k8s.apimachinery.pkg.apis.meta.v1.${struct}`
    const { group, version } = this.#homes.get(struct) ?? { group: '', version: 'v1' }
    const name = goName(struct)
    if (group.includes('.') && !group.endsWith('.k8s.io')) return `${group.split('.').reverse().join('.')}.${version}.${name}`
    return `io.k8s.api.${group.split('.')[0] || 'core'}.${version}.${name}`
  }

  #settle(struct: Struct, home: { group: string; version: string }): void {
    if (this.#homes.has(struct.name)) return
    this.#homes.set(struct.name, { group: home.group, version: home.version })
    for (const name of structsIn(struct)) this.#settle(structOf(name), home)
  }
}

function structsIn(struct: Struct): string[] {
  return [...struct.fields.values()].flatMap(f => {
    let type: Type = f.type
    while (type.of === 'list' || type.of === 'map') type = type.of === 'list' ? type.item : type.value
    return type.of === 'struct' ? [type.name] : []
  })
}

/** Every schema that the given structs reach, by its name. */
export function schemasOf(structs: readonly string[], names: SchemaNames, kinds: ReadonlyMap<string, Json>): Record<string, Json> {
  const out: Record<string, Json> = {}
  const add = (struct: Struct) => {
    const name = names.of(struct.name)
    if (name in out) return
    out[name] = schemaOfStruct(struct, names, kinds.get(struct.name))
    for (const inner of structsIn(struct)) add(structOf(inner))
  }
  for (const name of structs) add(structOf(name))
  return out
}

function schemaOfStruct(struct: Struct, names: SchemaNames, kind: Json | undefined): Json {
  const fields = [...struct.fields.values()]
  const required = fields.filter(f => f.required).map(f => f.name)
  return {
    type: 'object',
    ...(required.length && { required: required.sort() }),
    properties: Object.fromEntries(fields.map(f => [f.name, property(f, names)])),
    ...(struct.atomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(kind && { 'x-kubernetes-group-version-kind': [kind] }),
  }
}

function property(f: Field, names: SchemaNames): Json {
  return {
    ...ofType(f.type, names),
    ...(f.type.of === 'list' && {
      'x-kubernetes-list-type': f.listKeys.length ? 'map' : f.set ? 'set' : 'atomic',
      ...(f.listKeys.length && { 'x-kubernetes-list-map-keys': f.listKeys }),
    }),
    ...(f.type.of !== 'list' && f.atomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(f.patch && { 'x-kubernetes-patch-strategy': f.patch === 'retainKeys' && f.mergeKey ? 'merge,retainKeys' : f.patch }),
    ...(f.mergeKey && { 'x-kubernetes-patch-merge-key': f.mergeKey }),
  }
}

function ofType(type: Type, names: SchemaNames): Json {
  switch (type.of) {
    case 'list':
      return { type: 'array', items: ofType(type.item, names) }
    case 'map':
      return { type: 'object', additionalProperties: ofType(type.value, names) }
    case 'struct':
      return { allOf: [{ $ref: `#/components/schemas/${names.of(type.name)}` }] }
    case 'scalar':
      return SCALARS[type.scalar]
    default:
      return type satisfies never
  }
}

const SCALARS: Readonly<Record<Extract<Type, { of: 'scalar' }>['scalar'], Json>> = {
  s: { type: 'string' },
  b: { type: 'boolean' },
  i: { type: 'integer', format: 'int32' },
  l: { type: 'integer', format: 'int64' },
  f: { type: 'number', format: 'double' },
  q: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  x: { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' },
  t: { type: 'string', format: 'date-time' },
  u: { type: 'string', format: 'date-time' },
  y: { type: 'string', format: 'byte' },
  r: { type: 'object' },
}
