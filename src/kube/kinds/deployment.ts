// Deployments: a template, a number, and how to get from one template to the next. Upstream: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment,
// pkg/registry/apps/deployment/strategy.go, printers.go printDeployment.
import { fill, mapField, withField } from '../fill.ts'
import { containerColumns } from '../pods/columns.ts'
import { podTemplateDefaults } from '../pods/defaults.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { Resource } from '../resource.ts'
import { selectorText } from '../selectors.ts'
import { ageColumn, keepSpecAndLabels, keepStatus, nameColumn, specAndStatus, text, wide } from '../strategy.ts'
import type { Deployment, DeploymentSpec, Draft } from '../types.ts'
import { checkDeploymentSpec, checkDeploymentStatus } from '../validation/deployment.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { checkImmutableSelector } from '../validation/workloads.ts'

const NUMBERS = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }
const STRATEGY = { type: 'RollingUpdate' }
const ROLLING = { maxUnavailable: '25%', maxSurge: '25%' }

function specDefaults(spec: DeploymentSpec): DeploymentSpec {
  let out = fill(spec, NUMBERS)
  const strategy = out.strategy?.type ? out.strategy : { ...out.strategy, ...STRATEGY }
  out = withField(
    out,
    'strategy',
    strategy.type === 'RollingUpdate' ? withField(strategy, 'rollingUpdate', fill(strategy.rollingUpdate ?? {}, ROLLING)) : strategy,
  )
  return mapField(out, 'template', podTemplateDefaults)
}

export const deployments: Resource<Deployment> = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  /** The change cause of a rollout is an annotation. */
  alsoRaisesGeneration: (o, old) => !sameAnnotations(o, old),
  scale: {
    replicas: d => d.spec.replicas,
    withReplicas: (d, replicas) => withField(d, 'spec', withField(d.spec, 'replicas', replicas)),
    statusReplicas: d => d.status?.replicas ?? 0,
    selector: d => selectorText(d.spec.selector),
  },
  columns: [
    nameColumn,
    text('Ready', (d: Deployment) => `${d.status?.readyReplicas ?? 0}/${d.spec.replicas ?? 0}`),
    text('Up-to-date', (d: Deployment) => d.status?.updatedReplicas ?? 0),
    text('Available', (d: Deployment) => d.status?.availableReplicas ?? 0),
    ageColumn,
    ...containerColumns,
    wide(text('Selector', (d: Deployment) => selectorText(d.spec.selector))),
  ],
  ...specAndStatus,
  statusLeavesLabels: true,
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpecAndLabels(o, old) : keepStatus(o, old)),
  defaults: o => mapField(o, 'spec', specDefaults),
  validate: o => [...checkMeta(o), ...checkDeploymentSpec(o.spec)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status'
      ? [...checkMetaUpdate(o, old), ...checkDeploymentStatus(o.status)]
      : [...checkMetaUpdate(o, old), ...checkDeploymentSpec(o.spec), ...checkImmutableSelector(o, old)],
  warnings: o => templateWarnings('spec.template', o.spec.template),
}

function sameAnnotations(a: Draft, b: Draft): boolean {
  const x = Object.entries(a.metadata.annotations ?? {})
  const y = b.metadata.annotations ?? {}
  return x.length === Object.keys(y).length && x.every(([k, v]) => y[k] === v)
}
