// Services: one address and name for the pods that a selector means. Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Service,
// pkg/registry/core/service/{strategy,storage/storage,storage/alloc}.go, printers.go printService.
import { fill, fillZero, mapSame, withField } from '../fill.ts'
import type { Env, Resource } from '../resource.ts'
import { formatLabels } from '../selectors.ts'
import { allocateAddresses } from '../services/allocate.ts'
import { ageColumn, keepSpec, keepStatus, nameColumn, plain, text, wide } from '../strategy.ts'
import type { Draft, Service } from '../types.ts'
import { checkMetaUpdate, keepIdentity } from '../validation/meta.ts'
import { checkService, checkServiceUpdate } from '../validation/service.ts'

type Spec = Service['spec']
type Port = NonNullable<Spec['ports']>[number]

const portDefaults = (p: Port): Port => {
  const out = fillZero(p, { protocol: 'TCP' })
  return out.targetPort === undefined || out.targetPort === 0 || out.targetPort === '' ? { ...out, targetPort: out.port ?? 0 } : out
}

function specDefaults(spec: Spec): Spec {
  let out = fillZero(spec, { sessionAffinity: 'None', type: 'ClusterIP' })
  if (out.sessionAffinity === 'None' && out.sessionAffinityConfig) out = withField(out, 'sessionAffinityConfig', undefined as never)
  if (out.sessionAffinity === 'ClientIP' && out.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    out = { ...out, sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }
  if (out.ports) out = withField(out, 'ports', mapSame(out.ports, portDefaults))
  const outside = out.type === 'NodePort' || out.type === 'LoadBalancer'
  if (outside) out = fillZero(out, { externalTrafficPolicy: 'Cluster' })
  if (out.type !== 'ExternalName') out = fill(out, { internalTrafficPolicy: 'Cluster' })
  if (out.type === 'LoadBalancer') out = fill(out, { allocateLoadBalancerNodePorts: true })
  return out
}

/** One address or several: the two fields say the same. Where a change touches one of them only, the other follows. */
function normalise(spec: Spec, old?: Spec): Spec {
  const { clusterIP, clusterIPs, ...rest } = spec
  const touched =
    old !== undefined && (clusterIP ?? '') !== (old.clusterIP ?? '') && String(clusterIPs ?? '') === String(old.clusterIPs ?? '')
  if (touched) return clusterIP ? { ...rest, clusterIP, clusterIPs: [clusterIP] } : rest
  if (clusterIP && !clusterIPs?.length) return old?.clusterIPs?.length ? rest : { ...rest, clusterIP, clusterIPs: [clusterIP] }
  return spec
}

const defaults = (o: Draft): Draft => (o.spec ? withField(o, 'spec', specDefaults(o.spec)) : { ...o, spec: specDefaults({} as Spec) })

/** A change of type takes what belonged to the old one along, unless the author set it anew. */
function dropOfOldType(spec: Spec, old: Spec): Spec {
  let out = spec
  const gone = (key: keyof Spec) => {
    const { [key]: _, ...rest } = out
    out = rest as Spec
  }
  const same = (key: keyof Spec) => JSON.stringify(out[key]) === JSON.stringify(old[key])
  const wasClustered = old.type !== 'ExternalName'
  if (wasClustered && out.type === 'ExternalName') {
    for (const key of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] as const)
      if (same(key)) gone(key)
  }
  const hadPorts = old.type === 'NodePort' || old.type === 'LoadBalancer'
  const hasPorts = out.type === 'NodePort' || out.type === 'LoadBalancer'
  if (hadPorts && !hasPorts) {
    const before = new Map((old.ports ?? []).map(p => [`${p.port}/${p.protocol}`, p.nodePort]))
    out = withField(
      out,
      'ports',
      mapSame(out.ports ?? [], p => {
        if (!p.nodePort || before.get(`${p.port}/${p.protocol}`) !== p.nodePort) return p
        const { nodePort: _, ...rest } = p
        return rest
      }),
    )
    for (const key of ['externalTrafficPolicy', 'healthCheckNodePort'] as const) if (same(key)) gone(key)
  }
  if (old.type === 'LoadBalancer' && out.type !== 'LoadBalancer')
    for (const key of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const) if (same(key)) gone(key)
  return out
}

