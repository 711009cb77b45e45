// What a Service may say. Upstream: pkg/apis/core/validation/validation.go ValidateService, ValidateServiceUpdate,
// ValidateServiceClusterIPsRelatedFields.
import { PROTOCOLS } from '../pods/validation/containers.ts'
import { checkPortOrName } from '../pods/validation/probes.ts'
import type { FieldError } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import type { Draft, Service } from '../types.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, oneOf, required } from './errors.ts'
import { checkLabels } from './labels.ts'
import { checkMeta, checkMetaUpdate } from './meta.ts'
import { labelName, portNumber, qualifiedName, serviceName, subdomainName } from './names.ts'
import { checkIp, isIp, isIpv6 } from './numbers.ts'

type Spec = Service['spec'] & { trafficDistribution?: string }
type Port = NonNullable<Spec['ports']>[number]

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const FAMILIES = ['IPv4', 'IPv6']
const POLICIES = ['SingleStack', 'PreferDualStack', 'RequireDualStack']
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const KUBELET_PORT = 10_250
const DAY = 86_400

const isHeadless = (s: Spec) => s.clusterIPs?.length === 1 && s.clusterIPs[0] === 'None'

function checkType(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  const headless = () => {
    if (isHeadless(spec)) errors.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`))
  }
  if (spec.type === 'LoadBalancer') {
    spec.ports?.forEach((p, i) => {
      if (p.port === KUBELET_PORT)
        errors.push(invalidValue(`spec.ports[${i}].port`, p.port, `may not expose port ${p.port} externally since it is used by kubelet`))
    })
    headless()
  } else if (spec.type === 'NodePort') headless()
  else if (spec.type === 'ExternalName') {
    const never = 'may not be set for ExternalName services'
    if (spec.clusterIPs?.length) errors.push(forbiddenField('spec.clusterIPs', never))
    if (spec.ipFamilies?.length) errors.push(forbiddenField('spec.ipFamilies', never))
    if (spec.ipFamilyPolicy) errors.push(forbiddenField('spec.ipFamilyPolicy', never))
    const name = (spec.externalName ?? '').replace(/\.$/, '')
    if (name === '') errors.push(required('spec.externalName'))
    else for (const w of subdomainName(name)) errors.push(invalidValue('spec.externalName', name, w))
  }
  return errors
}

function checkPort(at: string, p: Port, needsName: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = []
  if (!p.name) {
    if (needsName) errors.push(required(`${at}.name`))
  } else {
    for (const w of labelName(p.name)) errors.push(invalidValue(`${at}.name`, p.name, w))
    if (names.has(p.name)) errors.push(duplicate(`${at}.name`, p.name))
    names.add(p.name)
  }
  for (const w of portNumber(p.port)) errors.push(invalidValue(`${at}.port`, p.port, w))
  errors.push(...oneOf(`${at}.protocol`, p.protocol, PROTOCOLS), ...checkPortOrName(`${at}.targetPort`, p.targetPort))
  if (p.appProtocol) for (const w of qualifiedName(p.appProtocol)) errors.push(invalidValue(`${at}.appProtocol`, p.appProtocol, w))
  return errors
}

function checkPorts(spec: Spec): FieldError[] {
  const names = new Set<string>()
  const ports = spec.ports ?? []
  return ports.flatMap((p, i) => checkPort(`spec.ports[${i}]`, p, ports.length > 1, names))
}

function checkSession(spec: Spec): FieldError[] {
  const errors = oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None'])
  const config = spec.sessionAffinityConfig
  const field = 'spec.sessionAffinityConfig'
  if (spec.sessionAffinity === 'ClientIP') {
    const seconds = config?.clientIP?.timeoutSeconds
    if (!config) errors.push(required(field, 'when session affinity type is ClientIP'))
    else if (seconds === undefined) errors.push(required(`${field}.clientIP`, 'when session affinity type is ClientIP'))
    else if (seconds <= 0 || seconds > DAY)
      errors.push(invalidValue(`${field}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${DAY}`))
  } else if (spec.sessionAffinity === 'None' && config) errors.push(forbiddenField(field, 'must not be set when session affinity is None'))
  return errors
}

function checkAddresses(spec: Spec): FieldError[] {
  if (spec.type === 'ExternalName') return []
  const errors: FieldError[] = []
  spec.ipFamilies?.forEach((f, i) => void errors.push(...oneOf(`spec.ipFamilies[${i}]`, f, FAMILIES)))
  errors.push(...oneOf('spec.ipFamilyPolicy', spec.ipFamilyPolicy, POLICIES))
  const addresses = spec.clusterIPs ?? []
  addresses.forEach((address, i) => {
    if (i === 0 && address === 'None') return
    errors.push(...checkIp(`spec.clusterIPs[${i}]`, address))
  })
  addresses.forEach((address, i) => {
    const family = spec.ipFamilies?.[i]
    if (!family || !isIp(address)) return
    if ((family === 'IPv6') !== isIpv6(address))
      errors.push(invalidValue(`spec.clusterIPs[${i}]`, address, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``))
  })
  return errors
}

/** What two ports may not share. */
function checkTwice(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  const ports = new Set<string>()
  spec.ports?.forEach((p, i) => {
    if (spec.type === 'ClusterIP' && p.nodePort)
      errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
  })
  spec.ports?.forEach(({ protocol = 'TCP', port }, i) => {
    const key = `${protocol}/${port}`
    if (ports.has(key)) errors.push(duplicate(`spec.ports[${i}]`, goDump('ServicePort', { protocol, port })))
    ports.add(key)
  })
  return errors
}

function checkTraffic(spec: Spec): FieldError[] {
  const errors: FieldError[] = []
  const outside =
    spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  const only = (key: 'allocateLoadBalancerNodePorts' | 'loadBalancerClass') => {
    if (spec[key] !== undefined && spec.type !== 'LoadBalancer')
      errors.push(forbiddenField(`spec.${key}`, "may only be used when `type` is 'LoadBalancer'"))
  }
  only('allocateLoadBalancerNodePorts')
  if (spec.loadBalancerClass)
    for (const w of qualifiedName(spec.loadBalancerClass)) errors.push(invalidValue('spec.loadBalancerClass', spec.loadBalancerClass, w))
  only('loadBalancerClass')
  const external = spec.externalTrafficPolicy
  if (external) {
    if (!outside) errors.push(invalidValue('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'))
    else errors.push(...oneOf('spec.externalTrafficPolicy', external, ['Cluster', 'Local']))
  }
  errors.push(...oneOf('spec.internalTrafficPolicy', spec.internalTrafficPolicy, ['Cluster', 'Local']))
  const distribution = spec.trafficDistribution
  if (distribution && !DISTRIBUTIONS.includes(distribution))
    errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS))
  return errors
}

function checkSpec(spec: Spec): FieldError[] {
  return [
    ...(!spec.ports?.length && !isHeadless(spec) && spec.type !== 'ExternalName' ? [required('spec.ports')] : []),
    ...checkType(spec),
    ...checkPorts(spec),
    ...checkLabels('spec.selector', spec.selector),
    ...checkSession(spec),
    ...checkAddresses(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => checkIp(`spec.externalIPs[${i}]`, ip)),
    ...oneOf('spec.type', spec.type, TYPES),
    ...checkTwice(spec),
    ...checkTraffic(spec),
  ]
}

export const checkService = (o: Draft): FieldError[] => [...checkMeta(o, serviceName), ...checkSpec(o.spec)]

/** An address once given stays, unless the Service becomes a name for something outside. */
function checkAddressKept(spec: Spec, old: Spec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return []
  const before = old.clusterIPs?.[0] ?? old.clusterIP
  const now = spec.clusterIPs?.[0] ?? spec.clusterIP
  return before && now !== before ? [invalidValue('spec.clusterIPs[0]', spec.clusterIPs ?? [], 'may not change once set')] : []
}

export const checkServiceUpdate = (o: Draft, old: Service): FieldError[] => [
  ...checkMetaUpdate(o, old),
  ...checkAddressKept(o.spec, old.spec),
  ...checkSpec(o.spec),
]
