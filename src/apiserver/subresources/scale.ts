// NAME/scale: a workload's size as an autoscaling/v1 Scale, which is the same for every kind that has one. Upstream: pkg/registry/apps/deployment/
// storage/storage.go ScaleREST.
import { ApiError, type ApiObject, conflict, type Draft, type Resource } from '../../kube/index.ts'
import { mediaTypeOf, readObject } from '../body.ts'
import type { Answer, Call } from '../call.ts'
import { checkRoom } from '../limits.ts'
import { entriesOf, withEntries } from '../managed/entries.ts'
import { tracked } from '../managed/track.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import { APPLY_PATCH, JSON_PATCH, MERGE_PATCH, patchedOf, STRATEGIC_PATCH } from '../patch/patch.ts'
import { methodNotAllowed, unsupportedPatch } from '../refusals.ts'
import { SCALE_PRINTED } from '../tables.ts'
import { current } from '../verbs/read.ts'
import { placed } from '../verbs/write.ts'

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' }

type Scaling = NonNullable<Resource['scale']>

export function scaleOf(scaling: Scaling, o: ApiObject): ApiObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = o.metadata
  const replicas = scaling.replicas(o)
  const selector = scaling.selector(o)
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas !== 0 && { replicas }) },
    status: { replicas: scaling.statusReplicas(o), ...(selector && { selector }) },
  }
}

export function scale(call: Call): Answer {
  const { resource, request } = call
  const scaling = resource.scale as Scaling
  const answer = (o: ApiObject): Answer => ({ object: scaleOf(scaling, o), printed: SCALE_PRINTED })
  if (request.method === 'GET') return answer(current(call))
  if (request.method === 'PUT') {
    const options = writeOptions('UpdateOptions', call.query)
    const sent = readObject(request.body, request.contentType, SCALE, call.house.reading, options.fieldValidation, call.warnings)
    return answer(resize(call, scaling, current(call), placed(call, sent, true), options))
  }
  if (request.method === 'PATCH') {
    const options = writeOptions('PatchOptions', call.query)
    const media = mediaTypeOf(request.contentType)
    if (![JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH].includes(media)) throw unsupportedPatch()
    const old = current(call)
    const sent = patchedOf(call, withOwners(scaleOf(scaling, old), old), media, SCALE, options)
    return answer(resize(call, scaling, old, placed(call, sent, true), options))
  }
  throw methodNotAllowed()
}

/** A patch sees who owns the size, as owners of the Scale's field. */
function withOwners(scale: ApiObject, o: ApiObject): ApiObject {
  const size = { 'f:spec': { 'f:replicas': {} } }
  const owners = entriesOf(o).filter(e => e.fieldsV1['f:spec']?.['f:replicas'] !== undefined)
  if (!owners.length) return scale
  return withEntries(
    scale,
    owners.map(e => ({ ...e, apiVersion: 'autoscaling/v1', fieldsV1: size })),
  )
}

function resize(call: Call, scaling: Scaling, old: ApiObject, sent: Draft, options: WriteOptions): ApiObject {
  const { resource: r, house } = call
  const replicas = (sent.spec?.replicas ?? 0) as number
  if (replicas < 0) throw negative(old.metadata.name, replicas)
  if (sent.metadata.resourceVersion && sent.metadata.resourceVersion !== old.metadata.resourceVersion) throw conflict(r, old.metadata.name)
  const next = scaling.withReplicas(old, replicas)
  checkRoom(house.engine, house.limits, r, next, old)
  const owned = tracked(old, next, call, options)
  return call.act(cause => house.engine.api.update(r.plural, owned, { cause, dryRun: options.dryRun }))
}

function negative(name: string, replicas: number): ApiError {
  const words = `Invalid value: ${replicas}: must be greater than or equal to 0`
  return new ApiError(422, 'Invalid', `Scale.autoscaling ${JSON.stringify(name)} is invalid: spec.replicas: ${words}`, {
    name,
    group: 'autoscaling',
    kind: 'Scale',
    causes: [{ reason: 'FieldValueInvalid', message: words, field: 'spec.replicas' }],
  })
}
