// Claims for storage, and the volumes that answer them. Upstream: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume(Claim),
// pkg/registry/core/persistentvolumeclaim/strategy.go, printers.go printPersistentVolumeClaim.
import { fill, fillZero, mapField, withField } from '../fill.ts'
import { canonical } from '../names.ts'
import { compareQuantities } from '../quantity.ts'
import type { FieldError, Resource } from '../resource.ts'
import { dumpDifference } from '../schema/dump.ts'
import { ageColumn, keepSpec, keepStatus, nameColumn, plain, text, wide } from '../strategy.ts'
import type { core, Draft, PersistentVolume, PersistentVolumeClaim } from '../types.ts'
import { checkAccessModes, checkClaimSpec } from '../validation/claims.ts'
import { forbiddenField, invalidValue, notSupported, oneOf, required } from '../validation/errors.ts'
import { sortedKeys } from '../validation/labels.ts'
import { checkCommonUpdate, checkMeta, checkMetaUpdate, checkOwnMetaUpdate } from '../validation/meta.ts'
import { subdomainName } from '../validation/names.ts'

const SHORT: Record<string, string> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }
const ORDER = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod']
const modes = (all: readonly string[] | undefined) =>
  ORDER.filter(m => all?.includes(m))
    .map(m => SHORT[m])
    .join(',')
const phase = (o: { metadata: { deletionTimestamp?: string | undefined }; status?: { phase?: string } }) =>
  o.metadata.deletionTimestamp ? 'Terminating' : (o.status?.phase ?? '')
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
const className = (o: { metadata: { annotations?: { [key: string]: string } }; spec: { storageClassName?: string } }) =>
  o.metadata.annotations?.[BETA_CLASS] ?? o.spec.storageClassName ?? ''
const attributesClass = (spec: { volumeAttributesClassName?: string }) => spec.volumeAttributesClassName ?? '<unset>'

const PENDING = { phase: 'Pending' }
const pending = (o: Draft): Draft => withField(o, 'status', fillZero((o.status ?? {}) as { phase?: string }, PENDING))

/** What is in use is not taken away. (In Kubernetes an admission plugin adds the finalizer: plugin/pkg/admission/storage/storageobjectinuseprotection.) */
function protect(o: Draft, kind: 'pvc' | 'pv'): Draft {
  const finalizer = `kubernetes.io/${kind}-protection`
  const finalizers = o.metadata.finalizers ?? []
  return finalizers.includes(finalizer) ? o : { ...o, metadata: { ...o.metadata, finalizers: [...finalizers, finalizer] } }
}

export const claimDefaults = (o: Draft): Draft =>
  mapField(pending(o), 'spec', (s: core.PersistentVolumeClaimSpec) => fill(s, { volumeMode: 'Filesystem' }))

/** Of a claim that is bound only the size may change, and only upwards; of any other nothing but the disk it gets. */
function checkKept(o: Draft, old: PersistentVolumeClaim): FieldError[] {
  const before: core.PersistentVolumeClaimSpec = old.spec
  const bound = old.status?.phase === 'Bound'
  const same: Record<string, unknown> = { ...o.spec }
  if (!before.volumeName) same.volumeName = before.volumeName
  if (bound) {
    same.resources = before.resources
    same.volumeAttributesClassName = (before as { volumeAttributesClassName?: string }).volumeAttributesClassName
  }
  const size = o.spec.resources?.requests?.storage
  const was = before.resources?.requests?.storage
  if (canonical(same) !== canonical(before)) {
    const what = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
    return [forbiddenField('spec', `${what}\n${dumpDifference('PersistentVolumeClaimSpec', before, same)}`)]
  }
  if (bound && size && was && compareQuantities(size, was) < 0)
    return [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')]
  return []
}

export const persistentvolumeclaims: Resource<PersistentVolumeClaim> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  namespaced: true,
  returnsDeleted: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Status', (c: PersistentVolumeClaim) => phase(c)),
    text('Volume', (c: PersistentVolumeClaim) => c.spec.volumeName ?? ''),
    text('Capacity', (c: PersistentVolumeClaim) => (c.spec.volumeName ? (c.status?.capacity?.storage ?? '') : '')),
    text('Access Modes', (c: PersistentVolumeClaim) => (c.spec.volumeName ? modes(c.status?.accessModes) : '')),
    text('StorageClass', (c: PersistentVolumeClaim) => className(c)),
    text('VolumeAttributesClass', (c: PersistentVolumeClaim) => attributesClass(c.spec)),
    ageColumn,
    wide(text('VolumeMode', (c: PersistentVolumeClaim) => c.spec.volumeMode ?? '<unset>')),
  ],
  ...plain,
  defaults: claimDefaults,
  prepareCreate: o => ({ ...protect(o, 'pvc'), status: { phase: 'Pending' } }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpec(o, old) : keepStatus(o, old)),
  validate: o => [...checkMeta(o), ...checkClaimSpec('spec', o.spec)],
  validateUpdate: (o, old, subresource) => {
    if (subresource === 'status') return checkMetaUpdate(o, old)
    const whole = [...checkMeta(o), ...checkClaimSpec('spec', o.spec)]
    return [...checkCommonUpdate(o, old), ...whole, ...checkOwnMetaUpdate(o, old), ...whole, ...checkKept(o, old)]
  },
}

