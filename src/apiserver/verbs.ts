// The verbs on objects: get, list, watch, create, update, patch, delete, deletecollection. What a write means for the store is src/engine/api.ts;
// here a request becomes one. Upstream: apiserver pkg/endpoints/handlers/{get,create,update,patch,delete}.go.
import { keyOf } from '../engine/index.ts'
import { ApiError, type ApiObject, badRequest, conflict, type Draft, notFound, type Resource } from '../kube/index.ts'
import { readObject } from './body.ts'
import { type Answer, type Call, keyIn } from './call.ts'
import { clockNamed, clockObject, isClock, setClock } from './clock.ts'
import type { List } from './exchange.ts'
import { checkRoom } from './limits.ts'
import { listOf } from './lists.ts'
import { tracked } from './managed/track.ts'
import {
  checkObjectVersion,
  listOptions,
  type RemoveOptions,
  tooLargeVersion,
  versionOf,
  type WriteOptions,
  writeOptions,
} from './options.ts'
import { isApply, patched } from './patch/patch.ts'
import { methodNotAllowed, success, Unforeseen } from './refusals.ts'
import { readRemoveOptions } from './removal.ts'
import { shapeObject } from './render.ts'
import { selectionOf } from './select.ts'
import { isNamespace } from './served.ts'
import { printedOf } from './tables.ts'
import { Watch } from './watch.ts'

/** The object that the address names. Throws 404. */
export function current(call: Call): ApiObject {
  const { resource: r, house } = call
  if (isClock(r)) return clockNamed(house.clock, r, call.name, house.engine.world.timestamp)
  const o = house.engine.store.get(r.plural, keyIn(call))
  if (!o) throw notFound(r, call.name)
  return o
}

export function get(call: Call): Answer {
  const { store } = call.house.engine
  const version = call.query.text('resourceVersion')
  if (version !== '' && versionOf(version) > store.rv) throw tooLargeVersion(Number(version), store.rv)
  return { object: current(call), printed: printedOf(call.resource) }
}

export function list(call: Call): Answer {
  const { resource: r, house, query } = call
  const options = listOptions(query, false)
  if (isClock(r)) return { list: clockList(call), printed: printedOf(r) }
  return { list: listOf(house.engine.store, r, call.namespace, options), printed: printedOf(r) }
}

function clockList({ house, resource }: Call): List {
  const items = house.clock ? [clockObject(house.clock, house.engine.world.timestamp)] : []
  return { kind: `${resource.kind}List`, apiVersion: 'podium.local/v1', metadata: { resourceVersion: '1' }, items }
}

export function watch(call: Call): Answer {
  const { house, resource, query, form } = call
  const options = listOptions(query, true)
  const shape = (o: ApiObject, first: boolean) => {
    const shaped = shapeObject(house, form.as === 'partialList' ? { ...form, as: 'partial' } : form, o, printedOf(resource), call, !first)
    return house.dates ? house.dates.out(shaped) : shaped
  }
  const stream = new Watch({
    store: house.engine.store,
    resource,
    selection: selectionOf(resource, call.namespace, call.name, options),
    options,
    shape,
    epoch: house.epoch,
  })
  return { stream, contentType: 'application/json' }
}

export function create(call: Call): Answer {
  const { house, resource: r, warnings } = call
  const options = writeOptions('CreateOptions', call.query)
  const o = preparedNew(placed(call, readDraft(call, r, options), false), options)
  if (isClock(r)) throw methodNotAllowed()
  checkRoom(house.engine, house.limits, r, o)
  const owned = tracked(undefined, r.defaults(o), call, options)
  const made = call.act(cause => created(call, owned, cause, options.dryRun))
  warnings.push(...(r.warnings?.(made) ?? []))
  return { object: made, printed: printedOf(r), code: 201 }
}

/** A new object may not say which version it is of; a dry run does not mind. */
function preparedNew(o: Draft, options: WriteOptions): Draft {
  if (!o.metadata.resourceVersion) return o
  if (!options.dryRun) throw new Unforeseen('resourceVersion should not be set on objects to be created')
  const { resourceVersion: _, ...metadata } = o.metadata
  return { ...o, metadata }
}

