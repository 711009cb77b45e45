// Nodes: machines as the API knows them. Upstream: pkg/registry/core/node/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus,
// printers.go printNode.
import { getCondition } from '../conditions.ts'
import { fill, mapField, withField } from '../fill.ts'
import { TAINT_EFFECTS } from '../pods/validation/scheduling.ts'
import type { FieldError, Resource } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import { ageColumn, keepSpec, keepStatus, nameColumn, plain, text, wide } from '../strategy.ts'
import type { Draft, Node, Taint } from '../types.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../validation/errors.ts'
import { checkLabelName } from '../validation/labels.ts'
import { checkCommonUpdate, checkMeta, checkOwnMetaUpdate } from '../validation/meta.ts'
import { subdomainName, validLabelValue } from '../validation/names.ts'
import { checkCidr } from '../validation/numbers.ts'

const NO_INFO = {
  machineID: '',
  systemUUID: '',
  bootID: '',
  kernelVersion: '',
  osImage: '',
  containerRuntimeVersion: '',
  kubeletVersion: '',
  kubeProxyVersion: '',
  operatingSystem: '',
  architecture: '',
}
const EMPTY_STATUS: Node['status'] = { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: NO_INFO }

function statusCell(n: Node): string {
  const ready = getCondition(n.status?.conditions, 'Ready')
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown']
  if (n.spec.unschedulable) words.push('SchedulingDisabled')
  return words.join(',')
}

/** Kubernetes looks for taints in metadata when it names them. */
function checkTaints(taints: readonly Taint[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  taints?.forEach((t, i) => {
    const at = `metadata.taints[${i}]`
    errors.push(...checkLabelName(`${at}.key`, t.key))
    const wrong = validLabelValue(t.value ?? '')
    if (wrong.length > 0) errors.push(invalidValue(`${at}.value`, t.value, wrong.join(';')))
    if (!t.effect) errors.push(required(`${at}.effect`))
    else if (!TAINT_EFFECTS.includes(t.effect)) errors.push(notSupported(`${at}.effect`, t.effect, TAINT_EFFECTS))
    const key = `${t.key}:${t.effect}`
    if (seen.has(key)) {
      const twice = duplicate(at, goDump('Taint', t))
      errors.push({ ...twice, message: `${twice.message}: taints must be unique by key and effect pair` })
    }
    seen.add(key)
  })
  return errors
}

function checkSpec(spec: Node['spec'] | undefined): FieldError[] {
  const ranges = spec?.podCIDRs ?? (spec?.podCIDR ? [spec.podCIDR] : [])
  return [...checkTaints(spec?.taints), ...ranges.flatMap((r, i) => checkCidr(`spec.podCIDRs[${i}]`, r))]
}

const checkProvider = (now: string | undefined, before: string | undefined): FieldError[] =>
  before && now !== before ? [forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid')] : []

const ROLE = 'node-role.kubernetes.io/'
function rolesCell(n: Node): string {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(n.metadata.labels ?? {})) {
    if (key.startsWith(ROLE) && key.length > ROLE.length) roles.add(key.slice(ROLE.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return [...roles].sort().join(',') || '<none>'
}

const address = (type: string) => (n: Node) => n.status?.addresses?.find(a => a.type === type)?.address ?? '<none>'
type Info = NonNullable<Node['status']['nodeInfo']>
const info = (key: keyof Info) => (n: Node) => String(n.status?.nodeInfo?.[key] || '<unknown>')

export const nodes: Resource<Node> = {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Status', statusCell),
    text('Roles', rolesCell),
    ageColumn,
    text('Version', (n: Node) => n.status?.nodeInfo?.kubeletVersion ?? ''),
    wide(text('Internal-IP', address('InternalIP'))),
    wide(text('External-IP', address('ExternalIP'))),
    wide(text('OS-Image', info('osImage'))),
    wide(text('Kernel-Version', info('kernelVersion'))),
    wide(text('Container-Runtime', info('containerRuntimeVersion'))),
  ],
  fields: { 'spec.unschedulable': (n: Node) => String(n.spec.unschedulable ?? false) },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults: o => {
    const out = fill(o, { spec: {}, status: {} } as Partial<Draft>)
    const filled = mapField(out, 'status', (s: Node['status']) => {
      const t = fill(s, EMPTY_STATUS)
      return t.capacity && !t.allocatable ? { ...t, allocatable: t.capacity } : t
    })
    return filled
  },
  /** A kubelet registers itself with its status; nothing is taken away. */
  prepareCreate: o => o,
  validate: o => [...checkMeta(o, subdomainName, false), ...checkSpec(o.spec)],
  validateUpdate: (o, old) => [
    ...checkCommonUpdate(o, old),
    ...checkMeta(o, subdomainName, false),
    ...checkSpec(o.spec),
    ...checkOwnMetaUpdate(o, old),
    ...checkTaints(o.spec?.taints),
    ...checkProvider(o.spec?.providerID, old.spec.providerID),
  ],
  prepareUpdate: (o, old, subresource) =>
    subresource === 'status' ? keepSpec(o, old) : withField(keepStatus(o, old), 'spec', o.spec ?? {}),
}
