// Topology spread constraints: what they mean for a pod, which nodes take part, and the two soft ones that every pod of a workload has by default. Shared
// by the filter (DoNotSchedule) and the score (ScheduleAnyway). Upstream: plugins/podtopologyspread/{common,plugin}.go, plugins/helper/spread.go.
import {
  compileMapSelector,
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
import type { Pair, Question } from './counts.ts'
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
  return {
    key: `${livingOnly ? 'living' : 'all'} ${namespaces ? namespaces.join(',') : '*'} ${formatRequirements(requirements)}`,
    ...(namespaces && { namespaces }),
    matches: compileRequirements(requirements),
    pairs: pairsOf(requirements),
    livingOnly,
  }
}

/** The labels that requirements spell out. */
export const pairsOf = (requirements: readonly Requirement[]): readonly Pair[] =>
  requirements
    .filter(r => (r.operator === '=' || r.operator === 'in') && r.values.length === 1)
    .map(r => [r.key, r.values[0] as string] as const)

const NOBODY: Matcher = () => false
const nobody = (key: string): Question => ({ key: `nobody ${key}`, namespaces: [], matches: NOBODY, pairs: [], livingOnly: true })

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
  const question = companions(pod, snapshot)
  if (!question) return []
  const takesPart = nodeRule(pod.spec)
  const self = question.matches(pod.metadata.labels as Labels)
  return DEFAULTS.map(d => ({ ...d, minDomains: 1, question, self, takesPart }))
}

const OWNERS: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets', StatefulSet: 'statefulsets' }

function ownSelector(pod: Pod, { world }: Snapshot): LabelSelector | undefined {
  const owner = controllerOf(pod)
  const plural = owner && OWNERS[owner.kind]
  return plural ? (world.get(plural, `${pod.metadata.namespace}/${owner.name}`)?.spec?.selector as LabelSelector | undefined) : undefined
}

// Selectors are parts of immutable objects: the question that one asks in its namespace is always the same.
const alone = new WeakMap<LabelSelector, Question>()

function companions(pod: Pod, snapshot: Snapshot): Question | undefined {
  const namespace = pod.metadata.namespace ?? ''
  const own = ownSelector(pod, snapshot)
  const services = snapshot.world
    .by<Service>('services', 'namespace', namespace)
    .filter(s => compileMapSelector(s.spec.selector)(pod.metadata.labels as Labels))
  if (!services.length) {
    if (!own) return undefined
    const known = alone.get(own) ?? nonEmpty(questionOf([namespace], requirementsOf(own), true))
    if (known) alone.set(own, known)
    return known
  }
  const pairs = new Map(services.flatMap(s => Object.entries(s.spec.selector ?? {})))
  const requirements: Requirement[] = [...pairs].map(([key, value]) => ({ key, operator: '=', values: [value] }))
  return questionOf([namespace], own ? [...requirements, ...requirementsOf(own)] : requirements, true)
}

const nonEmpty = (q: Question): Question | undefined => (q.pairs.length || !q.key.endsWith(' ') ? q : undefined)

/** Whether a node has all the labels that the constraints speak of. */
export const hasAllKeys = (node: Node, constraints: readonly Constraint[]): boolean =>
  constraints.every(c => node.metadata.labels?.[c.topologyKey] !== undefined)
