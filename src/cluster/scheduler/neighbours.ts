// Rules of pods about other pods: "only where such pods are", "never beside such pods", required or preferred, in terms of a selector and of a node label
// that says what counts as the same place. Shared by the filter and the score. Upstream: plugins/interpodaffinity, framework/types.go AffinityTerm.
import {
  compileRequirements,
  compileSelector,
  formatRequirements,
  type LabelSelector,
  type Labels,
  type Matcher,
  type Pod,
  type PodSpec,
  type Requirement,
  requirementsOf,
} from '../../kube/index.ts'
import type { Question } from './counts.ts'
import type { Snapshot } from './snapshot.ts'
import { pairsOf } from './spreading.ts'

type Affinity = NonNullable<NonNullable<PodSpec['affinity']>['podAffinity']>
type RawTerm = NonNullable<Affinity['requiredDuringSchedulingIgnoredDuringExecution']>[number] & {
  namespaceSelector?: LabelSelector | null
  matchLabelKeys?: string[]
  mismatchLabelKeys?: string[]
}

export interface Term {
  readonly topologyKey: string
  readonly weight: number
  /** undefined: all. */
  readonly namespaces: readonly string[] | undefined
  readonly requirements: readonly Requirement[] | undefined
  readonly matches: Matcher
}

function namespacesOf(raw: RawTerm, pod: Pod, { world }: Snapshot): readonly string[] | undefined {
  const own = pod.metadata.namespace ?? ''
  if (!raw.namespaces?.length && !raw.namespaceSelector) return [own]
  if (!raw.namespaceSelector) return raw.namespaces
  if (!raw.namespaceSelector.matchLabels && !raw.namespaceSelector.matchExpressions) return undefined
  const matches = compileSelector(raw.namespaceSelector)
  const names = new Set(raw.namespaces)
  for (const ns of world.list('namespaces')) if (matches(ns.metadata.labels as Labels)) names.add(ns.metadata.name)
  return [...names].sort()
}

function termOf(raw: RawTerm, weight: number, pod: Pod, snapshot: Snapshot): Term {
  const requirements = raw.labelSelector ? requirementsOf(raw.labelSelector as LabelSelector) : undefined
  for (const key of raw.matchLabelKeys ?? []) {
    const value = pod.metadata.labels?.[key]
    if (value !== undefined) requirements?.push({ key, operator: 'in', values: [value] })
  }
  for (const key of raw.mismatchLabelKeys ?? []) {
    const value = pod.metadata.labels?.[key]
    if (value !== undefined) requirements?.push({ key, operator: 'notin', values: [value] })
  }
  return {
    topologyKey: raw.topologyKey,
    weight,
    namespaces: namespacesOf(raw, pod, snapshot),
    requirements,
    matches: requirements ? compileRequirements(requirements) : () => false,
  }
}

type Side = 'podAffinity' | 'podAntiAffinity'

export const requiredTerms = (pod: Pod, side: Side, snapshot: Snapshot): readonly Term[] =>
  (pod.spec.affinity?.[side]?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(t => termOf(t as RawTerm, 1, pod, snapshot))

export const preferredTerms = (pod: Pod, side: Side, snapshot: Snapshot): readonly Term[] =>
  (pod.spec.affinity?.[side]?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(t =>
    termOf(t.podAffinityTerm as RawTerm, t.weight, pod, snapshot),
  )

export const means = (term: Term, pod: Pod): boolean =>
  (!term.namespaces || term.namespaces.includes(pod.metadata.namespace ?? '')) && term.matches(pod.metadata.labels as Labels)

/** The pods that all of these terms mean. */
export function questionOfTerms(terms: readonly Term[]): Question {
  const [first] = terms
  const single = terms.length === 1
  const text = terms
    .map(t => `${t.namespaces?.join(',') ?? '*'} ${t.requirements ? formatRequirements(t.requirements) : 'nobody'}`)
    .join(' & ')
  return {
    key: `neighbours ${text}`,
    ...(single && first?.namespaces && { namespaces: first.namespaces }),
    matches: single && first ? first.matches : () => true,
    pairs: pairsOf(first?.requirements ?? []),
    livingOnly: false,
    ...(!single && { meansPod: (pod: Pod) => terms.every(t => means(t, pod)) }),
  }
}

/** Adds up, over existing pods that have rules, what their rules say of this pod: place (`key=value`) → sum of weights. */
export function opinionsOf(
  pod: Pod,
  snapshot: Snapshot,
  termsOf: (existing: Pod) => readonly Term[],
  sums: Map<string, Map<string, number>>,
  sign: 1 | -1,
): void {
  for (const info of snapshot.opinionated) {
    const labels = info.node?.metadata.labels
    if (!labels) continue
    for (const existing of info.opinionated.values()) {
      for (const term of termsOf(existing)) {
        const value = labels[term.topologyKey]
        if (value !== undefined && means(term, pod)) addTo(sums, term.topologyKey, value, sign * term.weight)
      }
    }
  }
}

export function addTo(sums: Map<string, Map<string, number>>, key: string, value: string, by: number): void {
  const values = sums.get(key) ?? new Map<string, number>()
  sums.set(key, values)
  values.set(value, (values.get(value) ?? 0) + by)
}
