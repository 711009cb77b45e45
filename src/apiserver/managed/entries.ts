// metadata.managedFields: who set which fields, by which operation, through which door. Upstream: apimachinery pkg/util/managedfields/internal/
// {managedfields,buildmanagerinfo,capmanagers}.go.
import type { ApiObject, Draft } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import type { WriteOptions } from '../options.ts'
import { apiVersionOf } from '../served.ts'
import { type Fields, isEmpty } from './fields.ts'

export interface Entry {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  /** Missing where the size was written as a Scale, or where an apply found everything as it wanted it. */
  time?: string
  fieldsType: 'FieldsV1'
  fieldsV1: Fields
  subresource?: string
}

/** The entries of an object; of two of one writer the last counts. */
export function entriesOf(o: ApiObject | Draft | undefined): readonly Entry[] {
  const all = ((o?.metadata.managedFields ?? []) as unknown as Entry[]).filter(e => e.manager !== undefined && e.fieldsV1 !== undefined)
  return [...new Map(all.map(e => [writerKey(e), e])).values()]
}

/** Who writes, as far as entries tell writers apart. An apply is the same whatever version it speaks. */
export const writerKey = (e: Entry): string =>
  JSON.stringify([e.manager, e.operation, e.subresource ?? '', e.operation === 'Apply' ? '' : e.apiVersion])

export const isSameWriter = (a: Entry, b: Entry): boolean => writerKey(a) === writerKey(b)

/** The entry of the one who makes this request, still without fields. */
export function writerOf(call: Call, options: WriteOptions, operation: Entry['operation']): Entry {
  return {
    manager: options.fieldManager || managerOf(call.request.userAgent),
    operation,
    apiVersion: apiVersionOf(call.resource),
    time: call.house.engine.world.timestamp,
    fieldsType: 'FieldsV1',
    fieldsV1: {},
    ...(call.subresource && { subresource: call.subresource }),
  }
}

const managerOf = (userAgent: string | undefined) => (userAgent ?? '').split('/')[0] || 'unknown'

/** Entries as they are kept: those that own something, applies first, then by time, those without one first, then by who it was. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const rank = (e: Entry) => [e.operation, e.time ?? '', e.manager, e.apiVersion, e.subresource ?? '']
  return entries.filter(e => !isEmpty(e.fieldsV1)).sort((a, b) => compareTexts(rank(a), rank(b)))
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, i) => text !== b[i])
  return at < 0 ? 0 : (a[at] as string) < (b[at] as string) ? -1 : 1
}

export function withEntries<T extends Draft>(o: T, entries: readonly Entry[]): T {
  const { managedFields: _, ...metadata } = o.metadata
  return { ...o, metadata: entries.length ? { ...metadata, managedFields: entries } : metadata } as T
}
