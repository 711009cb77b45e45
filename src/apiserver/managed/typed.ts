// Walking objects with their schema in hand: which fields there are, what differs between two, and one laid over the other, where lists of named things are
// taken apart by their names. Upstream: structured-merge-diff typed/{tofieldset,compare,merge,remove,validate}.go.
import { same } from '../../engine/index.ts'
import { type Field, type Struct, structOf, type Type, writeJson } from '../../kube/index.ts'
import { type Fields, isEmpty, isMember, withSelf } from './fields.ts'

type Json = Record<string, unknown>
const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v)

/** How a value is taken apart; undefined: as one. */
export type Shape =
  | { of: 'struct'; struct: Struct }
  | { of: 'map'; value: Shape | undefined }
  | { of: 'keyed'; keys: readonly string[]; struct: Struct }
  | { of: 'set' }
  | undefined

export const shapeOfStruct = (struct: Struct): Shape => (struct.atomic ? undefined : { of: 'struct', struct })

function shapeOf(type: Type, field?: Field): Shape {
  if (field?.atomic) return undefined
  switch (type.of) {
    case 'struct':
      return shapeOfStruct(structOf(type.name))
    case 'map':
      return { of: 'map', value: shapeOf(type.value) }
    case 'list':
      if (field?.set) return { of: 'set' }
      if (!field?.listKeys.length || type.item.of !== 'struct') return undefined
      return { of: 'keyed', keys: field.listKeys, struct: structOf(type.item.name) }
    default:
      return undefined
  }
}

const shapeOfField = (struct: Struct, name: string): Shape => {
  const field = struct.fields.get(name)
  return field && shapeOf(field.type, field)
}

/** Where a key field is left out it has a default; only ports have another than nothing. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' }

export function keyOfItem(item: unknown, keys: readonly string[]): string {
  const o = isObject(item) ? item : {}
  return `k:${writeJson(Object.fromEntries([...keys].sort().map(k => [k, o[k] ?? KEY_DEFAULTS[k] ?? ''])))}`
}

/** The parts of a value, each with its name in a field set, its shape, and whether it is there of itself once the value is. */
interface Part {
  name: string
  value: unknown
  shape: Shape
  field?: Field | undefined
}

function partsOf(value: unknown, shape: Shape): Part[] {
  if (!shape || value === undefined || value === null) return []
  switch (shape.of) {
    case 'struct':
      return Object.entries(value as Json)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => ({ name: `f:${k}`, value: v, shape: shapeOfField(shape.struct, k), field: shape.struct.fields.get(k) }))
    case 'map':
      return Object.entries(value as Json).map(([k, v]) => ({ name: `f:${k}`, value: v, shape: shape.value }))
    case 'keyed':
      return (value as unknown[]).map(v => ({ name: keyOfItem(v, shape.keys), value: v, shape: shapeOfStruct(shape.struct) }))
    case 'set':
      return (value as unknown[]).map(v => ({ name: `v:${writeJson(v)}`, value: v, shape: undefined }))
    default:
      return shape satisfies never
  }
}

const isItem = (name: string) => name.startsWith('k:')

/** The fields that a configuration names, as an apply owns them. */
export function fieldsOf(value: unknown, shape: Shape): Fields {
  return Object.fromEntries(
    partsOf(value, shape).map(p => {
      const inner = fieldsOf(p.value, p.shape)
      return [p.name, isItem(p.name) ? withSelf(inner) : inner]
    }),
  )
}

/** Everything that comes into being with a value, as whoever writes it owns it. */
function fieldsBorn(value: unknown, shape: Shape): Fields {
  return Object.fromEntries(partsOf(value, shape).map(p => [p.name, bornPart(p)]))
}

/** Structures that are always printed, even when nothing is in them, do not come into being. */
function bornPart(p: Part): Fields {
  const inner = fieldsBorn(p.value, p.shape)
  const isBorn = p.shape?.of === 'struct' ? isItem(p.name) || p.field?.pointer : p.shape && !p.field?.printed
  return isBorn ? withSelf(inner) : inner
}

export interface Difference {
  /** Added or of another value. */
  changed: Fields
  removed: Fields
}

