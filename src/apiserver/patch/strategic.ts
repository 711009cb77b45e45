// Strategic merge patches: like merge patches, but lists of named things are merged by that name, and directives say what else is meant ($patch,
// $retainKeys, $setElementOrder, $deleteFromPrimitiveList). Upstream: apimachinery pkg/util/strategicpatch/patch.go.

import { badRequest, type Field, type Struct, structIn } from '../../kube/index.ts'
import { Unforeseen } from '../refusals.ts'
import { goText, goTypeOf } from './gotext.ts'

type Json = Record<string, unknown>
const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v)

const PATCH = '$patch'
const RETAIN = '$retainKeys'
const ORDER = '$setElementOrder'
const DELETE_VALUES = '$deleteFromPrimitiveList'

/** The object after the patch; neither is changed. Throws 500 for a patch that makes no sense, as Kubernetes does. */
export function strategicMerge(original: Json, patch: Json, struct: Struct | undefined): Json {
  const directive = patch[PATCH]
  if (directive === 'replace') return plain(without(patch, PATCH)) as Json
  if (directive === 'delete') return {}
  if (directive !== undefined) throw unknownDirective(directive, patch)
  const out = { ...original }
  retain(out, patch)
  const ordered = orderedLists(out, patch, struct)
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_VALUES)) deleteValues(out, key, value)
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') || ordered.has(key)) continue
    const merged = mergeField(out[key], value, struct?.fields.get(key))
    if (merged === undefined) delete out[key]
    else out[key] = merged
  }
  return out
}

/** undefined: the field goes. */
function mergeField(original: unknown, patch: unknown, field: Field | undefined): unknown {
  if (patch === null) return undefined
  if (isObject(patch) && isObject(original))
    return field?.patch === 'replace' ? plain(patch) : strategicMerge(original, patch, structIn(field))
  if (Array.isArray(patch) && Array.isArray(original)) return isMerged(field) ? mergeList(original, patch, field) : patch
  return plain(patch)
}

/** Lists of things with a key are merged, also where their keys are retained; lists of values only where the schema says so. */
const isMerged = (field: Field | undefined) => field?.patch === 'merge' || field?.mergeKey !== undefined

/** A patch that meets nothing: what it says, without its directives and nulls. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter(v => !(isObject(v) && (v[PATCH] === 'delete' || v[PATCH] === 'replace'))).map(plain)
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([k, v]) => v !== null && !k.startsWith('$'))
      .map(([k, v]) => [k, plain(v)]),
  )
}

/** `$retainKeys`: what is not named goes. */
function retain(out: Json, patch: Json): void {
  const keys = patch[RETAIN]
  if (keys === undefined) return
  const isKept = (key: string) => Array.isArray(keys) && keys.includes(key)
  if (!Array.isArray(keys) || Object.keys(patch).some(key => !key.startsWith('$') && !isKept(key)))
    throw badRequest('invalid patch format of retainKeys')
  for (const key of Object.keys(out)) if (!isKept(key)) delete out[key]
}

function deleteValues(out: Json, key: string, value: unknown): void {
  const name = key.slice(DELETE_VALUES.length + 1)
  const there = out[name]
  if (Array.isArray(there) && Array.isArray(value)) out[name] = there.filter(v => !value.includes(v))
}

/** `$setElementOrder/NAME`: merges those lists and brings them into the order that is said. Returns the names that are done. */
function orderedLists(out: Json, patch: Json, struct: Struct | undefined): Set<string> {
  const done = new Set<string>()
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(ORDER)) continue
    const order = asList(value)
    const name = key.slice(ORDER.length + 1)
    const field = struct?.fields.get(name)
    const original = out[name] === undefined ? [] : asList(out[name])
    const said = patch[name] === undefined || patch[name] === null ? [] : asList(patch[name])
    checkOrder(said, order, field?.mergeKey)
    if (!(name in out) && !(name in patch)) continue
    for (const k of Object.keys(patch)) if (k === `${DELETE_VALUES}/${name}`) deleteValues(out, k, patch[k])
    const before = Array.isArray(out[name]) ? (out[name] as unknown[]) : original
    const merged = said.length ? mergeList(before, said, field) : before
    out[name] = inOrder(merged, order, original, field?.mergeKey)
    done.add(name)
  }
  return done
}

