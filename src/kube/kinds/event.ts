// Events: what somebody noticed about an object. Upstream: pkg/registry/core/event/strategy.go, printers.go printEvent.
import { fill } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { nameColumn, plain, text, wide } from '../strategy.ts'
import { age } from '../time.ts'
import type { Draft, Event } from '../types.ts'
import { invalidValue } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { eventV1 } from '../versions/event.ts'

const FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const
const EMPTY: Partial<Draft> = {
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
}

/** When it was seen first: the time of the event itself, where the old field is not used. */
const firstSeen = (e: Event, nowMs: number) => age(e.firstTimestamp ?? e.eventTime, nowMs)
const lastSeen = (e: Event, nowMs: number) =>
  e.series?.lastObservedTime ? age(e.series.lastObservedTime, nowMs) : e.lastTimestamp ? age(e.lastTimestamp, nowMs) : firstSeen(e, nowMs)

/** An event about a namespaced object lies beside it; one about a machine lies in `default`. */
function checkInvolved(o: Draft): FieldError[] {
  const involved: string = o.involvedObject?.namespace ?? ''
  const own = o.metadata.namespace ?? ''
  const fits = involved === '' ? own === 'default' || own === 'kube-system' : involved === own
  return fits ? [] : [invalidValue('involvedObject.namespace', involved, 'does not match event.namespace')]
}

const objectCell = ({ involvedObject: o }: Event) => (o.name ? `${(o.kind ?? '').toLowerCase()}/${o.name}` : (o.kind ?? '').toLowerCase())
const sourceCell = (e: Event) => {
  const component = e.source?.component || e.reportingComponent || ''
  const host = e.source?.host || e.reportingInstance
  return host ? `${component}, ${host}` : component
}

export const events: Resource<Event> = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  madeByPut: true,
  hasStatus: false,
  hasGeneration: false,
  otherVersions: [eventV1],
  columns: [
    text('Last Seen', lastSeen),
    text('Type', (e: Event) => e.type ?? ''),
    text('Reason', (e: Event) => e.reason ?? ''),
    text('Object', objectCell),
    wide(text('Subobject', (e: Event) => e.involvedObject.fieldPath ?? '')),
    wide(text('Source', sourceCell)),
    text('Message', (e: Event) => (e.message ?? '').trim()),
    wide(text('First Seen', firstSeen)),
    wide(text('Count', (e: Event) => e.series?.count || e.count || 1)),
    wide({ ...nameColumn }),
  ],
  fields: {
    ...Object.fromEntries(FIELDS.map(f => [`involvedObject.${f}`, (e: Event) => e.involvedObject[f] ?? ''])),
    reason: (e: Event) => e.reason ?? '',
    reportingComponent: (e: Event) => e.reportingComponent ?? '',
    source: (e: Event) => e.source?.component || e.reportingComponent || '',
    type: (e: Event) => e.type ?? '',
  },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults: o => fill(o, EMPTY),
  validate: o => [...checkMeta(o), ...checkInvolved(o)],
  validateUpdate: checkMetaUpdate,
}
