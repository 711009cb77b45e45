// Preferred affinity and anti-affinity between pods, from both sides: what this pod likes and what the pods that are there like. A required affinity
// of an existing pod counts as a preference of weight 1. Upstream: plugins/interpodaffinity/scoring.go.
import { addTo, opinionsOf, preferredTerms, questionOfTerms, requiredTerms, type Term } from '../neighbours.ts'
import { MOST_POINTS, ratePerNode, type WideScore } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'

function ownWishes(terms: readonly Term[], snapshot: Snapshot, sums: Map<string, Map<string, number>>, sign: 1 | -1): void {
  for (const t of terms) {
    const count = snapshot.counts.of(questionOfTerms([t]))
    const domains = snapshot.domains(t.topologyKey)
    const seen = new Set<number>()
    domains.ids.forEach((id, slot) => {
      if (id < 0 || seen.has(id)) return
      seen.add(id)
      const n = count.domains(t.topologyKey)[id] as number
      const value = snapshot.order[slot]?.node?.metadata.labels?.[t.topologyKey] as string
      if (n) addTo(sums, t.topologyKey, value, sign * t.weight * n)
    })
  }
}

export const interPodAffinityScore: WideScore = {
  name: 'InterPodAffinity',
  weight: 2,
  prepare(pod, snapshot) {
    const likes = preferredTerms(pod, 'podAffinity', snapshot)
    const dislikes = preferredTerms(pod, 'podAntiAffinity', snapshot)
    if (!likes.length && !dislikes.length && !snapshot.opinionated.size) return undefined
    const sums = new Map<string, Map<string, number>>()
    ownWishes(likes, snapshot, sums, 1)
    ownWishes(dislikes, snapshot, sums, -1)
    const theirs = (p: typeof pod) => [...requiredTerms(p, 'podAffinity', snapshot), ...preferredTerms(p, 'podAffinity', snapshot)]
    opinionsOf(pod, snapshot, theirs, sums, 1)
    opinionsOf(pod, snapshot, p => preferredTerms(p, 'podAntiAffinity', snapshot), sums, -1)
    if (!sums.size) return undefined
    return ratePerNode(snapshot, ({ node }) => {
      let sum = 0
      for (const [key, values] of sums) {
        const value = node?.metadata.labels?.[key]
        if (value !== undefined) sum += values.get(value) ?? 0
      }
      return sum
    })
  },
  normalise(values) {
    let most = 0
    let least = 0
    for (const v of values) {
      if (v > most) most = v
      if (v < least) least = v
    }
    const range = most - least
    for (let i = 0; i < values.length; i++) {
      values[i] = range > 0 ? Math.trunc(MOST_POINTS * (((values[i] as number) - least) / range)) : 0
    }
  },
}
