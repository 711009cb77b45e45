// CronJobs: Jobs by the clock. Upstream: pkg/apis/batch/v1/defaults.go SetDefaults_CronJob, pkg/registry/batch/cronjob/strategy.go,
// pkg/apis/batch/validation/validation.go ValidateCronJobSpec.
import { parseSchedule } from '../cron.ts'
import { fill, fillZero, mapField } from '../fill.ts'
import { containerColumns } from '../pods/columns.ts'
import { templateWarnings } from '../pods/warnings.ts'
import type { FieldError, Resource } from '../resource.ts'
import { formatSelector } from '../selectors.ts'
import { ageColumn, nameColumn, specAndStatus, text, whole, wide } from '../strategy.ts'
import { age } from '../time.ts'
import type { batch, CronJob, JobSpec } from '../types.ts'
import { invalidValue, nonNegative, notSupported, oneOf, required } from '../validation/errors.ts'
import { checkJobSpec } from '../validation/job.ts'
import { selectorJson } from '../validation/labels.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { maxLength } from '../validation/names.ts'
import { defaultTemplate } from './workload.ts'

/** A Job is named after its CronJob and its minute: eleven characters more. */
const LONGEST_NAME = 52

function specDefaults(spec: batch.CronJobSpec): batch.CronJobSpec {
  const out = fill(fillZero(spec, { concurrencyPolicy: 'Allow' }), {
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  })
  return mapField(out, 'jobTemplate', t => mapField(t, 'spec', s => defaultTemplate(s as JobSpec)))
}

function checkSchedule(field: string, schedule: string): FieldError[] {
  if (!schedule) return [required(field)]
  if (schedule.includes('TZ')) return [invalidValue(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
  try {
    parseSchedule(schedule)
    return []
  } catch (e) {
    return [invalidValue(field, schedule, (e as Error).message)]
  }
}

const AREAS = new Set(
  'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'.split(' '),
)
const ZONES = new Set(
  'UTC UCT GMT GMT0 GMT+0 GMT-0 Greenwich Universal Zulu CET CST6CDT EET EST EST5EDT HST MET MST MST7MDT PST8PDT WET Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ NZ-CHAT Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU'.split(
    ' ',
  ),
)

/** By its form and its part of the world: the list of all cities is not at hand in every place where this runs. */
const isTimeZone = (name: string): boolean =>
  ZONES.has(name) || (/^[A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(name) && AREAS.has(name.split('/')[0] as string))

function checkTimeZone(field: string, zone: string | undefined): FieldError[] {
  if (zone === undefined) return []
  if (zone === '') return [invalidValue(field, zone, 'timeZone must be nil or non-empty string')]
  if (zone.toLowerCase() === 'local')
    return [invalidValue(field, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')]
  return isTimeZone(zone) ? [] : [invalidValue(field, zone, `unknown time zone ${zone}`)]
}

function checkSpec(spec: batch.CronJobSpec): FieldError[] {
  const job = (spec.jobTemplate?.spec ?? {}) as JobSpec
  const errors = [
    ...checkSchedule('spec.schedule', spec.schedule),
    ...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...checkTimeZone('spec.timeZone', spec.timeZone),
    ...oneOf('spec.concurrencyPolicy', spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']),
    ...checkJobSpec('spec.jobTemplate.spec', job),
  ]
  const at = 'spec.jobTemplate.spec'
  if (job.manualSelector) errors.push(notSupported(`${at}.manualSelector`, true, ['nil', 'false']))
  if (job.selector) errors.push(invalidValue(`${at}.selector`, selectorJson(job.selector), '`selector` will be auto-generated'))
  return [
    ...errors,
    ...nonNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit),
    ...nonNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit),
  ]
}

const checkName = (name: string | undefined): FieldError[] =>
  (name?.length ?? 0) > LONGEST_NAME ? [invalidValue('metadata.name', name, maxLength(LONGEST_NAME))] : []

export const cronjobs: Resource<CronJob> = {
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    text('Schedule', (c: CronJob) => c.spec.schedule),
    text('Timezone', (c: CronJob) => c.spec.timeZone ?? '<none>'),
    { ...text('Suspend', (c: CronJob) => (c.spec.suspend === undefined ? '<unset>' : c.spec.suspend ? 'True' : 'False')), type: 'boolean' },
    whole('Active', (c: CronJob) => c.status?.active?.length ?? 0),
    text('Last Schedule', (c: CronJob, nowMs) => (c.status?.lastScheduleTime ? age(c.status.lastScheduleTime, nowMs) : '<none>')),
    ageColumn,
    ...containerColumns,
    wide(text('Selector', (c: CronJob) => formatSelector(c.spec.jobTemplate?.spec?.selector))),
  ],
  ...specAndStatus,
  defaults: o => mapField(o, 'spec', specDefaults),
  validate: o => [...checkMeta(o), ...checkSpec(o.spec), ...checkName(o.metadata.name)],
  validateUpdate: (o, old, subresource) =>
    subresource === 'status' ? checkMetaUpdate(o, old) : [...checkMetaUpdate(o, old), ...checkSpec(o.spec)],
  warnings: o => templateWarnings('spec.jobTemplate.spec.template', o.spec.jobTemplate?.spec?.template),
}
