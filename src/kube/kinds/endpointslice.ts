// EndpointSlices: which pods answer for a Service at this moment. Upstream: pkg/apis/discovery/v1/defaults.go,
// pkg/registry/discovery/endpointslice/strategy.go, printers.go printEndpointSlice.
import { fill, mapSame, withField } from '../fill.ts'
import { canonical } from '../names.ts'
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { Draft, EndpointSlice } from '../types.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

const SHOWN = 3
const PORT = { name: '', protocol: 'TCP' }
const ENDPOINT = { conditions: {} }

function several(all: string[]): string {
  if (all.length === 0) return '<unset>'
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(',')} + ${all.length - SHOWN} more...` : all.join(',')
}

const portsCell = (s: EndpointSlice) => several((s.ports ?? []).map(p => (p.port !== undefined ? String(p.port) : p.name || '*')))
const endpointsCell = (s: EndpointSlice) => several((s.endpoints ?? []).flatMap(e => e.addresses ?? []))

const content = ({ metadata: _, ...rest }: Draft) => canonical(rest)

export const endpointslices: Resource<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  shortNames: [],
  namespaced: true,
  hasStatus: false,
  hasGeneration: true,
  columns: [
    nameColumn,
    text('AddressType', (s: EndpointSlice) => s.addressType),
    text('Ports', portsCell),
    text('Endpoints', endpointsCell),
    ageColumn,
  ],
  ...plain,
  defaults: o => {
    let out = o
    if (out.ports)
      out = withField(
        out,
        'ports',
        mapSame(out.ports as object[], p => fill(p, PORT as object)),
      )
    if (out.endpoints)
      out = withField(
        out,
        'endpoints',
        mapSame(out.endpoints as object[], e => fill(e, ENDPOINT as object)),
      )
    return out
  },
  raisesGeneration: (o, old) => content(o) !== content(old),
  validate: o => checkMeta(o),
  validateUpdate: checkMetaUpdate,
}
