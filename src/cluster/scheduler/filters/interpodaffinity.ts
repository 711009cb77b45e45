// Required affinity and anti-affinity between pods; the anti-affinity of pods that are there already counts too. A pod whose affinity means pods like
// itself may be the first of them. Upstream: plugins/interpodaffinity/filtering.go.
import type { Pod } from '../../../kube/index.ts'
import type { PodCount } from '../counts.ts'
import { means, opinionsOf, questionOfTerms, requiredTerms, type Term } from '../neighbours.ts'
import type { NodeInfo } from '../nodeinfo.ts'
import type { Filter, Refusal } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'

const NO_COMPANY: Refusal = { reasons: ["node(s) didn't match pod affinity rules"], resolvable: false }
const BAD_COMPANY: Refusal = { reasons: ["node(s) didn't match pod anti-affinity rules"], resolvable: true }
const UNWELCOME: Refusal = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], resolvable: true }

interface Rules {
  readonly affinity: readonly Term[]
  readonly company: PodCount | undefined
  readonly anti: readonly (readonly [Term, PodCount])[]
  readonly unwelcome: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** No pod anywhere is what the affinity means, but this one would be. */
  readonly first: boolean
}

function rulesOf(pod: Pod, snapshot: Snapshot): Rules | undefined {
  const affinity = requiredTerms(pod, 'podAffinity', snapshot)
  const anti = requiredTerms(pod, 'podAntiAffinity', snapshot)
  const unwelcome = new Map<string, Map<string, number>>()
  if (snapshot.opinionated.size) opinionsOf(pod, snapshot, existing => requiredTerms(existing, 'podAntiAffinity', snapshot), unwelcome, 1)
  if (!affinity.length && !anti.length && !unwelcome.size) return undefined
  const company = affinity.length ? snapshot.counts.of(questionOfTerms(affinity)) : undefined
  const nobody = company !== undefined && affinity.every(t => company.domains(t.topologyKey).every(n => n === 0))
  return {
    affinity,
    company,
    anti: anti.map(t => [t, snapshot.counts.of(questionOfTerms([t]))] as const),
    unwelcome,
    first: nobody && affinity.every(t => means(t, pod)),
  }
}

function judge(r: Rules, info: NodeInfo): Refusal | undefined {
  const labels = info.node?.metadata.labels ?? {}
  let missing = false
  for (const { topologyKey } of r.affinity) {
    const there = r.company?.beside(info, topologyKey)
    if (there === undefined) return NO_COMPANY
    if (there === 0) missing = true
  }
  if (missing && !r.first) return NO_COMPANY
  for (const [{ topologyKey }, count] of r.anti) {
    if (count.beside(info, topologyKey)) return BAD_COMPANY
  }
  for (const [topologyKey, values] of r.unwelcome) {
    const value = labels[topologyKey]
    if (value !== undefined && values.get(value)) return UNWELCOME
  }
  return undefined
}

export const interPodAffinity: Filter = {
  name: 'InterPodAffinity',
  local: false,
  prepare(pod, snapshot) {
    const rules = rulesOf(pod, snapshot)
    return rules && (info => judge(rules, info))
  },
  helps: () => true,
  helpsWith(pod, other) {
    const own = pod.spec.affinity
    const theirs = other.spec.affinity
    return own?.podAffinity !== undefined || own?.podAntiAffinity !== undefined || theirs?.podAntiAffinity !== undefined
  },
}
