// Soft spread constraints, the pod's own or the default ones: the fewer matching pods in a node's domains, the better. Domains of a topology with few of
// them weigh less. Upstream: plugins/podtopologyspread/scoring.go.
import type { Pod } from '../../../kube/index.ts'
import type { PodCount } from '../counts.ts'
import { MOST_POINTS, type WideScore } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'
import { type Constraint, defaultConstraints, HOSTNAME, hasAllKeys, ownConstraints } from '../spreading.ts'

/** The value of a node that misses a label of the constraints. */
const IGNORED = -1

/** Matching pods by number of the domain, over all nodes that take part. */
function domainsOf(c: Constraint, all: readonly Constraint[], needsAll: boolean, count: PodCount, snapshot: Snapshot): Int32Array {
  const { ids, size } = snapshot.domains(c.topologyKey)
  if (!c.takesPart && !needsAll) return count.domains(c.topologyKey)
  const domains = new Int32Array(size)
  snapshot.order.forEach(({ node }, slot) => {
    const id = ids[slot] as number
    if (!node || id < 0 || (needsAll && !hasAllKeys(node, all)) || (c.takesPart && !c.takesPart(node))) return
    domains[id] = (domains[id] as number) + (count.perNode[slot] as number)
  })
  return domains
}

/** How many domains there are among the nodes that are scored; nodes without the label make one more. */
function sizeOf(ids: Int32Array, size: number, slots: Int32Array): number {
  const seen = new Uint8Array(size + 1)
  let n = 0
  for (let i = 0; i < slots.length && n <= size; i++) {
    const id = (ids[slots[i] as number] as number) + 1
    if (seen[id]) continue
    seen[id] = 1
    n++
  }
  return n
}

function constraintsOf(pod: Pod, snapshot: Snapshot): readonly Constraint[] {
  return pod.spec.topologySpreadConstraints?.length ? ownConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, snapshot)
}

/** What one constraint adds to a node: by slot, or by number of the domain. */
interface Share {
  readonly counts: Int32Array
  readonly ids: Int32Array | undefined
  readonly weight: number
  readonly base: number
}

/** The value of a node is the sum of its shares, rounded. */
function addUp(shares: readonly Share[], slots: Int32Array, values: Float64Array): void {
  const [host] = shares
  const zone = shares[1]
  // The default constraints, as nearly all pods have them: by host and by zone.
  if (shares.length === 2 && host && !host.ids && zone?.ids) {
    const { counts, weight, base } = host
    const { ids } = zone
    const inZone = Float64Array.from(zone.counts, n => n * zone.weight + zone.base)
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number
      const id = ids[slot] as number
      values[i] = Math.round((counts[slot] as number) * weight + base + (id < 0 ? 0 : (inZone[id] as number)))
    }
    return
  }
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number
    let sum = 0
    for (const { counts, ids, weight, base } of shares) {
      const at = ids ? (ids[slot] as number) : slot
      if (at >= 0) sum += (counts[at] as number) * weight + base
    }
    values[i] = Math.round(sum)
  }
}

export const podTopologySpreadScore: WideScore = {
  name: 'PodTopologySpread',
  weight: 2,
  prepare(pod, snapshot, feasible) {
    const constraints = constraintsOf(pod, snapshot)
    if (!constraints.length) return undefined
    // Nodes without a zone are still spread over by host, as long as the pod itself says nothing.
    const needsAll = (pod.spec.topologySpreadConstraints?.length ?? 0) > 0
    const isScored = (slot: number) => {
      const node = snapshot.order[slot]?.node
      return node !== undefined && hasAllKeys(node, constraints)
    }
    const scored = needsAll ? feasible.filter(isScored) : feasible
    return (slots, values) => {
      const shares = constraints.map((c): Share => {
        const count = snapshot.counts.of(c.question)
        const { ids, size } = snapshot.domains(c.topologyKey)
        const base = c.maxSkew - 1
        if (c.topologyKey === HOSTNAME) return { counts: count.perNode, ids: undefined, weight: Math.log(scored.length + 2), base }
        const counts = domainsOf(c, constraints, needsAll, count, snapshot)
        return { counts, ids, weight: Math.log(sizeOf(ids, size, scored) + 2), base }
      })
      addUp(shares, slots, values)
      if (needsAll) for (let i = 0; i < values.length; i++) if (!isScored(slots[i] as number)) values[i] = IGNORED
    }
  },
  normalise(values) {
    let least = Number.MAX_SAFE_INTEGER
    let most = 0
    for (let i = 0; i < values.length; i++) {
      const v = values[i] as number
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
