// Soft spread constraints, the pod's own or the default ones: the fewer matching pods in a node's domains, the better. Domains of a topology with few of
// them weigh less. Upstream: plugins/podtopologyspread/scoring.go.
import type { Node, Pod } from '../../../kube/index.ts'
import type { PodCount } from '../counts.ts'
import type { NodeInfo } from '../nodeinfo.ts'
import { MOST_POINTS, type Score } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'
import { type Constraint, defaultConstraints, HOSTNAME, hasAllKeys, ownConstraints } from '../spreading.ts'

/** The value of a node that misses a label of the constraints. */
const IGNORED = -1

const plainLabels = (node: Node | undefined) => node?.metadata.labels ?? {}

/** Matching pods by domain, over all nodes that take part. */
function domainsOf(
  c: Constraint,
  all: readonly Constraint[],
  needsAll: boolean,
  count: PodCount,
  snapshot: Snapshot,
): ReadonlyMap<string, number> {
  if (!c.takesPart && !needsAll) return count.domains(c.topologyKey)
  const domains = new Map<string, number>()
  for (const [info, n] of count.perNode) {
    if (!info.node || info.slot < 0 || snapshot.order.length === 0) continue
    if ((needsAll && !hasAllKeys(info.node, all)) || (c.takesPart && !c.takesPart(info.node))) continue
    const value = plainLabels(info.node)[c.topologyKey]
    if (value !== undefined) domains.set(value, (domains.get(value) ?? 0) + n)
  }
  return domains
}

function sizeOf(c: Constraint, scored: readonly NodeInfo[]): number {
  if (c.topologyKey === HOSTNAME) return scored.length
  const values = new Set<string | undefined>()
  for (const { node } of scored) values.add(plainLabels(node)[c.topologyKey])
  return values.size
}

function constraintsOf(pod: Pod, snapshot: Snapshot): readonly Constraint[] {
  return pod.spec.topologySpreadConstraints?.length ? ownConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, snapshot)
}

export const podTopologySpreadScore: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  local: false,
  prepare(pod, snapshot, feasible) {
    const constraints = constraintsOf(pod, snapshot)
    if (!constraints.length) return undefined
    // Nodes without a zone are still spread over by host, as long as the pod itself says nothing.
    const needsAll = (pod.spec.topologySpreadConstraints?.length ?? 0) > 0
    const scored = needsAll ? feasible.filter(({ node }) => node && hasAllKeys(node, constraints)) : feasible
    const terms = constraints.map(c => {
      const count = snapshot.counts.of(c.question)
      const perHost = c.topologyKey === HOSTNAME
      return {
        key: c.topologyKey,
        count: perHost ? count : undefined,
        domains: perHost ? undefined : domainsOf(c, constraints, needsAll, count, snapshot),
        weight: Math.log(sizeOf(c, scored) + 2),
        base: c.maxSkew - 1,
      }
    })
    const ignored = scored.length < feasible.length ? new Set(feasible.filter(i => !scored.includes(i))) : undefined
    return info => {
      if (ignored?.has(info)) return IGNORED
      const labels = plainLabels(info.node)
      let sum = 0
      for (const t of terms) {
        const value = labels[t.key]
        if (value !== undefined) sum += (t.count ? t.count.on(info) : (t.domains?.get(value) ?? 0)) * t.weight + t.base
      }
      return Math.round(sum)
    }
  },
  normalise(values) {
    let least = Number.MAX_SAFE_INTEGER
    let most = 0
    for (const v of values) {
      if (v === IGNORED) continue
      if (v < least) least = v
      if (v > most) most = v
    }
    for (let i = 0; i < values.length; i++) {
      const v = values[i] as number
      if (v === IGNORED) values[i] = 0
      else values[i] = most === 0 ? MOST_POINTS : Math.trunc((MOST_POINTS * (most + least - v)) / most)
    }
  },
}
