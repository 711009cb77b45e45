// Namespaces. One that is deleted stays, Terminating, until it is empty. Upstream: pkg/registry/core/namespace/strategy.go,
// pkg/apis/core/v1/defaults.go SetDefaults_Namespace.
import { fill, mapField, withField } from '../fill.ts'
import type { Resource } from '../resource.ts'
import { ageColumn, keepStatus, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { checkCommonUpdate, checkMeta, checkOwnMetaUpdate } from '../validation/meta.ts'
import { labelName } from '../validation/names.ts'

const NAME_LABEL = 'kubernetes.io/metadata.name'
const FINALIZER = 'kubernetes'

function defaults(o: Draft): Draft {
  const name = o.metadata?.name
  const out = fill(o, { status: { phase: 'Active' } } as Partial<Draft>)
  if (!name || out.metadata.labels?.[NAME_LABEL] === name) return out
  return { ...out, metadata: { ...out.metadata, labels: { ...out.metadata.labels, [NAME_LABEL]: name } } }
}

const isHeld = (o: ApiObject) => (o.spec?.finalizers?.length ?? 0) > 0

/** A DELETE only begins the end: the namespace controller empties it and takes the finalizer away. */
const terminating = (o: ApiObject, now: string): ApiObject =>
  o.metadata.deletionTimestamp
    ? o
    : { ...o, metadata: { ...o.metadata, deletionTimestamp: now }, status: { ...o.status, phase: 'Terminating' } }

export const namespaces: Resource = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  namespaced: false,
  hasStatus: true,
  hasGeneration: false,
  columns: [nameColumn, text('Status', (n: ApiObject) => n.status?.phase ?? ''), ageColumn],
  fields: { 'status.phase': n => n.status?.phase ?? '' },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults,
  prepareCreate: o => ({
    ...mapField(fill(o, { spec: {} } as Partial<Draft>), 'spec', (s: { finalizers?: string[] }) =>
      s.finalizers?.includes(FINALIZER) ? s : { ...s, finalizers: [...(s.finalizers ?? []), FINALIZER] },
    ),
    status: { phase: 'Active' },
  }),
  gracefulDelete: (o, _options, env) => (isHeld(o) ? terminating(o, env.timestamp) : undefined),
  isHeld,
  prepareUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? withField(o, 'spec', old.spec)
      : subresource === 'finalize'
        ? keepStatus(o, old)
        : withField(keepStatus(o, old), 'spec', { ...o.spec, finalizers: old.spec?.finalizers ?? [] }),
  validate: o => checkMeta(o, labelName, false),
  validateUpdate: (o, old) => [...checkCommonUpdate(o, old), ...checkMeta(o, labelName, false), ...checkOwnMetaUpdate(o, old)],
}
