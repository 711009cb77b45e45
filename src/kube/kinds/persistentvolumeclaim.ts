// Claims for storage, and the volumes that answer them. Upstream: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume(Claim),
// pkg/registry/core/persistentvolumeclaim/strategy.go, printers.go printPersistentVolumeClaim.
import { fill, fillZero, mapField, withField } from '../fill.ts'
import { canonical } from '../names.ts'
import { compareQuantities } from '../quantity.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, keepSpec, keepStatus, nameColumn, plain, text, wide } from '../strategy.ts'
import type { core, Draft, PersistentVolume, PersistentVolumeClaim } from '../types.ts'
import { checkAccessModes, checkClaimSpec } from '../validation/claims.ts'
import { forbiddenField, oneOf, required } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
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

export const claimDefaults = (o: Draft): Draft =>
  mapField(pending(o), 'spec', (s: core.PersistentVolumeClaimSpec) =>
    fill(s, { volumeMode: 'Filesystem' }),
  )

/** Of a claim that is bound only the size may change, and only upwards. */
function checkKept(o: Draft, old: PersistentVolumeClaim): FieldError[] {
  const rest = (spec: core.PersistentVolumeClaimSpec) => {
    const {
      resources: _,
      volumeName: __,
      volumeAttributesClassName: ___,
      ...kept
    } = spec as core.PersistentVolumeClaimSpec & { volumeAttributesClassName?: string }
    return canonical(kept)
  }
  if (rest(o.spec) !== rest(old.spec) || (old.spec.volumeName && o.spec.volumeName !== old.spec.volumeName))
    return [
      forbiddenField('spec', 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'),
    ]
  const size = o.spec.resources?.requests?.storage
  const before = old.spec.resources?.requests?.storage
  if (size && before && compareQuantities(size, before) < 0)
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
  prepareCreate: o => ({ ...o, status: { phase: 'Pending' } }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpec(o, old) : keepStatus(o, old)),
  validate: o => [...checkMeta(o), ...checkClaimSpec('spec', o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? checkMetaUpdate(o, old)
      : [...checkMetaUpdate(o, old), ...checkClaimSpec('spec', o.spec), ...checkKept(o, old)],
}

const claimOf = (v: PersistentVolume) => (v.spec.claimRef ? `${v.spec.claimRef.namespace}/${v.spec.claimRef.name}` : '')
const SOURCES = ['hostPath', 'csi', 'local', 'nfs']

function checkVolume(o: Draft): FieldError[] {
  const spec: core.PersistentVolumeSpec = o.spec ?? {}
  const errors: FieldError[] = []
  if (!spec.accessModes?.length) errors.push(required('spec.accessModes'))
  errors.push(...checkAccessModes('spec.accessModes', spec.accessModes))
  if (!spec.capacity || Object.keys(spec.capacity).length === 0) errors.push(required('spec.capacity'))
  if (!SOURCES.some(s => s in spec) && !Object.keys(spec).some(k => !PLAIN_FIELDS.has(k)))
    errors.push(required('spec', 'must specify a volume type'))
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
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Capacity', (v: PersistentVolume) => v.spec.capacity?.storage ?? ''),
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
  prepareCreate: o => ({ ...o, status: { phase: 'Pending' } }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpec(o, old) : keepStatus(o, old)),
  validate: o => [...checkMeta(o, subdomainName, false), ...checkVolume(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...checkVolume(o)],
}
