// ControllerRevisions: what a StatefulSet or DaemonSet looked like once. Upstream: pkg/registry/apps/controllerrevision/strategy.go, printers.go
// printControllerRevision.
import { canonical } from '../names.ts'
import { controllerOf } from '../owners.ts'
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ControllerRevision } from '../types.ts'
import { IMMUTABLE, invalidValue, nonNegative, required } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

/** `statefulset.apps/web` */
function controllerCell(r: ControllerRevision): string {
  const owner = controllerOf(r)
  if (!owner) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}

export const controllerrevisions: Resource<ControllerRevision> = {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  shortNames: [],
  namespaced: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, text('Controller', controllerCell), text('Revision', (r: ControllerRevision) => r.revision), ageColumn],
  ...plain,
  validate: o => [
    ...checkMeta(o),
    ...nonNegative('revision', o.revision),
    ...(o.data == null ? [required('data', 'data is mandatory')] : []),
  ],
  validateUpdate: (o, old) => [
    ...checkMetaUpdate(o, old),
    ...(canonical(o.data ?? null) === canonical(old.data ?? null) ? [] : [invalidValue('data', o.data, IMMUTABLE)]),
  ],
}
