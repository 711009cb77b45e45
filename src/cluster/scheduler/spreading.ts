// Topology spread constraints: what they mean for a pod, which nodes take part, and the two soft ones that every pod of a workload has by default. Shared
// by the filter (DoNotSchedule) and the score (ScheduleAnyway). Upstream: plugins/podtopologyspread/{common,plugin}.go, plugins/helper/spread.go.
import {
  compileRequirements,
  controllerOf,
  formatRequirements,
  type LabelSelector,
  type Labels,
  type Matcher,
  type Node,
  type Pod,
  type PodSpec,
  type Requirement,
  requirementsOf,
  type Service,
} from '../../kube/index.ts'
import type { Question } from './counts.ts'
import { nodeRule } from './filters/nodeaffinity.ts'
import type { Snapshot } from './snapshot.ts'
import { untolerated } from './tolerations.ts'

export const HOSTNAME = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'
const EFFECTS = ['NoSchedule', 'NoExecute']

export interface Constraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly minDomains: number
  readonly question: Question
  /** Whether this pod itself is one of those that are counted. */
  readonly self: boolean
  /** Nodes that do not take part in the count: those that the pod may not go to anyway. undefined: all take part. */
  readonly takesPart: ((node: Node) => boolean) | undefined
}

type Spread = NonNullable<PodSpec['topologySpreadConstraints']>[number] & {
  minDomains?: number
  nodeAffinityPolicy?: string
  nodeTaintsPolicy?: string
  matchLabelKeys?: string[]
}

/** Asks for the living pods of a namespace that these requirements mean. */
export function questionOf(namespaces: readonly string[] | undefined, requirements: readonly Requirement[], livingOnly: boolean): Question {
  const equal = requirements.find(r => r.operator === '=' || (r.operator === 'in' && r.values.length === 1))
  return {
    key: `${livingOnly ? 'living' : 'all'} ${namespaces ? namespaces.join(',') : '*'} ${formatRequirements(requirements)}`,
    ...(namespaces && { namespaces }),
    matches: compileRequirements(requirements),
    ...(equal && { pair: [equal.key, equal.values[0] as string] as const }),
    livingOnly,
  }
}

const NOBODY: Matcher = () => false
const nobody = (key: string): Question => ({ key: `nobody ${key}`, namespaces: [], matches: NOBODY, livingOnly: true })

function inclusion(c: Spread, spec: PodSpec): Constraint['takesPart'] {
  const rule = (c.nodeAffinityPolicy ?? 'Honor') === 'Honor' ? nodeRule(spec) : undefined
  const taints = c.nodeTaintsPolicy === 'Honor'
  if (!rule && !taints) return undefined
  return node => (!rule || rule(node)) && !(taints && untolerated(node.spec?.taints, spec.tolerations, EFFECTS))
}

function constraintOf(c: Spread, pod: Pod): Constraint {
  const namespace = pod.metadata.namespace ?? ''
  const labels = pod.metadata.labels as Labels
  const requirements = c.labelSelector ? requirementsOf(c.labelSelector as LabelSelector) : undefined
  for (const key of c.matchLabelKeys ?? []) {
    const value = labels?.[key]
    if (value !== undefined) requirements?.push({ key, operator: '=', values: [value] })
  }
  const question = requirements ? questionOf([namespace], requirements, true) : nobody(namespace)
  return {
    maxSkew: c.maxSkew,
    topologyKey: c.topologyKey,
    minDomains: c.minDomains ?? 1,
    question,
    self: question.matches(labels),
    takesPart: inclusion(c, pod.spec),
  }
}

/** The constraints that a pod states itself, hard (DoNotSchedule) or soft (ScheduleAnyway). */
export function ownConstraints(pod: Pod, hardness: 'DoNotSchedule' | 'ScheduleAnyway'): readonly Constraint[] {
  const all = pod.spec.topologySpreadConstraints as readonly Spread[] | undefined
  if (!all?.length) return []
  return all.filter(c => c.whenUnsatisfiable === hardness).map(c => constraintOf(c, pod))
}

const DEFAULTS = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: ZONE, maxSkew: 5 },
]

/** What a pod that states none has: spread softly over hosts and zones, together with the pods of its Services and of its ReplicaSet or StatefulSet. */
export function defaultConstraints(pod: Pod, snapshot: Snapshot): readonly Constraint[] {
  const requirements = companions(pod, snapshot)
  if (!requirements.length) return []
  const question = questionOf([pod.metadata.namespace ?? ''], requirements, true)
  const takesPart = nodeRule(pod.spec)
  return DEFAULTS.map(d => ({ ...d, minDomains: 1, question, self: question.matches(pod.metadata.labels as Labels), takesPart }))
}

const OWNERS: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets', StatefulSet: 'statefulsets' }

function companions(pod: Pod, { world }: Snapshot): Requirement[] {
  const namespace = pod.metadata.namespace ?? ''
  const labels = pod.metadata.labels ?? {}
  const found = new Map<string, string>()
  if (Object.keys(labels).length) {
    for (const service of world.by<Service>('services', 'namespace', namespace)) {
      const selector = Object.entries(service.spec.selector ?? {})
      if (selector.length && selector.every(([k, v]) => labels[k] === v)) for (const [k, v] of selector) found.set(k, v)
    }
  }
  const requirements: Requirement[] = [...found].map(([key, value]) => ({ key, operator: '=', values: [value] }))
  const owner = controllerOf(pod)
  const plural = owner && OWNERS[owner.kind]
  if (!plural) return requirements
  const selector = world.get(plural, `${namespace}/${owner.name}`)?.spec?.selector as LabelSelector | undefined
  return selector ? [...requirements, ...requirementsOf(selector)] : requirements
}

/** Whether a node has all the labels that the constraints speak of. */
export const hasAllKeys = (node: Node, constraints: readonly Constraint[]): boolean =>
  constraints.every(c => node.metadata.labels?.[c.topologyKey] !== undefined)
