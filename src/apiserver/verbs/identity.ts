// What a write may not touch: who an object is, and whether it goes. Upstream: apimachinery pkg/api/validation/objectmeta.go, apiserver
// pkg/registry/generic/registry/store.go.
import { type ApiError, type ApiObject, conflict, type Draft, invalid, type Resource } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import { checkObjectVersion } from '../options.ts'
import { isCustom } from '../served.ts'

/** Who an object is and whether it goes cannot be written. A PUT of another uid is a conflict, a patch of it invalid. */
export function checkIdentity(call: Call, o: Draft, old: ApiObject): void {
  const { resource: r, request } = call
  const { uid, deletionTimestamp, resourceVersion } = o.metadata
  if (uid && uid !== old.metadata.uid) {
    if (request.method === 'PUT') throw otherUid(call, uid, old.metadata.uid)
    checkVersion(r, old, resourceVersion)
    throw immutable(r, old, 'uid', uid)
  }
  if (deletionTimestamp && !old.metadata.deletionTimestamp) throw immutable(r, old, 'deletionTimestamp', deletionTimestamp)
}

/** Who asks for a certain object does not want a new one in its place. */
export function checkNobody(call: Call, { metadata }: Draft): void {
  const uid = metadata?.uid
  if (!uid) return
  if (call.request.method === 'PUT') throw otherUid(call, uid, '')
  throw conflict(call.resource, call.name, `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`)
}

/** Who names a version means that one; 0 is any. Custom resources must name one. Throws 409, 422, and 500 for a word. */
export function checkVersion(r: Resource, old: ApiObject, version: string | undefined): void {
  checkObjectVersion(version)
  const { name, resourceVersion } = old.metadata
  if (Number(version ?? 0) !== 0) {
    if (version !== resourceVersion) throw conflict(r, name)
  } else if (isCustom(r)) throw invalid({ kind: r.plural, group: r.group }, name, [NO_VERSION])
}

const NO_VERSION = {
  field: 'metadata.resourceVersion',
  reason: 'FieldValueInvalid',
  message: 'Invalid value: 0: must be specified for an update',
}

export function otherUid({ resource: r, namespace, name }: Call, given: string, there: string): ApiError {
  const key = `/registry/${r.plural}/${namespace ? `${namespace}/` : ''}${name}`
  const words = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg:`
  return conflict(r, name, `${words} Precondition failed: UID in precondition: ${given}, UID in object meta: ${there}`)
}

/** Metadata is looked at twice on its way in, so a complaint about it stands there twice. */
function twice(r: Resource, name: string, field: string, reason: string, message: string): ApiError {
  const error = { field: `metadata.${field}`, reason, message }
  return invalid(r, name, [error, error])
}

const immutable = (r: Resource, old: ApiObject, field: string, value: string) =>
  twice(r, old.metadata.name, field, 'FieldValueInvalid', `Invalid value: ${JSON.stringify(value)}: field is immutable`)