/** What a client does not repeat in a PUT stays: addresses, families, node ports. */
function keepGivenOut(spec: Spec, old: Spec): Spec {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return spec
  let out = spec
  if (!out.clusterIP && !out.clusterIPs?.length && old.clusterIP)
    out = { ...out, clusterIP: old.clusterIP, ...(old.clusterIPs && { clusterIPs: old.clusterIPs }) }
  out = fill(out, {
    ...(old.ipFamilies && { ipFamilies: old.ipFamilies }),
    ...(old.ipFamilyPolicy && { ipFamilyPolicy: old.ipFamilyPolicy }),
  })
  const hasPorts = (s: Spec) => s.type === 'NodePort' || s.type === 'LoadBalancer'
  if (hasPorts(out) && hasPorts(old)) {
    const taken = new Set((out.ports ?? []).map(p => p.nodePort))
    const before = new Map((old.ports ?? []).map(p => [`${p.port}/${p.protocol}`, p.nodePort]))
    out = withField(
      out,
      'ports',
      mapSame(out.ports ?? [], p => {
        const had = before.get(`${p.port}/${p.protocol}`)
        return p.nodePort || !had || taken.has(had) ? p : { ...p, nodePort: had }
      }),
    )
  }
  return out
}

/** Addresses and ports are given out to what is sound; `validate` tells what is not. */
function prepareUpdate(o: Draft, old: Service, subresource: string, env: Env): Draft {
  if (subresource === 'status') return keepSpec(o, old)
  const next = keepStatus(withField(o, 'spec', dropOfOldType(keepGivenOut(normalise(o.spec, old.spec), old.spec), old.spec)), old)
  return checkServiceUpdate(keepIdentity(next, old), old).length === 0 ? allocateAddresses(next, old, env) : next
}

function externalAddress(s: Service): string {
  const own = (s.spec.externalIPs ?? []).join(',')
  switch (s.spec.type) {
    case 'ExternalName':
      return s.spec.externalName ?? ''
    case 'LoadBalancer': {
      const balanced = (s.status?.loadBalancer?.ingress ?? []).map(i => i.ip ?? i.hostname ?? '').join(',')
      return [balanced, own].filter(Boolean).join(',') || '<pending>'
    }
    case undefined:
      return '<unknown>'
    default:
      return own || '<none>'
  }
}

const portsCell = (s: Service) =>
  (s.spec.ports ?? []).map(p => `${p.port}${p.nodePort ? `:${p.nodePort}` : ''}/${p.protocol ?? 'TCP'}`).join(',') || '<none>'

export const services: Resource<Service> = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  madeByPut: true,
  returnsDeleted: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Type', (s: Service) => s.spec.type ?? ''),
    text('Cluster-IP', (s: Service) => s.spec.clusterIPs?.[0] ?? (s.spec.clusterIP || '<none>')),
    text('External-IP', externalAddress),
    text('Port(s)', portsCell),
    ageColumn,
    wide(text('Selector', (s: Service) => formatLabels(s.spec.selector))),
  ],
  fields: { 'spec.clusterIP': (s: Service) => s.spec.clusterIP ?? '', 'spec.type': (s: Service) => s.spec.type ?? '' },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults,
  prepareCreate: (o, env) => {
    const made = { ...withField(o, 'spec', normalise(o.spec)), status: { loadBalancer: {} } }
    return checkService(made).length === 0 ? allocateAddresses(made, undefined, env) : made
  },
  prepareUpdate,
  validate: checkService,
  validateUpdate: (o, old, subresource) => (subresource === 'status' ? checkMetaUpdate(o, old) : checkServiceUpdate(o, old)),
}
