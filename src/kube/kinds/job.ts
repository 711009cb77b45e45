// Jobs: pods that are to end well, so many times. Upstream: pkg/apis/batch/v1/defaults.go SetDefaults_Job, pkg/registry/batch/job/strategy.go,
// printers.go printJob.
import { isConditionTrue } from '../conditions.ts'
import { fill, fillZero, mapField } from '../fill.ts'
import { containerColumns } from '../pods/columns.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { Resource } from '../resource.ts'
import { formatSelector } from '../selectors.ts'
import { ageColumn, nameColumn, specAndStatus, text, wide } from '../strategy.ts'
import { humanDuration, parseTime } from '../time.ts'
import type { Draft, Job, JobSpec } from '../types.ts'
import { checkJob, checkJobStatus, checkJobUpdate } from '../validation/job.ts'
import { defaultTemplate } from './workload.ts'

const NO_LIMIT = 2 ** 31 - 1
const UID_LABEL = 'batch.kubernetes.io/controller-uid'

export function jobSpecDefaults(spec: JobSpec): JobSpec {
  let out = spec
  if (out.completions == null && out.parallelism == null) out = { ...out, completions: 1, parallelism: 1 }
  out = fill(out, {
    parallelism: 1,
    backoffLimit: out.backoffLimitPerIndex == null ? 6 : NO_LIMIT,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: out.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  })
  out = mapField(out, 'podFailurePolicy', p => ({
    ...p,
    rules: (p.rules ?? []).map(r =>
      r.onPodConditions ? { ...r, onPodConditions: r.onPodConditions.map(c => fillZero(c, { status: 'True' })) } : r,
    ),
  }))
  return defaultTemplate(out)
}

/** Unless the author keeps the selector in hand, a Job's pods are told by the Job's uid. */
function withSelector(o: Draft): Draft {
  const spec = o.spec as JobSpec
  const { name, uid } = o.metadata
  if (spec.manualSelector || !uid) return o
  const labels = spec.template?.metadata?.labels ?? {}
  const given: Record<string, string> = {
    'job-name': name ?? '',
    'batch.kubernetes.io/job-name': name ?? '',
    'controller-uid': uid,
    [UID_LABEL]: uid,
  }
  return {
    ...o,
    spec: {
      ...spec,
      template: { ...spec.template, metadata: { ...spec.template?.metadata, labels: { ...given, ...labels } } },
      selector: { ...spec.selector, matchLabels: { [UID_LABEL]: uid, ...spec.selector?.matchLabels } },
    },
  }
}

/** A Job without labels has those of its pods; Kubernetes gives it them only when it is kept, so that nobody is told of the same fault twice. */
function withLabels(o: Draft): Draft {
  const labels = o.spec?.template?.metadata?.labels
  if (!labels || Object.keys(o.metadata.labels ?? {}).length > 0) return o
  return { ...o, metadata: { ...o.metadata, labels } }
}

function statusCell(j: Job): string {
  const conditions = j.status?.conditions
  if (isConditionTrue(conditions, 'Complete')) return 'Complete'
  if (isConditionTrue(conditions, 'Failed')) return 'Failed'
  if (j.metadata.deletionTimestamp) return 'Terminating'
  if (isConditionTrue(conditions, 'Suspended')) return 'Suspended'
  if (isConditionTrue(conditions, 'FailureTarget')) return 'FailureTarget'
  return isConditionTrue(conditions, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running'
}

function completionsCell({ spec, status }: Job): string {
  const done = status?.succeeded ?? 0
  if (spec.completions !== undefined) return `${done}/${spec.completions}`
  return (spec.parallelism ?? 0) > 1 ? `${done}/1 of ${spec.parallelism}` : `${done}/1`
}

function durationCell({ status }: Job, nowMs: number): string {
  if (!status?.startTime) return ''
  const end = status.completionTime ? parseTime(status.completionTime) : nowMs
  return humanDuration(end - parseTime(status.startTime))
}

export const jobs: Resource<Job> = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  shortNames: [],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  defaultPropagation: 'Orphan',
  columns: [
    nameColumn,
    text('Status', statusCell),
    text('Completions', completionsCell),
    text('Duration', durationCell),
    ageColumn,
    ...containerColumns,
    wide(text('Selector', (j: Job) => formatSelector(j.spec.selector))),
  ],
  fields: { 'status.successful': (j: Job) => String(j.status?.succeeded ?? 0) },
  fieldRefusal: field => `field label ${JSON.stringify(field)} not supported for Job`,
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', jobSpecDefaults),
  prepareCreate: o => {
    const made = { ...withSelector(o), status: {} }
    return checkJob(made).length === 0 ? withLabels(made) : made
  },
  validate: checkJob,
  validateUpdate: (o, old, subresource) => (subresource === 'status' ? checkJobStatus(o, old) : checkJobUpdate(o, old)),
  warnings: o => templateWarnings('spec.template', o.spec.template),
}
