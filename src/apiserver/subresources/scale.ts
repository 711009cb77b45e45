// NAME/scale: a workload's size as an autoscaling/v1 Scale, which is the same for every kind that has one. Upstream: pkg/registry/apps/deployment/
// storage/storage.go ScaleREST.
import { type ApiObject, apiVersionOf, checkMeta, conflict, type Draft, invalid, type Resource } from '../../kube/index.ts'
import { readObject } from '../body.ts'
import type { Answer, Call } from '../call.ts'
import { checkRoom } from '../limits.ts'
import { entriesOf, withEntries } from '../managed/entries.ts'
import { ownersOfScale, ownersOfScaled } from '../managed/scaled.ts'
import { tracked } from '../managed/track.ts'
import { type WriteOptions, writeOptions } from '../options.ts'
import { isApply, patched } from '../patch/patch.ts'
import { methodNotAllowed } from '../refusals.ts'
import { SCALE_PRINTED } from '../tables.ts'
import { checkVersion, otherUid } from '../verbs/identity.ts'
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
  const asScale: Call = { ...call, resource: { ...resource, ...SCALE } }
  if (request.method === 'PUT') {
    const options = writeOptions('UpdateOptions', call.query)
    const sent = readObject(request.body, request.contentType, SCALE, call.house.reading, options.fieldValidation, call.warnings)
    const old = current(call)
    return answer(resize(call, old, tracked(withOwners(scaling, old), placed(call, sent, true), asScale, options), options))
  }
  if (request.method === 'PATCH') {
    const apply = isApply(call)
    const options = writeOptions('PatchOptions', call.query, apply)
    const old = current(call)
    const before = withOwners(scaling, old)
    const sent = placed(call, patched(asScale, before, options) ?? before, true)
    return answer(resize(call, old, apply ? sent : tracked(before, sent, asScale, options), options))
  }
  throw methodNotAllowed()
}

/** Who writes sees who owns the size, as owners of the Scale's field. */
const withOwners = (scaling: Scaling, o: ApiObject): ApiObject => withEntries(scaleOf(scaling, o), ownersOfScale(entriesOf(o)))

function resize(call: Call, old: ApiObject, sent: Draft, options: WriteOptions): ApiObject {
  const { resource: r, house } = call
  const replicas = (sent.spec?.replicas ?? 0) as number
  checkScale(call, old, sent, replicas)
  checkVersion(r, old, sent.metadata.resourceVersion)
  const next = (r.scale as Scaling).withReplicas(old, replicas)
  checkRoom(house.engine, house.limits, r, next, old)
  const owned = withEntries(next, ownersOfScaled(entriesOf(old), entriesOf(sent), apiVersionOf(r)))
  return call.act(cause => house.engine.api.update(r.plural, owned, { cause, dryRun: options.dryRun }))
}

/** A PUT of another uid is refused before anything is looked at, a patch of it after. */
function checkScale(call: Call, old: ApiObject, sent: Draft, replicas: number): void {
  const { resource: r, request } = call
  const { name, uid } = old.metadata
  const isOther = sent.metadata.uid && sent.metadata.uid !== uid
  if (isOther && request.method === 'PUT') throw otherUid(call, sent.metadata.uid as string, uid)
  const errors = checkMeta(sent)
  if (replicas < 0)
    errors.push({
      field: 'spec.replicas',
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
    })
  if (errors.length) throw invalid(SCALE, name, errors)
  if (isOther)
    throw conflict(
      { ...r, plural: `${r.plural}/scale` },
      name,
      `Precondition failed: UID in precondition: ${sent.metadata.uid}, UID in object meta: ${uid}`,
    )
}
