// ReplicaSets: so many pods of one template. Upstream: pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet, pkg/registry/apps/replicaset/strategy.go,
// printers.go printReplicaSet.
import { fill, mapField, withField } from '../fill.ts'
import { containerColumns } from '../pods/columns.ts'
import { podTemplateDefaults } from '../pods/defaults.ts'
import { checkSelectorAndTemplate } from '../pods/validation/spec.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { FieldError, Resource } from '../resource.ts'
import { formatSelector, selectorText } from '../selectors.ts'
import { ageColumn, nameColumn, specAndStatus, text, whole, wide } from '../strategy.ts'
import type { Draft, ReplicaSet, ReplicaSetSpec } from '../types.ts'
import { nonNegative } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { checkImmutableSelector, checkReplicaCounts } from '../validation/workloads.ts'

const specDefaults = (spec: ReplicaSetSpec): ReplicaSetSpec => mapField(fill(spec, { replicas: 1 }), 'template', podTemplateDefaults)

const checkSpec = (spec: ReplicaSetSpec): FieldError[] => [
  ...nonNegative('spec.replicas', spec.replicas),
  ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
  ...checkSelectorAndTemplate(spec.selector, spec.template, 'deployment'),
]

export const replicasets: Resource<ReplicaSet> = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  scale: {
    replicas: r => r.spec.replicas,
    withReplicas: (r, replicas) => withField(r, 'spec', withField(r.spec, 'replicas', replicas)),
    statusReplicas: r => r.status?.replicas ?? 0,
    selector: r => selectorText(r.spec.selector),
  },
  columns: [
    nameColumn,
    whole('Desired', (r: ReplicaSet) => r.spec.replicas),
    whole('Current', (r: ReplicaSet) => r.status?.replicas ?? 0),
    whole('Ready', (r: ReplicaSet) => r.status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns,
    wide(text('Selector', (r: ReplicaSet) => formatSelector(r.spec.selector))),
  ],
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', specDefaults),
  prepareCreate: (o: Draft) => ({ ...o, status: { replicas: 0 } }),
  validate: o => [...checkMeta(o), ...checkSpec(o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? [...checkMetaUpdate(o, old), ...checkReplicaCounts(o.status)]
      : [...checkMetaUpdate(o, old), ...checkSpec(o.spec), ...checkImmutableSelector(o, old)],
  warnings: o => templateWarnings('spec.template', o.spec.template),
}