export function compare(before: unknown, after: unknown, shape: Shape): Difference {
  const changed: Record<string, Fields> = {}
  const removed: Record<string, Fields> = {}
  const old = new Map(partsOf(before, shape).map(p => [p.name, p]))
  for (const now of partsOf(after, shape)) {
    const then = old.get(now.name)
    old.delete(now.name)
    if (!then) changed[now.name] = bornPart(now)
    else if (then.value === now.value || same(then.value, now.value)) continue
    else if (!now.shape || isNothing(then.value) || isNothing(now.value)) changed[now.name] = bornPart(now)
    else {
      const inner = compare(then.value, now.value, now.shape)
      if (!isEmpty(inner.changed)) changed[now.name] = inner.changed
      if (!isEmpty(inner.removed)) removed[now.name] = inner.removed
    }
  }
  for (const [name, gone] of old) removed[name] = withSelf(fieldsBorn(gone.value, gone.shape))
  return { changed, removed }
}

const isNothing = (v: unknown) => v === null || v === undefined

/** A configuration laid over an object. */
export function overlaid(live: unknown, config: unknown, shape: Shape): unknown {
  if (config === undefined) return live
  if (!shape || live === undefined || live === null || config === null) return config
  switch (shape.of) {
    case 'struct':
    case 'map': {
      const out: Json = { ...(live as Json) }
      for (const [k, v] of Object.entries(config as Json))
        out[k] = overlaid(out[k], v, shape.of === 'map' ? shape.value : shapeOfField(shape.struct, k))
      return out
    }
    case 'keyed':
      return overlaidList(live as unknown[], config as unknown[], shape)
    case 'set':
      return [...(live as unknown[]), ...(config as unknown[]).filter(isNotIn(live as unknown[]))]
    default:
      return shape satisfies never
  }
}

function isNotIn(live: readonly unknown[]) {
  const had = new Set(live)
  return (v: unknown) => !had.has(v)
}

/** Items of both stay in the order of the live list where the configuration says nothing else; new ones come where the configuration has them. */
function overlaidList(live: readonly unknown[], config: readonly unknown[], shape: Extract<Shape, { of: 'keyed' }>): unknown[] {
  const key = (item: unknown) => keyOfItem(item, shape.keys)
  // Each key is made once: a list may be as long as a megabyte allows.
  const names = config.map(key)
  const mine = new Set(names)
  const there = new Map<string, unknown>()
  for (const item of live) if (!there.has(key(item))) there.set(key(item), item)
  const out: unknown[] = []
  let next = 0
  for (const item of live) {
    const name = key(item)
    if (!mine.has(name)) {
      out.push(item)
      continue
    }
    while (next < config.length) {
      const at = names[next] as string
      const had = there.get(at)
      out.push(had === undefined ? config[next] : overlaid(had, config[next], shapeOfStruct(shape.struct)))
      next++
      if (at === name) break
    }
  }
  return dedupe([...out, ...config.slice(next)], key)
}

function dedupe(items: readonly unknown[], key: (item: unknown) => string): unknown[] {
  const seen = new Map<string, unknown>()
  for (const item of items) {
    const name = key(item)
    if (!seen.has(name)) seen.set(name, item)
  }
  return [...seen.values()]
}

/** The value without the fields of a set that nobody holds any more: those of which `held` knows nothing at or below. */
export function pruned(value: unknown, shape: Shape, last: Fields, held: Fields | undefined): unknown {
  if (!shape || typeof value !== 'object' || value === null) return value
  const goes = (name: string, part: Part | undefined) => {
    const was = last[name]
    if (was === undefined || held?.[name] !== undefined) return false
    return isMember(was) || (part?.field !== undefined && part.shape?.of === 'struct')
  }
  const kept = partsOf(value, shape).flatMap((p): [Part, unknown][] => {
    if (goes(p.name, p)) return []
    const was = last[p.name]
    if (was === undefined) return [[p, p.value]]
    const inner = pruned(p.value, p.shape, was, held?.[p.name])
    // A map or list out of which everything has been taken goes too.
    const emptied = isHollow(inner) && !isHollow(p.value) && held?.[p.name] === undefined
    return emptied ? [] : [[p, inner]]
  })
  if (shape.of === 'keyed' || shape.of === 'set') return kept.map(([, v]) => v)
  return Object.fromEntries(kept.map(([p, v]) => [p.name.slice(2), v]))
}

const isHollow = (v: unknown) => typeof v === 'object' && v !== null && Object.keys(v).length === 0