/** Creates it. Of two creates of one name, the second is told when the first one's object is still on its way out. */
function created(call: Call, o: Draft, cause: number, dryRun: boolean): ApiObject {
  const { resource: r, house } = call
  try {
    return house.engine.api.create(r.plural, o, { cause, dryRun })
  } catch (e) {
    const there = house.engine.store.get(r.plural, keyOf(o))
    if (!(e instanceof ApiError) || e.status.reason !== 'AlreadyExists' || !there?.metadata.deletionTimestamp) throw e
    throw new ApiError(409, 'AlreadyExists', `object is being deleted: ${e.message}`, e.status.details)
  }
}

function readDraft(call: Call, r: Resource, options: WriteOptions): Draft {
  const { request, house, warnings } = call
  const o = readObject(request.body, request.contentType, r, house.reading, options.fieldValidation, warnings)
  return (house.dates?.in(o) ?? o) as Draft
}

/** The object at the place that the address names. Throws 400 when it says that it is elsewhere. */
export function placed(call: Call, o: Draft, named: boolean): Draft {
  const { resource: r, namespace, name } = call
  const m = o.metadata ?? {}
  if (named) {
    if (!m.name) throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
    if (m.name !== name) throw badRequest(`the name of the object (${m.name}) does not match the name on the URL (${name})`)
  }
  if (m.namespace && m.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  if (!r.namespaced) return o.metadata ? o : { ...o, metadata: {} }
  return m.namespace === namespace ? o : { ...o, metadata: { ...m, namespace } }
}

export function update(call: Call): Answer {
  const { resource: r } = call
  const options = writeOptions('UpdateOptions', call.query)
  const o = placed(call, readDraft(call, r, options), true)
  checkObjectVersion(o.metadata.resourceVersion)
  return { object: replace(call, o, options), printed: printedOf(r) }
}

/** Puts an object in the place of the present one. */
export function replace(call: Call, o: Draft, options: WriteOptions, track = tracked): ApiObject {
  const { house, resource: r, subresource, warnings } = call
  const old = current(call)
  if (isClock(r)) return setClockTo(call, o as ApiObject, options)
  if (o.metadata.uid && o.metadata.uid !== old.metadata.uid) throw otherUid(call, o.metadata.uid, old.metadata.uid)
  checkNewFinalizers(r, o, old)
  if (!subresource) checkRoom(house.engine, house.limits, r, o, old)
  const next = track(old, subresource ? o : r.defaults(o), call, options)
  const context = { dryRun: options.dryRun, ...(subresource && { subresource }) }
  const made = call.act(cause => house.engine.api.update(r.plural, next, { cause, ...context }))
  if (!subresource) warnings.push(...(r.warnings?.(made) ?? []))
  return made
}

function setClockTo(call: Call, o: ApiObject, options: WriteOptions): ApiObject {
  const { clock } = call.house
  if (clock && !options.dryRun) call.act(() => setClock(clock, o))
  return options.dryRun ? o : current(call)
}

function otherUid(call: Call, given: string, there: string): ApiError {
  const { resource: r, namespace, name } = call
  const key = `/registry/${r.plural}/${namespace ? `${namespace}/` : ''}${name}`
  return conflict(
    r,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given}, UID in object meta: ${there}`,
  )
}

/** What is on its way out may lose finalizers but gain none. */
function checkNewFinalizers(r: Resource, o: Draft, old: ApiObject): void {
  if (!old.metadata.deletionTimestamp) return
  const fresh = (o.metadata.finalizers ?? []).filter(f => !old.metadata.finalizers?.includes(f))
  if (!fresh.length) return
  const words = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${fresh.map(f => JSON.stringify(f)).join(', ')}}`
  const cause = { reason: 'FieldValueForbidden', message: words, field: 'metadata.finalizers' }
  const kind = r.group ? `${r.kind}.${r.group}` : r.kind
  throw new ApiError(422, 'Invalid', `${kind} ${JSON.stringify(old.metadata.name)} is invalid: metadata.finalizers: ${words}`, {
    name: old.metadata.name,
    ...(r.group && { group: r.group }),
    kind: r.kind,
    causes: [cause, cause],
  })
}

export function patch(call: Call): Answer {
  const { resource: r, house } = call
  const apply = isApply(call)
  const options = writeOptions('PatchOptions', call.query, apply)
  const old = isClock(r) ? current(call) : house.engine.store.get(r.plural, keyIn(call))
  if (!old && !apply) throw notFound(r, call.name)
  const next = patched(call, old, options)
  if (!next) return { object: old as ApiObject, printed: printedOf(r) }
  if (old) {
    const track = apply ? (_: unknown, o: Draft) => o : tracked
    return { object: replace(call, placed(call, next, true), options, track as typeof tracked), printed: printedOf(r) }
  }
  const o = placed(call, next, true)
  checkRoom(house.engine, house.limits, r, o)
  const made = call.act(cause => created(call, o, cause, options.dryRun))
  return { object: made, printed: printedOf(r), code: 201 }
}

/** Kinds whose DELETE answers with the object that is gone; the others answer with a Status. Upstream: each strategy's ReturnDeletedObject. */
const GIVEN_BACK = new Set([
  'pods',
  'services',
  'persistentvolumeclaims',
  'persistentvolumes',
  'serviceaccounts',
  'resourcequotas',
  'podtemplates',
])

export function remove(call: Call): Answer {
  const { resource: r, house, warnings } = call
  const options = readRemoveOptions(call)
  const old = current(call)
  if (isClock(r)) throw methodNotAllowed()
  if (options.propagationPolicy === undefined && r.defaultPropagation === 'Orphan') warnings.push(ORPHANS)
  checkPreconditions(r, old, options)
  const { object, gone } = call.act(cause => house.engine.api.remove(r.plural, keyIn(call), options, { cause, dryRun: options.dry }))
  if (!gone || isNamespace(r) || GIVEN_BACK.has(r.plural))
    return { object: gone ? markedGone(call, object) : object, printed: printedOf(r) }
  const { name, uid } = object.metadata
  return { status: success({ name, ...(r.group && { group: r.group }), kind: r.plural, uid }), code: 200 }
}

const ORPHANS =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'

/** A kind with graceful deletion is marked before it goes, even when it goes at once. */
function markedGone({ resource: r, house }: Call, o: ApiObject): ApiObject {
  if (!r.gracefulDelete || o.metadata.deletionTimestamp) return o
  const m = o.metadata
  return {
    ...o,
    metadata: {
      ...m,
      deletionTimestamp: house.engine.world.timestamp,
      deletionGracePeriodSeconds: 0,
      ...(m.generation !== undefined && { generation: m.generation + 1 }),
    },
  }
}

/** Throws 409 in which, unlike elsewhere, the kind is named and not the resource. */
export function checkPreconditions(r: Resource, o: ApiObject, { preconditions }: Pick<RemoveOptions, 'preconditions'>): void {
  const { uid, resourceVersion, name } = o.metadata
  const refuse = (why: string) =>
    new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${r.kind} ${JSON.stringify(name)}: ${why}`, { name, kind: r.kind })
  if (preconditions?.uid && preconditions.uid !== uid)
    throw refuse(
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    )
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== resourceVersion)
    throw refuse(
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    )
}

export function removeCollection(call: Call): Answer {
  const { resource: r, house, query } = call
  const options = readRemoveOptions(call)
  const found = listOf(house.engine.store, r, call.namespace, { ...listOptions(query, false), limit: 0, continue: '' })
  const removed = call.act(cause =>
    found.items.map(o => house.engine.api.remove(r.plural, keyOf(o), options, { cause, dryRun: options.dry }).object),
  )
  return { list: { ...found, items: removed }, printed: printedOf(r) }
}
