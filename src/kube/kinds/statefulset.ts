// StatefulSets: pods with names and disks of their own. Upstream: pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet,
// pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec.
import { fill, fillZero, mapField, mapSame, withField, without } from '../fill.ts'
import { canonical } from '../names.ts'
import { containerColumns } from '../pods/columns.ts'
import { checkLongRunning, checkSelects } from '../pods/validation/spec.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { FieldError, Resource } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import { ageColumn, nameColumn, specAndStatus, text } from '../strategy.ts'
import type { apps, Draft, PodTemplate, StatefulSet, StatefulSetSpec } from '../types.ts'
import { checkClaimSpec } from '../validation/claims.ts'
import { forbiddenField, invalidValue, nonNegative, oneOf, required } from '../validation/errors.ts'
import { checkLabelSelector, selectorJson } from '../validation/labels.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { labelName } from '../validation/names.ts'
import { atMostAll, checkIntOrPercent } from '../validation/numbers.ts'
import { checkReplicaCounts } from '../validation/workloads.ts'
import { claimDefaults } from './persistentvolumeclaim.ts'
import { defaultTemplate, replicasScale } from './workload.ts'

const NUMBERS = { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' }
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }
const RETAIN = { whenDeleted: 'Retain', whenScaled: 'Retain' }
type Strategy = apps.StatefulSetUpdateStrategy

/** Left out entirely, the strategy is a rolling update of partition 0; named without its block it stays so. */
function strategyDefaults(strategy: Strategy | undefined): Strategy {
  if (strategy?.type && !strategy.rollingUpdate) return strategy
  const type = strategy?.type || 'RollingUpdate'
  if (type !== 'RollingUpdate') return strategy as Strategy
  const block = fill((strategy?.rollingUpdate ?? {}) as { partition?: number }, { partition: 0 })
  return strategy?.type && block === strategy.rollingUpdate ? strategy : { ...strategy, type, rollingUpdate: block }
}

function specDefaults(spec: StatefulSetSpec): StatefulSetSpec {
  let out = fill(spec, NUMBERS)
  out = withField(out, 'updateStrategy', strategyDefaults(out.updateStrategy))
  out = withField(out, 'persistentVolumeClaimRetentionPolicy', fill(out.persistentVolumeClaimRetentionPolicy ?? {}, RETAIN))
  out = mapField(out, 'volumeClaimTemplates', all =>
    mapSame(all, c => claimDefaults(fillZero(c as { apiVersion?: string; kind?: string }, CLAIM) as unknown as Draft) as never),
  )
  return defaultTemplate(out)
}

/** More than one at a time is an alpha feature that is off: the field is dropped. */
const dropAlpha = (o: Draft): Draft =>
  mapField(o, 'spec', (s: StatefulSetSpec) =>
    mapField(s, 'updateStrategy', u =>
      mapField(u as { rollingUpdate?: object }, 'rollingUpdate', r => without(r as { maxUnavailable?: unknown }, 'maxUnavailable')),
    ),
  )

