// What nearly every kind does when it is written: status belongs to the status subresource, the rest to the object. A kind's own rules come on top.
// Upstream: apiserver pkg/registry/rest/{create,update}.go, pkg/registry/<group>/<kind>/strategy.go.
import { withField } from './fill.ts'
import type { Column, Resource } from './resource.ts'
import { age } from './time.ts'
import type { ApiObject, Draft } from './types.ts'

/** A new object starts with this status, whatever its author wrote. */
export const startStatus = (o: Draft, status: unknown): Draft => (status === undefined ? dropStatus(o) : { ...o, status })

export function dropStatus(o: Draft): Draft {
  if (o.status === undefined) return o
  const { status: _, ...rest } = o
  return rest as Draft
}

/** A write to the object leaves its status as it was. */
export const keepStatus = (o: Draft, old: ApiObject): Draft =>
  old.status === undefined ? dropStatus(o) : withField(o, 'status', old.status)

/** A write to the status leaves the spec as it was. */
export const keepSpec = (o: Draft, old: ApiObject): Draft => withField(o, 'spec', old.spec)

/** … and the labels too, of a Deployment. */
export const keepSpecAndLabels = (o: Draft, old: ApiObject): Draft => {
  if (o.metadata === (old.metadata as Draft['metadata'])) return keepSpec(o, old)
  const { labels: _, ...metadata } = o.metadata
  return { ...o, spec: old.spec, metadata: old.metadata.labels ? { ...metadata, labels: old.metadata.labels } : metadata }
}

/** The strategy of a kind that has no rules of its own. */
export const plain: Pick<Resource, 'defaults' | 'prepareCreate' | 'prepareUpdate' | 'validate' | 'validateUpdate'> = {
  defaults: o => o,
  prepareCreate: o => o,
  prepareUpdate: o => o,
  validate: () => [],
  validateUpdate: () => [],
}

/** The strategy of a kind with spec and status. */
export const specAndStatus: Pick<Resource, 'defaults' | 'prepareCreate' | 'prepareUpdate' | 'validate' | 'validateUpdate'> = {
  ...plain,
  prepareCreate: o => startStatus(o, {}),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? keepSpec(o, old) : keepStatus(o, old)),
}

type Cell = Column['cell']
export const text = (name: string, cell: Cell): Column => ({ name, type: 'string', format: '', priority: 0, cell })
export const whole = (name: string, cell: Cell): Column => ({ name, type: 'integer', format: '', priority: 0, cell })
/** Shown with `-o wide` only. */
export const wide = (column: Column): Column => ({ ...column, priority: 1 })
export const nameColumn: Column = { name: 'Name', type: 'string', format: 'name', priority: 0, cell: o => o.metadata.name }
export const ageColumn: Column = text('Age', (o, nowMs) => age(o.metadata.creationTimestamp, nowMs))
