// DELETE, of one object or of a collection. Upstream: apiserver pkg/endpoints/handlers/delete.go, pkg/registry/generic/registry/store.go Delete.
import { keyOf } from '../../engine/index.ts'
import { ApiError, type ApiObject, type Resource } from '../../kube/index.ts'
import { type Answer, type Call, keyIn } from '../call.ts'
import { isClock } from '../clock.ts'
import { listOf } from '../lists.ts'
import { listOptions, type RemoveOptions } from '../options.ts'
import { methodNotAllowed, success } from '../refusals.ts'
import { isNamespace } from '../served.ts'
import { printedOf } from '../tables.ts'
import { current } from './read.ts'
import { readRemoveOptions } from './removal.ts'

export function remove(call: Call): Answer {
  const { resource: r, house, warnings } = call
  const options = readRemoveOptions(call)
  const old = current(call)
  if (isClock(r)) throw methodNotAllowed()
  if (options.propagationPolicy === undefined && r.defaultPropagation === 'Orphan') warnings.push(ORPHANS)
  checkPreconditions(r, old, options)
  const { object, gone } = call.act(cause => house.engine.api.remove(r.plural, keyIn(call), options, { cause, dryRun: options.dry }))
  if (!gone || isNamespace(r) || r.returnsDeleted) return { object, printed: printedOf(r) }
  const { name, uid } = object.metadata
  return { status: success({ name, ...(r.group && { group: r.group }), kind: r.plural, uid }), code: 200 }
}

const ORPHANS =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'

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
  const found = listOf(house.engine.store, r, call.namespace, listOptions(query, false))
  const removed = call.act(cause =>
    found.items.map(o => house.engine.api.remove(r.plural, keyOf(o), options, { cause, dryRun: options.dry }).object),
  )
  return { list: { ...found, items: removed }, printed: printedOf(r) }
}