function checkStrategy(strategy: Strategy | undefined): FieldError[] {
  const at = 'spec.updateStrategy'
  const type = strategy?.type ?? ''
  if (type === '') return [required(at)]
  const block = strategy?.rollingUpdate as { partition?: number; maxUnavailable?: number | string } | undefined
  if (type === 'OnDelete')
    return block
      ? [
          invalidValue(
            `${at}.rollingUpdate`,
            goDump('RollingUpdateStatefulSetStrategy', block),
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : []
  if (type !== 'RollingUpdate')
    return [invalidValue(at, goDump('StatefulSetUpdateStrategy', strategy as object), "must be 'RollingUpdate' or 'OnDelete'")]
  const unavailable = `${at}.rollingUpdate.maxUnavailable`
  return [
    ...nonNegative(`${at}.rollingUpdate.partition`, block?.partition),
    ...(block?.maxUnavailable === undefined
      ? []
      : [...checkIntOrPercent(unavailable, block.maxUnavailable), ...atMostAll(unavailable, block.maxUnavailable)]),
  ]
}

/** The template with the claims' disks, which its containers may mount. */
function withClaims(spec: StatefulSetSpec): PodTemplate {
  const claims = (spec.volumeClaimTemplates ?? []).map(c => c.metadata?.name ?? '')
  if (claims.length === 0) return spec.template
  const volumes = claims.map(name => ({ name, persistentVolumeClaim: { claimName: name } }))
  const own = (spec.template.spec.volumes ?? []).filter(v => !claims.includes(v.name))
  return { ...spec.template, spec: { ...spec.template.spec, volumes: [...volumes, ...own] } }
}

function checkSpec(spec: StatefulSetSpec): FieldError[] {
  const errors: FieldError[] = []
  if (spec.podManagementPolicy !== 'OrderedReady' && spec.podManagementPolicy !== 'Parallel')
    errors.push(invalidValue('spec.podManagementPolicy', spec.podManagementPolicy ?? '', "must be 'OrderedReady' or 'Parallel'"))
  errors.push(...checkStrategy(spec.updateStrategy))
  const retention = spec.persistentVolumeClaimRetentionPolicy
  for (const key of ['whenDeleted', 'whenScaled'] as const)
    errors.push(...oneOf(`spec.persistentVolumeClaimRetentionPolicy.${key}`, retention?.[key], ['Retain', 'Delete']))
  errors.push(
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...nonNegative('spec.ordinals.start', spec.ordinals?.start),
  )
  if (!spec.selector) errors.push(required('spec.selector'))
  else {
    errors.push(...checkLabelSelector('spec.selector', spec.selector))
    if (Object.keys(selectorJson(spec.selector)).length === 0)
      errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for statefulset'))
  }
  spec.volumeClaimTemplates?.forEach((c, i) => void errors.push(...checkClaimSpec(`spec.volumeClaimTemplates[${i}].spec`, c.spec ?? {})))
  if (spec.serviceName) for (const w of labelName(spec.serviceName)) errors.push(invalidValue('spec.serviceName', spec.serviceName, w))
  errors.push(
    ...checkSelects('spec.template', spec.selector, spec.template),
    ...checkLongRunning('spec.template', withClaims(spec), 'StatefulSet'),
  )
  return errors
}

const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const

function checkSpecKept(o: Draft, old: StatefulSet): FieldError[] {
  const fixed = (spec: object) =>
    canonical(Object.fromEntries(Object.entries(spec).filter(([k]) => !(CHANGEABLE as readonly string[]).includes(k))))
  if (fixed(o.spec) === fixed(old.spec)) return []
  const list = CHANGEABLE.map(f => `'${f}'`)
  return [
    forbiddenField(
      'spec',
      `updates to statefulset spec for fields other than ${list.slice(0, -1).join(', ')} and ${list.at(-1)} are forbidden`,
    ),
  ]
}

export const statefulsets: Resource<StatefulSet> = {
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  scale: replicasScale,
  columns: [
    nameColumn,
    text('Ready', (s: StatefulSet) => `${s.status?.readyReplicas ?? 0}/${s.spec.replicas ?? 0}`),
    ageColumn,
    ...containerColumns,
  ],
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', specDefaults),
  prepareCreate: o => ({ ...dropAlpha(o), status: { replicas: 0, availableReplicas: 0 } }),
  prepareUpdate: (o, old, subresource, env) => dropAlpha(specAndStatus.prepareUpdate(o, old, subresource, env)),
  validate: o => [...checkMeta(o, labelName), ...checkSpec(o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? [...checkMetaUpdate(o, old), ...checkReplicaCounts(o.status)]
      : [...checkMetaUpdate(o, old), ...checkSpecKept(o, old), ...checkSpec(o.spec)],
  warnings: o => [
    ...templateWarnings('spec.template', o.spec.template),
    ...((o.spec.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ],
}
