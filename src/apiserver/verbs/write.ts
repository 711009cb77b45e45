// POST, PUT and PATCH: an object out of the request, put to the store by the engine's API. Upstream: apiserver
// pkg/endpoints/handlers/{create,update,patch}.go.
import { keyOf } from '../../engine/index.ts'
import { ApiError, type ApiObject, badRequest, type Draft, invalid, notFound, type Resource } from '../../kube/index.ts'
import { readObject } from '../body.ts'
import { type Answer, type Call, keyIn } from '../call.ts'
import { isClock, setClock } from '../clock.ts'
import { checkRoom } from '../limits.ts'
import { tracked } from '../managed/track.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import { isApply, patched } from '../patch/patch.ts'
import { methodNotAllowed, Unforeseen } from '../refusals.ts'
import { printedOf, shown } from '../tables.ts'
import { checkIdentity, checkNobody, checkVersion } from './identity.ts'
import { current } from './read.ts'

export function create(call: Call): Answer {
  const options = writeOptions('CreateOptions', call.query)
  const o = placed(call, readDraft(call, call.resource, options), false)
  if (isClock(call.resource)) throw methodNotAllowed()
  return made(call, o, options)
}

function made(call: Call, draft: Draft, options: WriteOptions): Answer {
  const { house, resource: r } = call
  const o = preparedNew(draft, options)
  checkRoom(house.engine, house.limits, r, o)
  const owned = kept(r, tracked(undefined, r.defaults(o), call, options))
  checkNew(call, owned)
  return createdNow(call, owned, options)
}

function createdNow(call: Call, o: Draft, { dryRun }: WriteOptions): Answer {
  const { resource: r, warnings } = call
  const object = call.act(cause => created(call, o, cause, dryRun))
  warnings.push(...(r.warnings?.(object) ?? []))
  return { object, printed: printedOf(r), code: 201 }
}

/** What the store keeps of an object in the version of the address. */
const kept = (r: Resource, o: Draft): Draft => r.seen?.take(o) ?? o

/** What this version asks of a new object beyond the kind's own rules. */
function checkNew({ resource: r, house }: Call, o: Draft): void {
  const errors = r.seen?.checkNew?.(o) ?? []
  if (errors.length) throw invalid(house.engine.store.resources.get(r.plural) ?? r, o.metadata.name ?? '', errors)
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
  // Old manifests still say where they came from.
  const { selfLink: _, ...m } = (o.metadata ?? {}) as Draft['metadata'] & { selfLink?: string }
  if (named) {
    if (!m.name) throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
    if (m.name !== name) throw badRequest(`the name of the object (${m.name}) does not match the name on the URL (${name})`)
  }
  if (!r.namespaced) {
    // Where there are no namespaces, one that is named counts for nothing.
    const { namespace: _, ...nowhere } = m
    return { ...o, metadata: nowhere }
  }
  if (m.namespace && m.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  return { ...o, metadata: { ...m, namespace } }
}

export function update(call: Call): Answer {
  const { resource: r } = call
  const options = writeOptions('UpdateOptions', call.query)
  const o = placed(call, readDraft(call, r, options), true)
  if (r.madeByPut && !call.house.engine.store.get(r.plural, keyIn(call))) {
    checkNobody(call, o)
    return made(call, o, options)
  }
  return { object: replace(call, o, options), printed: printedOf(r) }
}

/** Puts an object in the place of the present one. */
export function replace(call: Call, o: Draft, options: WriteOptions, track = tracked): ApiObject {
  const { house, resource: r, subresource, warnings } = call
  const old = current(call)
  if (isClock(r)) return setClockTo(call, o as ApiObject, options)
  checkIdentity(call, o, old)
  checkVersion(r, old, o.metadata.resourceVersion)
  if (!subresource) checkRoom(house.engine, house.limits, r, o, old)
  const now = { ...o, metadata: { ...o.metadata, resourceVersion: old.metadata.resourceVersion } }
  const next = kept(r, track(shown(r, old), subresource ? now : r.defaults(now), call, options))
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

export function patch(call: Call): Answer {
  const { resource: r, house } = call
  const apply = isApply(call)
  const options = writeOptions('PatchOptions', call.query, apply)
  const old = isClock(r) ? current(call) : house.engine.store.get(r.plural, keyIn(call))
  if (!old && (!apply || call.subresource)) throw notFound(r, call.name)
  const next = patched(call, old && shown(r, old), options)
  if (!next) return { object: old as ApiObject, printed: printedOf(r) }
  if (old) {
    const track = apply ? (_: unknown, o: Draft) => o : tracked
    return { object: replace(call, placed(call, next, true), options, track as typeof tracked), printed: printedOf(r) }
  }
  checkNobody(call, next)
  const o = kept(r, placed(call, next, true))
  checkNew(call, o)
  checkRoom(house.engine, house.limits, r, o)
  return createdNow(call, o, options)
}
