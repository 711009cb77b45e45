// podium.local/v1: what a simulator can do and Kubernetes cannot, as objects. A Fault that exists is so (a machine is down, a probe fails); to delete
// it heals it. The Clock is one object, named clock; the session answers for it, nothing of it is stored.
import { fill } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, keepStatus, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { notSupported, required } from '../validation/errors.ts'

export const FAULT_TYPES = ['NodeCrash', 'NodePartition', 'ContainerCrash', 'ProbeFailure', 'PullFailure', 'SlowDisk'] as const
export type FaultType = (typeof FAULT_TYPES)[number]

export interface FaultSpec {
  type: FaultType
  /** Machines by name … */
  nodes?: string[]
  /** … or every machine with this topology.kubernetes.io/zone. */
  zone?: string
  /** Which pods a container's fault means. */
  pods?: { namespace?: string; name?: string; selector?: import('../types.ts').LabelSelector; container?: string }
  exitCode?: number
}
export type Fault = ApiObject & { spec: FaultSpec; status: { phase: string; since?: string } }

function validateFault(o: Draft): FieldError[] {
  const spec = o.spec as Partial<FaultSpec> | undefined
  if (!spec?.type) return [required('spec.type')]
  if (!FAULT_TYPES.includes(spec.type)) return [notSupported('spec.type', spec.type, FAULT_TYPES)]
  const ofNode = spec.type === 'NodeCrash' || spec.type === 'NodePartition'
  if (ofNode && !spec.nodes?.length && !spec.zone) return [required('spec.nodes', 'name the nodes or a zone')]
  return []
}

const target = (f: Fault) => f.spec.nodes?.join(',') || (f.spec.zone ? `zone ${f.spec.zone}` : (f.spec.pods?.namespace ?? '<none>'))

export const faults: Resource<Fault> = {
  group: 'podium.local',
  version: 'v1',
  kind: 'Fault',
  plural: 'faults',
  singular: 'fault',
  shortNames: [],
  namespaced: false,
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    text('Type', (f: Fault) => f.spec.type),
    text('Target', target),
    text('Phase', (f: Fault) => f.status?.phase ?? ''),
    ageColumn,
  ],
  ...plain,
  defaults: o => fill(o, { spec: {} } as Partial<Draft>),
  prepareCreate: (o, env) => ({ ...o, status: { phase: 'Active', since: env.timestamp } }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? { ...o, spec: old.spec } : keepStatus(o, old)),
  validate: validateFault,
  validateUpdate: o => validateFault(o),
}

export const clocks: Resource = {
  group: 'podium.local',
  version: 'v1',
  kind: 'Clock',
  plural: 'clocks',
  singular: 'clock',
  shortNames: [],
  namespaced: false,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Now', (c: ApiObject) => c.status?.now ?? ''),
    text('Speed', (c: ApiObject) => String(c.spec?.speed ?? 1)),
    text('Paused', (c: ApiObject) => String(c.spec?.paused ?? false)),
  ],
  ...plain,
}