const claimOf = (v: PersistentVolume) => (v.spec.claimRef ? `${v.spec.claimRef.namespace}/${v.spec.claimRef.name}` : '')

function checkCapacity(capacity: Record<string, string> | undefined): FieldError[] {
  const names = Object.keys(capacity ?? {}).sort()
  const errors: FieldError[] = names.length === 0 ? [required('spec.capacity')] : []
  if (names.length !== 1 || names[0] !== 'storage')
    errors.push(notSupported('spec.capacity', capacity ? sortedKeys(capacity) : null, ['storage']))
  for (const name of names) {
    const amount = capacity?.[name] as string
    const field = `spec.capacity[${name}]`
    if (compareQuantities(amount, '0') < 0)
      errors.push({ ...invalidValue(field, amount), message: `Invalid value: ${amount}: must be a valid resource quantity` })
    if (compareQuantities(amount, '0') <= 0) errors.push(invalidValue(field, amount, 'must be greater than zero'))
  }
  return errors
}

function checkVolume(o: Draft): FieldError[] {
  const spec: core.PersistentVolumeSpec = o.spec ?? {}
  const errors: FieldError[] = []
  if (!spec.accessModes?.length) errors.push(required('spec.accessModes'))
  errors.push(...checkAccessModes('spec.accessModes', spec.accessModes), ...checkCapacity(spec.capacity))
  const sources = Object.keys(spec).filter(k => !PLAIN_FIELDS.has(k))
  if (sources.length === 0) errors.push(required('spec', 'must specify a volume type'))
  for (const extra of sources.sort().slice(1)) errors.push(forbiddenField(`spec.${extra}`, 'may not specify more than 1 volume type'))
  errors.push(...oneOf('spec.persistentVolumeReclaimPolicy', spec.persistentVolumeReclaimPolicy, ['Delete', 'Recycle', 'Retain']))
  return [...errors, ...oneOf('spec.volumeMode', spec.volumeMode, ['Block', 'Filesystem'])]
}
const PLAIN_FIELDS = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
])

export const persistentvolumes: Resource<PersistentVolume> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  namespaced: false,
  returnsDeleted: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Capacity', (v: PersistentVolume) => v.spec.capacity?.storage ?? '0'),
    text('Access Modes', (v: PersistentVolume) => modes(v.spec.accessModes)),
    text('Reclaim Policy', (v: PersistentVolume) => v.spec.persistentVolumeReclaimPolicy ?? ''),
    text('Status', (v: PersistentVolume) => phase(v)),
    text('Claim', claimOf),
    text('StorageClass', (v: PersistentVolume) => className(v)),
    text('VolumeAttributesClass', (v: PersistentVolume) => attributesClass(v.spec)),
    text('Reason', (v: PersistentVolume) => v.status?.reason ?? ''),
    ageColumn,
    wide(text('VolumeMode', (v: PersistentVolume) => v.spec.volumeMode ?? '<unset>')),
  ],
  ...plain,
  defaults: o =>
    mapField(pending(o), 'spec', (s: core.PersistentVolumeSpec) => {
      const out = fill(fillZero(s, { persistentVolumeReclaimPolicy: 'Retain' }), { volumeMode: 'Filesystem' })
      return out.hostPath ? { ...out, hostPath: fill(out.hostPath, { type: '' }) } : out
    }),
  prepareCreate: (o, env) => ({ ...protect(o, 'pv'), status: { phase: 'Pending', lastPhaseTransitionTime: env.timestamp } }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpec(o, old) : keepStatus(o, old)),
  validate: o => [...checkMeta(o, subdomainName, false), ...checkVolume(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkVolume(o)],
}
