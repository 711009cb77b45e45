// EndpointSlices: which pods answer for a Service at this moment. Upstream: pkg/apis/discovery/v1/defaults.go,
// pkg/registry/discovery/endpointslice/strategy.go, printers.go printEndpointSlice.
import { fill, mapSame, withField } from '../fill.ts'
import { canonical } from '../names.ts'
import { PROTOCOLS } from '../pods/validation/containers.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { Draft, EndpointSlice } from '../types.ts'
import { duplicate, IMMUTABLE, invalidValue, oneOf, required, tooMany } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { labelName } from '../validation/names.ts'
import { checkIp } from '../validation/numbers.ts'

const SHOWN = 3
const PORT = { name: '', protocol: 'TCP' }
const ENDPOINT = { conditions: {} }

function several(all: string[]): string {
  if (all.length === 0) return '<unset>'
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(',')} + ${all.length - SHOWN} more...` : all.join(',')
}

const portsCell = (s: EndpointSlice) => several((s.ports ?? []).map(p => (p.port !== undefined ? String(p.port) : (p.name ?? '*'))))
const endpointsCell = (s: EndpointSlice) => several((s.endpoints ?? []).flatMap(e => e.addresses ?? []))

const TYPES = ['FQDN', 'IPv4', 'IPv6']
const MOST_ADDRESSES = 100
const MOST_ENDPOINTS = 1000

function checkPorts(ports: EndpointSlice['ports']): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  ports?.forEach((p, i) => {
    const name = p.name ?? ''
    if (name) for (const w of labelName(name)) errors.push(invalidValue(`ports[${i}].name`, name, w))
    if (names.has(name)) errors.push(duplicate(`ports[${i}].name`, name))
    names.add(name)
    errors.push(...oneOf(`ports[${i}].protocol`, p.protocol, PROTOCOLS))
  })
  return errors
}

function checkSlice(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  if (!o.addressType) errors.push(required('addressType'))
  else errors.push(...oneOf('addressType', o.addressType, TYPES))
  errors.push(...checkPorts(o.ports ?? undefined))
  const all: EndpointSlice['endpoints'] = o.endpoints ?? []
  if (all.length > MOST_ENDPOINTS) return [...errors, tooMany('endpoints', all.length, MOST_ENDPOINTS)]
  all.forEach((e, i) => {
    const at = `endpoints[${i}]`
    if (!e.addresses?.length) errors.push(required(`${at}.addresses`, 'must contain at least 1 address'))
    else if (e.addresses.length > MOST_ADDRESSES) errors.push(tooMany(`${at}.addresses`, e.addresses.length, MOST_ADDRESSES))
    e.addresses?.forEach((a, j) => {
      if (o.addressType === 'IPv4' || o.addressType === 'IPv6') errors.push(...checkIp(`${at}.addresses[${j}]`, a))
    })
  })
  return errors
}

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
  alsoRaisesGeneration: (o, old) => content(o) !== content(old),
  validate: o => [...checkMeta(o), ...checkSlice(o)],
  validateUpdate: (o, old) => [
    ...checkMetaUpdate(o, old),
    ...checkSlice(o),
    ...(o.addressType === old.addressType ? [] : [invalidValue('addressType', o.addressType, IMMUTABLE)]),
  ],
}
