// Server-side apply: a configuration is laid over the object; what another manager owns and would change is a conflict, unless forced; what this manager
// owned and no longer names goes. Upstream: apimachinery pkg/util/managedfields/internal/{fieldmanager,structuredmerge,skipnonapplied}.go,
// structured-merge-diff merge/{update,conflict}.go.
import { same } from '../../engine/index.ts'
import { ApiError, type ApiObject, badRequest, type Draft, decode, type Resource, type StatusCause } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import type { WriteOptions } from '../options.ts'
import { restoring, whyUnreadable } from '../patch/restoring.ts'
import { Unforeseen } from '../refusals.ts'
import { apiVersionOf } from '../served.ts'
import { checkConfiguration } from './check.ts'
import { type Entry, entriesOf, inOrder, isSameWriter, withEntries, writerOf } from './entries.ts'
import { difference, type Fields, intersection, isEmpty, pathsOf, union } from './fields.ts'
import { KUBECTL, lastAppliedFields, withLastApplied } from './lastapplied.ts'
import { shapeOfKind, writable } from './track.ts'
import { compare, fieldsOf, overlaid, pruned } from './typed.ts'

/** The object after the apply, or undefined when it stays as it is and no version of it is asked for. Throws 400, 409, 500. */
export function applied(call: Call, old: ApiObject | undefined, config: Record<string, unknown>, options: WriteOptions): Draft | undefined {
  const { resource: r } = call
  checkKind(call, config)
  checkConfiguration(r, config)
  const shape = shapeOfKind(r)
  const metadata = (config.metadata ?? {}) as Draft['metadata']
  const live = old ?? ({ apiVersion: apiVersionOf(r), kind: r.kind, metadata: {} } as Draft)
  const before = entriesBefore(old, call)
  const named = fieldsOf(config, shape)
  const me = { ...writerOf(call, options, 'Apply'), fieldsV1: writable(named, call) }
  const others = before.filter(e => !isSameWriter(e, me))
  const last = before.find(e => isSameWriter(e, me))
  // What is named stays, also what nobody owns: else an object could lose its name with its last label.
  const held = others.reduce<Fields>((all, e) => union(all, e.fieldsV1), named)
  const laid = overlaid(live, config, shape)
  const next = unversioned((last ? pruned(laid, shape, last.fieldsV1, held) : laid) as Draft, old)
  const { changed, removed } = compare(live, next, shape)
  const touched = writable(changed, call)
  const contested = me.manager === KUBECTL ? difference(touched, lastAppliedFields(old, shape)) : touched
  const conflicts = others.map(e => ({ entry: e, fields: intersection(e.fieldsV1, contested) })).filter(c => !isEmpty(c.fields))
  if (conflicts.length && !options.force) throw refused(conflicts)
  const left = others.map((e): Entry => ({ ...e, fieldsV1: difference(difference(e.fieldsV1, touched), writable(removed, call)) }))
  const entries = inOrder([...left, same(next, live) ? undated(me, last) : me])
  const read = readBack(r, next, config)
  const told = me.manager === KUBECTL ? withLastApplied(read, old, config) : read
  if (old && !metadata.resourceVersion && same(told, old) && same(entries.map(timeless), inOrder(before).map(timeless))) return undefined
  return withEntries(told, entries)
}

/** As any other body the outcome is read by the kind's own decoder: `cpu: 1` becomes the quantity "1". Throws 500 where that cannot be. */
function readBack(r: Resource, next: Draft, config: Record<string, unknown>): Draft {
  try {
    return decode(r, next).object
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    const kind = gvk(apiVersionOf(r), r.kind)
    const { namespace = '', name = '' } = (config.metadata ?? {}) as Draft['metadata']
    const to = `failed to convert new object (${namespace}/${name}; ${kind}) to proper version: unable to convert unstructured object to ${kind}`
    throw new Unforeseen(`${to}: ${restoring(whyUnreadable(e, r.kind), r)}`)
  }
}

/** An apply that finds everything as it wants it owns it from now on, but it is not dated anew. */
const undated = (me: Entry, last: Entry | undefined): Entry => ({
  ...timeless(me),
  ...(last?.time !== undefined && { time: last.time }),
})

const timeless = ({ time: _, ...entry }: Entry): Entry => entry

/** A version asked of what is not there asks nothing. */
function unversioned(next: Draft, old: ApiObject | undefined): Draft {
  if (old || !next.metadata?.resourceVersion) return next
  const { resourceVersion: _, ...metadata } = next.metadata
  return { ...next, metadata }
}

function checkKind(call: Call, config: Record<string, unknown>): void {
  const { resource: r } = call
  const metadata = config.metadata as { managedFields?: unknown } | undefined
  if (metadata?.managedFields !== undefined && metadata.managedFields !== null) throw badRequest('metadata.managedFields must be nil')
  const apiVersion = String(config.apiVersion ?? '')
  const kind = String(config.kind ?? '')
  if (apiVersion !== apiVersionOf(r) || kind !== r.kind) throw badRequest(`invalid object type: ${gvk(apiVersion, kind)}`)
}

const gvk = (apiVersion: string, kind: string) => `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`

/** Objects that were made by others than the door's clients have no entries: everything in them belongs to a manager of that name. */
function entriesBefore(old: ApiObject | undefined, call: Call): readonly Entry[] {
  const known = entriesOf(old)
  if (known.length || !old) return known
  const everything = writable(compare({}, old, shapeOfKind(call.resource)).changed, call)
  const { time: _, ...first } = writerOf(
    call,
    { dryRun: false, fieldManager: 'before-first-apply', fieldValidation: 'Ignore', force: false },
    'Update',
  )
  return [{ ...first, time: old.metadata.creationTimestamp, fieldsV1: everything }]
}

interface Conflict {
  entry: Entry
  fields: Fields
}

function refused(conflicts: readonly Conflict[]): ApiError {
  const found = conflicts.map(({ entry, fields }) => ({ who: who(entry), paths: pathsOf(fields) })).sort((a, b) => (a.who < b.who ? -1 : 1))
  const count = found.reduce((n, f) => n + f.paths.length, 0)
  const [only] = found
  const words =
    count === 1 && only
      ? `conflict with ${only.who}: ${only.paths[0]}`
      : found.map(f => `conflicts with ${f.who}:\n${f.paths.map(p => `- ${p}`).join('\n')}`).join('\n')
  const causes: StatusCause[] = found.flatMap(f =>
    f.paths.map(field => ({ reason: 'FieldManagerConflict', message: `conflict with ${f.who}`, field })),
  )
  return new ApiError(409, 'Conflict', `Apply failed with ${count} ${count === 1 ? 'conflict' : 'conflicts'}: ${words}`, { causes })
}

/** `"editor" using apps/v1`, `"scaler" with subresource "scale" using apps/v1`; an apply is named without its version. */
function who({ manager, operation, subresource, apiVersion }: Entry): string {
  const name = subresource ? `${JSON.stringify(manager)} with subresource ${JSON.stringify(subresource)}` : JSON.stringify(manager)
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
