// Endpoints: the older, flat form of EndpointSlices. Upstream: pkg/registry/core/endpoint/strategy.go, printers.go printEndpoints.
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject } from '../types.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

const SHOWN = 3
interface Subset {
  addresses?: { ip: string }[]
  ports?: { port: number }[]
}

function endpointsCell(e: ApiObject): string {
  const all = ((e.subsets ?? []) as Subset[]).flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0 ? addresses.map(a => a.ip) : ports.flatMap(p => addresses.map(a => `${a.ip}:${p.port}`)),
  )
  if (all.length === 0) return '<none>'
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(',')} + ${all.length - SHOWN} more...` : all.join(',')
}

export const endpoints: Resource = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  madeByPut: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, text('Endpoints', endpointsCell), ageColumn],
  ...plain,
  validate: o => checkMeta(o),
  validateUpdate: checkMetaUpdate,
}
