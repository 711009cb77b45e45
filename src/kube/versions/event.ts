// Events as events.k8s.io/v1 has them: the same objects, other names for their fields, and stricter with who makes one. Upstream:
// pkg/apis/events/v1/conversion.go, pkg/apis/core/validation/events.go.
import type { FieldError, OtherVersion } from '../resource.ts'
import type { Draft, Event } from '../types.ts'
import { invalidValue, required } from '../validation/errors.ts'

/** Core's name, and the one of events.k8s.io. */
const NAMES = {
  involvedObject: 'regarding',
  message: 'note',
  reportingComponent: 'reportingController',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
} as const
const THEIRS: Readonly<Record<string, string>> = NAMES
const OURS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(NAMES).map(([ours, theirs]) => [theirs, ours]))

const renamed = (o: object, names: Readonly<Record<string, string>>, apiVersion: string): Draft =>
  ({ ...Object.fromEntries(Object.entries(o).map(([k, v]) => [names[k] ?? k, v])), apiVersion }) as Draft

/** What the old way allows and this one does not. */
function check(o: Draft): FieldError[] {
  const e = o as unknown as Event
  const errors: FieldError[] = []
  if (!e.eventTime) errors.push(required('eventTime'))
  if (e.type !== 'Normal' && e.type !== 'Warning') errors.push(invalidValue('type', '', `has invalid value: ${e.type ?? ''}`))
  if (e.firstTimestamp) errors.push(invalidValue('firstTimestamp', '', 'needs to be unset'))
  if (e.lastTimestamp) errors.push(invalidValue('lastTimestamp', '', 'needs to be unset'))
  if (e.count) errors.push(invalidValue('count', '', 'needs to be unset'))
  if (e.source?.component || e.source?.host) errors.push(invalidValue('source', '', 'needs to be unset'))
  return errors
}

const FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const

export const eventV1: OtherVersion<Event> = {
  group: 'events.k8s.io',
  version: 'v1',
  show: e => renamed(e, THEIRS, 'events.k8s.io/v1'),
  take: o => renamed(o, OURS, 'v1'),
  checkNew: check,
  fields: {
    ...Object.fromEntries(FIELDS.map(f => [`regarding.${f}`, (e: Event) => e.involvedObject[f] ?? ''])),
    reason: e => e.reason ?? '',
    reportingController: e => e.reportingComponent ?? '',
    type: e => e.type ?? '',
  },
}