const unknownDirective = (directive: unknown, of: unknown) => {
  const shown = typeof directive === 'string' ? directive : `%!s(${goTypeOf(directive)}=${goText(directive)})`
  return new Unforeseen(`unknown patch type: ${shown} in map: ${goText(of)}`)
}

const isSpecial = (item: unknown) => isObject(item) && item[PATCH] !== undefined

/** The items of the patch must come in the order that is said. */
function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  let from = 0
  const items = patch.filter(i => !isSpecial(i))
  for (const item of items) {
    const found = order.findIndex((o, i) => i >= from && sameItem(o, item, mergeKey))
    if (found < 0) throw new Unforeseen(`The order in patch list:\n${goText(items)}\n doesn't match ${ORDER} list:\n${goText(order)}\n`)
    from = found + 1
  }
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], field: Field | undefined): unknown[] {
  const mergeKey = field?.mergeKey
  if (mergeKey && !patch.every(isObject))
    throw new Unforeseen(`list element types are not identical: [${goText(original)} ${goText(patch)}]`)
  if (!mergeKey) {
    const values = patch.filter(v => !original.includes(v))
    return inOrder([...original, ...new Set(values)], patch, original, undefined)
  }
  let list = [...original]
  let replace = false
  for (const item of patch) {
    if (!isSpecial(item)) continue
    const directive = (item as Json)[PATCH]
    if (directive === 'replace') replace = true
    else if (directive === 'delete') list = list.filter(o => !sameItem(o, keyed(item, mergeKey), mergeKey))
    else if (directive === 'merge') throw new Unforeseen('merging lists cannot yet be specified in the patch')
    else throw unknownDirective(directive, item)
  }
  const items = patch.filter(i => !isSpecial(i))
  if (replace) return items
  for (const item of items) {
    const to = list.findIndex(o => sameItem(o, keyed(item, mergeKey), mergeKey))
    if (to < 0) list.push(item)
    else list[to] = strategicMerge(list[to] as Json, item as Json, structIn(field))
  }
  return inOrder(list, items, original, mergeKey)
}

function keyed(item: unknown, mergeKey: string): Json {
  if (!isObject(item) || item[mergeKey] === undefined)
    throw new Unforeseen(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`)
  return item
}

const sameItem = (a: unknown, b: unknown, mergeKey: string | undefined): boolean =>
  mergeKey === undefined ? a === b : isObject(a) && isObject(b) && String(a[mergeKey]) === String(b[mergeKey])

/** What the client named, in the client's order; what only the server has, in its old order; each of the latter before the first of the former that stood behind it. */
function inOrder(
  merged: readonly unknown[],
  said: readonly unknown[],
  original: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const place = (list: readonly unknown[], item: unknown) => list.findIndex(i => sameItem(i, item, mergeKey))
  const named = merged.filter(i => place(said, i) >= 0).sort((a, b) => place(said, a) - place(said, b))
  const others = merged.filter(i => place(said, i) < 0).sort((a, b) => place(original, a) - place(original, b))
  const out: unknown[] = []
  for (const item of named) {
    const stood = place(original, item)
    while (others.length && stood >= 0 && place(original, others[0]) < stood) out.push(others.shift())
    out.push(item)
  }
  return [...out, ...others]
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new Unforeseen(`expected a []interface {}, but received a ${goTypeOf(value)}`)
}

const without = (o: Json, key: string): Json => Object.fromEntries(Object.entries(o).filter(([k]) => k !== key))
