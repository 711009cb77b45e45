// A mirror for the tests of the promises, put together by hand.
import { type ApiObject, parseTime } from '../../kube/index.ts'
import { Mirror } from '../../session/index.ts'
import { T0 } from '../testing/cluster.ts'

export const START = parseTime(T0)
const key = (o: ApiObject) => (o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name)
export type Shelf = Record<string, readonly ApiObject[]>
export type Rows = Record<string, Record<string, unknown>>

export function mirror(objects: Shelf, rows: Rows = {}, now = 60_000): Mirror {
  const m = new Mirror()
  m.take({
    now,
    reset: false,
    rv: 1,
    trace: [],
    objects: Object.entries(objects).flatMap(([plural, list]) => list.map(object => ({ plural, key: key(object), object }))),
    rows: Object.entries(rows).flatMap(([table, all]) => Object.entries(all).map(([k, row]) => ({ table: table as never, key: k, row }))),
  })
  return m
}

export const object = (kind: string, name: string, more: object): ApiObject =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: T0, resourceVersion: '1' },
    ...more,
  }) as unknown as ApiObject
