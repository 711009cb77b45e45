// What a Job may say, and what of it stays. Upstream: pkg/apis/batch/validation/validation.go.
import { canonical } from '../names.ts'
import { checkPodTemplate, checkSelects } from '../pods/validation/spec.ts'
import type { FieldError } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import type { Draft, Job, JobSpec, PodTemplate } from '../types.ts'
import { IMMUTABLE, invalidValue, nonNegative, notSupported, oneOf, required } from './errors.ts'
import { checkFailurePolicy, checkSuccessPolicy } from './jobpolicies.ts'
import { checkLabelSelector, selectorJson, sortedKeys } from './labels.ts'
import { checkCommonUpdate, checkMeta, checkMetaUpdate, checkOwnMetaUpdate } from './meta.ts'
import { subdomainName } from './names.ts'

const MOST_PARALLEL = 100_000
const UID_LABEL = 'batch.kubernetes.io/controller-uid'

function checkMode(at: string, spec: JobSpec): FieldError[] {
  const errors = oneOf(`${at}.completionMode`, spec.completionMode, ['NonIndexed', 'Indexed'])
  const indexed = spec.completionMode === 'Indexed'
  const failed = spec.maxFailedIndexes
  if (indexed) {
    if (spec.completions === undefined) errors.push(required(`${at}.completions`, 'when completion mode is Indexed'))
    if ((spec.parallelism ?? 0) > MOST_PARALLEL)
      errors.push(
        invalidValue(
          `${at}.parallelism`,
          spec.parallelism,
          `must be less than or equal to ${MOST_PARALLEL} when completion mode is Indexed`,
        ),
      )
    if (spec.completions !== undefined && failed !== undefined && failed > spec.completions)
      errors.push(invalidValue(`${at}.maxFailedIndexes`, failed, 'must be less than or equal to completions'))
  }
  if (spec.backoffLimitPerIndex !== undefined && !indexed)
    errors.push(invalidValue(`${at}.backoffLimitPerIndex`, spec.backoffLimitPerIndex, 'requires indexed completion mode'))
  if (failed !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${at}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  return errors
}

function checkManagedBy(field: string, managedBy: string | undefined): FieldError[] {
  if (managedBy === undefined) return []
  const [domain = '', path = ''] = managedBy.split(/\/(.*)/s)
  if (!managedBy.includes('/') || domain === '' || path === '')
    return [invalidValue(field, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  return subdomainName(domain).map(w => invalidValue(field, domain, w))
}

function checkRestartPolicy(at: string, spec: JobSpec): FieldError[] {
  const field = `${at}.template.spec.restartPolicy`
  const policy = spec.template?.spec?.restartPolicy ?? ''
  const errors: FieldError[] = []
  if (policy === 'Always' || policy === '') errors.push(required(field, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.push(notSupported(field, policy, ['OnFailure', 'Never']))
  else if (spec.podFailurePolicy && policy !== 'Never')
    errors.push(invalidValue(field, policy, 'only "Never" is supported when podFailurePolicy is specified'))
  return errors
}

/** The part that the jobs of CronJobs have too, whose selector is not made yet. */
export function checkJobSpec(at: string, spec: JobSpec): FieldError[] {
  const errors: FieldError[] = []
  const numbers = [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ] as const
  for (const key of numbers) errors.push(...nonNegative(`${at}.${key}`, spec[key]))
  errors.push(...checkManagedBy(`${at}.managedBy`, (spec as { managedBy?: string }).managedBy), ...checkMode(at, spec))
  if (spec.podFailurePolicy) errors.push(...checkFailurePolicy(`${at}.podFailurePolicy`, spec))
  const success = (spec as { successPolicy?: object }).successPolicy
  if (success) {
    if (spec.completionMode === 'Indexed') errors.push(...checkSuccessPolicy(`${at}.successPolicy`, spec))
    else errors.push(invalidValue(`${at}.successPolicy`, goDump('SuccessPolicy', success), 'requires indexed completion mode'))
  }
  const replacements = spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  errors.push(
    ...oneOf(`${at}.podReplacementPolicy`, spec.podReplacementPolicy, replacements),
    ...checkPodTemplate(`${at}.template`, spec.template),
  )
  return [...errors, ...checkRestartPolicy(at, spec)]
}

/** A selector that was made is as it was made. */
function checkGeneratedSelector(o: Draft): FieldError[] {
  const spec = o.spec as JobSpec
  if (spec.manualSelector || !spec.selector) return []
  const labels = spec.template?.metadata?.labels ?? {}
  const { name = '', uid = '' } = o.metadata
  const errors: FieldError[] = []
  for (const [key, value] of [
    ['controller-uid', uid],
    ['job-name', name],
    [UID_LABEL, uid],
    ['batch.kubernetes.io/job-name', name],
  ] as const) {
    const field = `spec.template.metadata.labels[${key}]`
    if (labels[key] === undefined) errors.push(required(field, `must be '${value}'`))
    else if (labels[key] !== value) errors.push(invalidValue(field, sortedKeys(labels), `must be '${value}'`))
  }
  const made = canonical({ matchLabels: { [UID_LABEL]: uid } })
  if (canonical(spec.selector) !== made)
    errors.push(invalidValue('spec.selector', selectorJson(spec.selector), '`selector` not auto-generated'))
  return errors
}

function checkSpecAndSelector(spec: JobSpec): FieldError[] {
  const errors = checkJobSpec('spec', spec)
  if (!spec.selector) errors.push(required('spec.selector'))
  return [...errors, ...checkLabelSelector('spec.selector', spec.selector), ...checkSelects('spec.template', spec.selector, spec.template)]
}

export const checkJob = (o: Draft): FieldError[] => [...checkMeta(o), ...checkGeneratedSelector(o), ...checkSpecAndSelector(o.spec)]

const differ = (a: unknown, b: unknown) => a !== b && canonical(a ?? null) !== canonical(b ?? null)

/** Where a suspended Job's pods may run can still be changed. */
function asBefore(template: PodTemplate, old: PodTemplate): PodTemplate {
  const { nodeSelector, affinity, tolerations, schedulingGates } = old.spec
  const { labels, annotations } = old.metadata
  return {
    ...template,
    metadata: { ...template.metadata, labels, annotations },
    spec: { ...template.spec, nodeSelector, affinity, tolerations, schedulingGates },
  } as PodTemplate
}

function checkTemplateKept(spec: JobSpec, old: Job): FieldError[] {
  const open = old.spec.suspend === true && !old.status?.startTime
  const template = open ? asBefore(spec.template, old.spec.template) : spec.template
  if (!differ(template, old.spec.template)) return []
  return [invalidValue('spec.template', goDump('PodTemplateSpec', spec.template), IMMUTABLE)]
}

/** Completions may follow parallelism in an indexed Job that keeps the two equal. */
function checkCompletionsKept(spec: JobSpec, old: JobSpec): FieldError[] {
  if (spec.completions === old.completions) return []
  const elastic = spec.completionMode === 'Indexed' && old.completions !== undefined && spec.completions !== undefined
  if (elastic && spec.completions === spec.parallelism && old.completions === old.parallelism) return []
  return [invalidValue('spec.completions', spec.completions ?? null, IMMUTABLE)]
}

export function checkJobUpdate(o: Draft, old: Job): FieldError[] {
  const spec = o.spec as JobSpec
  const before = old.spec
  const errors = [
    ...checkCommonUpdate(o, old),
    ...checkJob(o),
    ...checkOwnMetaUpdate(o, old),
    ...checkSpecAndSelector(spec),
    ...checkCompletionsKept(spec, before),
  ]
  if (differ(spec.selector, before.selector))
    errors.push(invalidValue('spec.selector', spec.selector ? selectorJson(spec.selector) : null, IMMUTABLE))
  errors.push(...checkTemplateKept(spec, old))
  const fixed: [keyof JobSpec | 'managedBy' | 'successPolicy', string?][] = [
    ['completionMode'],
    ['podFailurePolicy', 'PodFailurePolicy'],
    ['backoffLimitPerIndex'],
    ['managedBy'],
    ['successPolicy', 'SuccessPolicy'],
  ]
  for (const [key, struct] of fixed) {
    const value = (spec as unknown as Record<string, unknown>)[key]
    if (differ(value, (before as unknown as Record<string, unknown>)[key]))
      errors.push(invalidValue(`spec.${key}`, struct && value ? goDump(struct, value as object) : value, IMMUTABLE))
  }
  return errors
}

/** What a status may say: counts that go together. */
export function checkJobStatus(o: Draft, old: Job): FieldError[] {
  const { active = 0, ready, terminating, succeeded = 0, failed = 0 } = (o.status ?? {}) as Job['status'] & object
  const errors = [
    ...checkMetaUpdate(o, old),
    ...nonNegative('status.active', active),
    ...nonNegative('status.succeeded', succeeded),
    ...nonNegative('status.failed', failed),
    ...nonNegative('status.ready', ready),
    ...nonNegative('status.terminating', terminating),
  ]
  if (ready !== undefined && ready > active) errors.push(invalidValue('status.ready', ready, 'cannot set more ready pods than active'))
  return errors
}
