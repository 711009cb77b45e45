// Answers for people: the Table that `kubectl get` prints, and the metadata-only form. The columns come with each kind. Upstream: apiserver
// pkg/endpoints/handlers/response.go asTable, pkg/printers/internalversion/printers.go, apiextensions tableconvertor for kinds without columns.
import { type ApiObject, age, badRequest, type Column, type Resource } from '../kube/index.ts'
import type { List } from './exchange.ts'
import { isCustom } from './served.ts'

/** A kind's columns, its Table's words for one object, and how it names itself in refusals. */
export interface Printed {
  columns: readonly Column[]
  /** Go's name of the type: `core.ConfigMap`. */
  type: string
  custom: boolean
  /** The version in which its objects are shown, where that is not how they are kept. */
  seen?: Resource['seen']
}

export const printedOf = (r: Resource): Printed => ({
  columns: r.columns,
  type: `${r.group.split('.')[0] || 'core'}.${r.kind}`,
  custom: isCustom(r),
  ...(r.seen && { seen: r.seen }),
})

/** The object as the client asked for it. */
export const shown = (printed: Pick<Printed, 'seen'>, o: ApiObject): ApiObject => (printed.seen?.show(o) as ApiObject | undefined) ?? o

const plainText = (name: string, cell: Column['cell']): Column => ({ name, type: 'string', format: '', priority: 0, cell })
const whole = (name: string, cell: Column['cell']): Column => ({ name, type: 'integer', format: '', priority: 0, cell })

export const SCALE_PRINTED: Printed = {
  type: 'autoscaling.Scale',
  custom: false,
  columns: [
    plainText('Name', o => o.metadata.name),
    whole('Desired', o => o.spec.replicas ?? 0),
    whole('Available', o => o.status.replicas),
    plainText('Age', (o, nowMs) => age(o.metadata.creationTimestamp, nowMs)),
  ],
}

export type Include = 'None' | 'Metadata' | 'Object'

export function includeOf(text: string): Include {
  if (text === '') return 'Metadata'
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(text)}: must be 'Metadata', 'Object', 'None', or empty`,
  )
}

export function tableOf(
  printed: Printed,
  items: readonly ApiObject[],
  metadata: object,
  include: Include,
  nowMs: number,
  meta: string,
  headless = false,
): unknown {
  return {
    kind: 'Table',
    apiVersion: meta,
    metadata,
    columnDefinitions: headless ? null : printed.columns.map(definition),
    rows: items.map(o => ({
      cells: printed.columns.map(c => c.cell(o, nowMs) ?? ZERO[c.type]),
      object: included(shown(printed, o), include, meta),
    })),
  }
}

/** What stands in a cell of which nothing is known, as with the object of a bookmark. */
const ZERO: Readonly<Record<Column['type'], unknown>> = { string: '', integer: 0, boolean: false, date: null }

const definition = ({ name, type, format, description, priority }: Column) => ({
  name,
  type,
  format: format ?? '',
  description: description ?? '',
  priority,
})

const included = (o: ApiObject, include: Include, meta: string) =>
  include === 'None' ? null : include === 'Object' ? o : partialOf(o, meta)

export const partialOf = (o: ApiObject, meta: string) => ({ kind: 'PartialObjectMetadata', apiVersion: meta, metadata: o.metadata })

export const partialListOf = (list: List, meta: string) => ({
  kind: 'PartialObjectMetadataList',
  apiVersion: meta,
  metadata: list.metadata,
  items: list.items.map(o => partialOf(o, meta)),
})
