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
  time: string
  fieldsType: 'FieldsV1'
  fieldsV1: Fields
  subresource?: string
}

export const entriesOf = (o: ApiObject | Draft | undefined): readonly Entry[] =>
  ((o?.metadata.managedFields ?? []) as unknown as Entry[]).filter(e => e.manager !== undefined && e.fieldsV1 !== undefined)

/** Who writes, as far as entries tell writers apart. An apply is the same whatever version it speaks. */
export const isSameWriter = (a: Entry, b: Entry): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  (a.subresource ?? '') === (b.subresource ?? '') &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion)

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

/** Entries as they are kept: those that own something, applies first, then by time and name. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return entries
    .filter(e => !isEmpty(e.fieldsV1))
    .sort((a, b) => compareText(a.operation, b.operation) || compareText(a.time ?? '', b.time ?? '') || compareText(a.manager, b.manager))
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function withEntries<T extends Draft>(o: T, entries: readonly Entry[]): T {
  const { managedFields: _, ...metadata } = o.metadata
  return { ...o, metadata: entries.length ? { ...metadata, managedFields: entries } : metadata } as T
}
