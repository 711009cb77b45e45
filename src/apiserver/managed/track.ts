// Every write through the door changes who owns which fields: the writer gains what it changed, the others lose it. Upstream: apimachinery
// pkg/util/managedfields/internal/{structuredmerge,stripmeta,skipnonapplied}.go, structured-merge-diff merge/update.go Update.
import { type ApiObject, apiVersionOf, type Draft, schemaOf } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import type { WriteOptions } from '../options.ts'
import { type Entry, entriesOf, inOrder, isSameWriter, withEntries, writerOf } from './entries.ts'
import { difference, type Fields, isEmpty, union } from './fields.ts'
import { compare, type Shape, shapeOfStruct } from './typed.ts'

/** What nobody owns: identity, and what the server keeps by itself. */
export const NOBODYS: Fields = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': Object.fromEntries(
    [
      '',
      'name',
      'namespace',
      'creationTimestamp',
      'selfLink',
      'uid',
      'generation',
      'managedFields',
      'resourceVersion',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
    ]
      .filter(Boolean)
      .map(f => [`f:${f}`, {}]),
  ),
}

export function shapeOfKind(r: { group: string; version: string; kind: string }): Shape {
  const struct = schemaOf(apiVersionOf(r), r.kind)
  return struct && shapeOfStruct(struct)
}

/** Fields without those that this door does not write: the status, or all but the status. */
export function writable(fields: Fields, call: Call): Fields {
  const leavesLabels = call.subresource === 'status' && call.resource.statusLeavesLabels
  const rest = difference(leavesLabels ? without(fields, 'f:metadata', 'f:labels') : fields, NOBODYS)
  const shut = call.subresource === 'status' ? 'f:spec' : call.subresource === '' && call.resource.hasStatus ? 'f:status' : undefined
  if (shut === undefined) return rest
  return Object.fromEntries(Object.entries(rest).filter(([name]) => name !== shut))
}

const without = (fields: Fields, name: string, inner: string): Fields => {
  const { [inner]: _, ...others } = fields[name] ?? {}
  return { ...fields, [name]: others }
}

/** The object with its managedFields brought up to date; `old` is missing when it is new. */
export function tracked<T extends Draft>(old: ApiObject | undefined, next: T, call: Call, options: WriteOptions): T {
  // By way of a subresource nobody says who owns what.
  const given = call.subresource === '' ? (next.metadata.managedFields as readonly object[] | undefined) : undefined
  const reset = old && given?.every(e => Object.keys(e).length === 0)
  if (reset) return withEntries(next, [])
  const before = given?.length ? entriesOf(next) : entriesOf(old)
  const found = compare(old ?? {}, next, shapeOfKind(call.resource))
  const changed = writable(found.changed, call)
  const removed = writable(found.removed, call)
  if (isEmpty(changed) && isEmpty(removed)) return withEntries(next, before)
  const me = writerOf(call, options, 'Update')
  const others = before
    .filter(e => !isSameWriter(e, me))
    .map((e): Entry => ({ ...e, fieldsV1: difference(difference(e.fieldsV1, changed), removed) }))
  const mine = before.find(e => isSameWriter(e, me))
  const fields = difference(union(mine?.fieldsV1 ?? {}, changed), removed)
  // Who only takes something away has written nothing that would date the entry anew.
  const dated = isEmpty(changed) && mine ? mine : me
  return withEntries(next, inOrder([...others, { ...dated, fieldsV1: fields }]))
}
