// Hard spread constraints: with this pod, no domain may have more than maxSkew matching pods more than the emptiest one. Upstream:
// plugins/podtopologyspread/filtering.go.
import { compileRequirements, type LabelSelector, type Labels, type Pod, requirementsOf } from '../../../kube/index.ts'
import type { Filter, Refusal } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'
import { type Constraint, hasAllKeys, ownConstraints } from '../spreading.ts'

const REFUSED: Refusal = { reasons: ["node(s) didn't match pod topology spread constraints"], resolvable: true }
const NO_LABEL: Refusal = { reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"], resolvable: false }

/** Matching pods in each domain that takes part, empty ones too; and the fewest of any. */
function tally(c: Constraint, all: readonly Constraint[], snapshot: Snapshot) {
  const count = snapshot.counts.of(c.question)
  const domains = new Map<string, number>()
  for (const info of snapshot.order) {
    const { node } = info
    if (!node || !hasAllKeys(node, all) || (c.takesPart && !c.takesPart(node))) continue
    const value = node.metadata.labels?.[c.topologyKey] as string
    domains.set(value, (domains.get(value) ?? 0) + count.on(info))
  }
  let fewest = Number.MAX_SAFE_INTEGER
  for (const n of domains.values()) if (n < fewest) fewest = n
  return { domains, fewest: domains.size < c.minDomains ? 0 : fewest }
}

export const podTopologySpread: Filter = {
  name: 'PodTopologySpread',
  local: false,
  prepare(pod, snapshot) {
    const constraints = ownConstraints(pod, 'DoNotSchedule')
    if (!constraints.length) return undefined
    const tallies = constraints.map(c => tally(c, constraints, snapshot))
    return ({ node }) => {
      for (let i = 0; i < constraints.length; i++) {
        const c = constraints[i] as Constraint
        const { domains, fewest } = tallies[i] as ReturnType<typeof tally>
        const value = node?.metadata.labels?.[c.topologyKey]
        if (value === undefined) return NO_LABEL
        if ((domains.get(value) ?? 0) + (c.self ? 1 : 0) - fewest > c.maxSkew) return REFUSED
      }
      return undefined
    }
  },
  helps: (pod, _, { node }) => node !== undefined && hasAllKeys(node, ownConstraints(pod, 'DoNotSchedule')),
  helpsWith: (pod: Pod, other: Pod) =>
    other.metadata.namespace === pod.metadata.namespace &&
    (pod.spec.topologySpreadConstraints ?? []).some(
      c => c.labelSelector && compileRequirements(requirementsOf(c.labelSelector as LabelSelector))(other.metadata.labels as Labels),
    ),
}
