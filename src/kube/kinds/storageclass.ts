// StorageClasses: kinds of disks that can be had. Upstream: pkg/apis/storage/v1/defaults.go, pkg/apis/storage/validation, printers.go printStorageClass.
import { fill } from '../fill.ts'
import { canonical } from '../names.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { forbiddenField, invalidValue, oneOf, required } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { qualifiedName, subdomainName } from '../validation/names.ts'

const DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']
export const isDefaultClass = (o: ApiObject) => DEFAULT.some(a => o.metadata.annotations?.[a] === 'true')

function check(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  if (!o.provisioner) errors.push(required('provisioner'))
  else for (const w of qualifiedName(String(o.provisioner).toLowerCase())) errors.push(invalidValue('provisioner', o.provisioner, w))
  errors.push(...oneOf('reclaimPolicy', o.reclaimPolicy, ['Delete', 'Retain']))
  return [...errors, ...oneOf('volumeBindingMode', o.volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'])]
}

const FIXED = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const
function checkKept(o: Draft, old: ApiObject): FieldError[] {
  const errors: FieldError[] = []
  for (const key of FIXED)
    if (canonical(o[key] ?? null) !== canonical(old[key] ?? null))
      errors.push(
        key === 'volumeBindingMode'
          ? invalidValue(key, o[key], 'field is immutable')
          : forbiddenField(key, `updates to ${key} are forbidden.`),
      )
  return errors
}

export const storageclasses: Resource = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  namespaced: false,
  hasStatus: false,
  hasGeneration: false,
  columns: [
    { ...nameColumn, cell: (o: ApiObject) => (isDefaultClass(o) ? `${o.metadata.name} (default)` : o.metadata.name) },
    text('Provisioner', (o: ApiObject) => o.provisioner),
    text('ReclaimPolicy', (o: ApiObject) => o.reclaimPolicy ?? 'Delete'),
    text('VolumeBindingMode', (o: ApiObject) => o.volumeBindingMode ?? 'Immediate'),
    text('AllowVolumeExpansion', (o: ApiObject) => o.allowVolumeExpansion ?? false),
    ageColumn,
  ],
  ...plain,
  defaults: o => fill(o, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' } as Partial<Draft>),
  validate: o => [...checkMeta(o, subdomainName, false), ...check(o)],
  validateUpdate: (o, old) => [...checkMetaUpdate(o, old), ...check(o), ...checkKept(o, old)],
}
