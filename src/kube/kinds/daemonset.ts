// DaemonSets: a pod on every node that will have one. Upstream: pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet,
// pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec.
import { fill, mapField, withField } from '../fill.ts'
import { templatesEqual } from '../names.ts'
import { containerColumns } from '../pods/columns.ts'
import { checkPodTemplate, checkSelects } from '../pods/validation/spec.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { FieldError, Resource } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import { formatLabels, formatSelector } from '../selectors.ts'
import { ageColumn, nameColumn, specAndStatus, text, whole, wide } from '../strategy.ts'
import type { apps, DaemonSet, DaemonSetSpec, Draft } from '../types.ts'
import { forbiddenField, invalidValue, nonNegative, notSupported, required } from '../validation/errors.ts'
import { checkLabelSelector, selectorJson } from '../validation/labels.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { atMostAll, checkIntOrPercent, plainNumber } from '../validation/numbers.ts'
import { checkImmutableSelector } from '../validation/workloads.ts'
import { defaultTemplate } from './workload.ts'

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'
const NO_COUNTS = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }
type Strategy = apps.DaemonSetUpdateStrategy

function specDefaults(spec: DaemonSetSpec): DaemonSetSpec {
  let out = fill(spec, { revisionHistoryLimit: 10 })
  const strategy: Strategy = out.updateStrategy?.type ? out.updateStrategy : { ...out.updateStrategy, type: 'RollingUpdate' }
  out = withField(
    out,
    'updateStrategy',
    strategy.type === 'RollingUpdate'
      ? withField(strategy, 'rollingUpdate', fill(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 } as object))
      : strategy,
  )
  return defaultTemplate(out)
}

/** An old counter of template changes, which some clients still look at. */
const withGeneration = (o: Draft, n: number): Draft => ({
  ...o,
  metadata: { ...o.metadata, annotations: { ...o.metadata.annotations, [TEMPLATE_GENERATION]: String(n) } },
})
const generationOf = (o: Draft | DaemonSet) => Number(o.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1) || 1

function checkStrategy(strategy: Strategy): FieldError[] {
  const at = 'spec.updateStrategy'
  if (strategy.type === 'OnDelete') return []
  if (strategy.type !== 'RollingUpdate')
    return [notSupported(at, goDump('DaemonSetUpdateStrategy', strategy), ['RollingUpdate', 'OnDelete'])]
  const block = strategy.rollingUpdate
  if (!block) return [required(`${at}.rollingUpdate`)]
  const unavailable = `${at}.rollingUpdate.maxUnavailable`
  const surge = `${at}.rollingUpdate.maxSurge`
  const errors = [
    ...checkIntOrPercent(unavailable, block.maxUnavailable),
    ...atMostAll(unavailable, block.maxUnavailable),
    ...checkIntOrPercent(surge, block.maxSurge),
    ...atMostAll(surge, block.maxSurge),
  ]
  const some = plainNumber(block.maxUnavailable) !== 0
  const more = plainNumber(block.maxSurge) !== 0
  if (some && more) errors.push(invalidValue(surge, block.maxSurge, 'may not be set when maxUnavailable is non-zero'))
  if (!some && !more) errors.push(required(unavailable, 'cannot be 0 when maxSurge is 0'))
  return errors
}

function checkSpec(spec: DaemonSetSpec): FieldError[] {
  const errors = checkLabelSelector('spec.selector', spec.selector)
  errors.push(...checkSelects('spec.template', spec.selector, spec.template))
  if (spec.selector && Object.keys(selectorJson(spec.selector)).length === 0)
    errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for daemonset'))
  errors.push(...checkPodTemplate('spec.template', spec.template))
  const policy = spec.template?.spec?.restartPolicy ?? ''
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']))
  if (spec.template?.spec?.activeDeadlineSeconds !== undefined)
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in DaemonSet is not Supported'))
  return [
    ...errors,
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkStrategy(spec.updateStrategy ?? {}),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ]
}

const count = (name: string, key: keyof apps.DaemonSetStatus) => whole(name, (d: DaemonSet) => (d.status?.[key] as number | undefined) ?? 0)

export const daemonsets: Resource<DaemonSet> = {
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    count('Desired', 'desiredNumberScheduled'),
    count('Current', 'currentNumberScheduled'),
    count('Ready', 'numberReady'),
    count('Up-to-date', 'updatedNumberScheduled'),
    count('Available', 'numberAvailable'),
    text('Node Selector', (d: DaemonSet) => formatLabels(d.spec.template?.spec?.nodeSelector)),
    ageColumn,
    ...containerColumns,
    wide(text('Selector', (d: DaemonSet) => formatSelector(d.spec.selector))),
  ],
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', specDefaults),
  prepareCreate: o => ({ ...withGeneration(o, 1), status: NO_COUNTS }),
  prepareUpdate: (o, old, subresource, env) => {
    const out = specAndStatus.prepareUpdate(o, old, subresource, env)
    if (subresource !== '') return out
    const before = generationOf(old)
    const after = templatesEqual(out.spec.template, old.spec.template) ? before : before + 1
    return generationOf(out) === after && out.metadata.annotations?.[TEMPLATE_GENERATION] ? out : withGeneration(out, after)
  },
  validate: o => [...checkMeta(o), ...checkSpec(o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? checkMetaUpdate(o, old)
      : [...checkMetaUpdate(o, old), ...checkSpec(o.spec), ...checkImmutableSelector(o, old)],
  warnings: o => templateWarnings('spec.template', o.spec.template),
}
