// How many pods that a selector means are on each node, and in each topology domain (zone, rack …). Upstream counts all pods of all nodes anew for every
// pod that is to be placed; here a count is made once for a selector and then kept. Upstream: podtopologyspread/common.go countPodsMatchSelector,
// interpodaffinity/filtering.go.
import type { Matcher, Pod } from '../../kube/index.ts'
import type { NodeInfo } from './nodeinfo.ts'
import type { Snapshot } from './snapshot.ts'
import { locate } from './snapshot.ts'

/** Which pods are meant. Equal questions have equal keys. */
export interface Question {
  readonly key: string
  /** All when absent. */
  readonly namespaces?: readonly string[]
  readonly matches: Matcher
  /** More than namespaces and labels can say. */
  readonly meansPod?: (pod: Pod) => boolean
  /** A label that all matching pods have, if there is one: spares looking at others. */
  readonly pair?: readonly [key: string, value: string]
  /** Pods that are being deleted do not count. */
  readonly livingOnly: boolean
}

export class PodCount {
  readonly question: Question
  readonly #snapshot: Snapshot
  readonly perNode = new Map<NodeInfo, number>()
  readonly #perDomain = new Map<string, Map<string, number>>()

  constructor(question: Question, snapshot: Snapshot) {
    this.question = question
    this.#snapshot = snapshot
  }

  on(info: NodeInfo): number {
    return this.perNode.get(info) ?? 0
  }

  /** By value of a node label: how many. Domains without pods are missing. */
  domains(topologyKey: string): ReadonlyMap<string, number> {
    let sums = this.#perDomain.get(topologyKey)
    if (!sums) {
      sums = new Map()
      for (const [info, n] of this.perNode) {
        const value = info.node?.metadata.labels?.[topologyKey]
        if (value !== undefined) sums.set(value, (sums.get(value) ?? 0) + n)
      }
      this.#perDomain.set(topologyKey, sums)
    }
    return sums
  }

  means(pod: Pod): boolean {
    const { namespaces, matches, meansPod, livingOnly } = this.question
    if (meansPod) return meansPod(pod)
    if (namespaces && !namespaces.includes(pod.metadata.namespace ?? '')) return false
    return !(livingOnly && pod.metadata.deletionTimestamp) && matches(pod.metadata.labels)
  }

  shift(info: NodeInfo, by: number): void {
    const n = (this.perNode.get(info) ?? 0) + by
    if (n) this.perNode.set(info, n)
    else this.perNode.delete(info)
    for (const [topologyKey, sums] of this.#perDomain) {
      const value = info.node?.metadata.labels?.[topologyKey]
      if (value === undefined) continue
      const sum = (sums.get(value) ?? 0) + by
      if (sum) sums.set(value, sum)
      else sums.delete(value)
    }
  }

  /** Counts from nothing. */
  fill(): void {
    const { world } = this.#snapshot
    const { namespaces } = this.question
    const pods = namespaces ? namespaces.flatMap(ns => world.by<Pod>('pods', 'namespace', ns)) : world.list<Pod>('pods')
    for (const pod of pods) {
      if (!this.means(pod)) continue
      const at = locate(world, pod)
      if (at) this.shift(this.#snapshot.info(at), 1)
    }
  }
}

const MOST = 2000

export class PodCounts {
  readonly #snapshot: Snapshot
  readonly #byKey = new Map<string, PodCount>()
  /** Counts by the label pair that their pods must have. */
  readonly #byPair = new Map<string, Set<PodCount>>()
  readonly #anyLabels = new Set<PodCount>()

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  of(question: Question): PodCount {
    const known = this.#byKey.get(question.key)
    if (known) return known
    if (this.#byKey.size >= MOST) this.#dropOldest()
    const count = new PodCount(question, this.#snapshot)
    count.fill()
    this.#byKey.set(question.key, count)
    if (question.pair) {
      const set = this.#byPair.get(question.pair.join('=')) ?? new Set()
      this.#byPair.set(question.pair.join('='), set)
      set.add(count)
    } else this.#anyLabels.add(count)
    return count
  }

  count(info: NodeInfo, pod: Pod, sign: 1 | -1): void {
    if (!this.#byKey.size) return
    for (const c of this.#anyLabels) if (c.means(pod)) c.shift(info, sign)
    const { labels } = pod.metadata
    for (const key in labels) {
      const set = this.#byPair.get(`${key}=${labels[key]}`)
      if (set) for (const c of set) if (c.means(pod)) c.shift(info, sign)
    }
  }

  /** Nodes came, went or moved to another domain. */
  forget(): void {
    this.#byKey.clear()
    this.#byPair.clear()
    this.#anyLabels.clear()
  }

  #dropOldest(): void {
    const [key, count] = this.#byKey.entries().next().value as [string, PodCount]
    this.#byKey.delete(key)
    this.#anyLabels.delete(count)
    if (count.question.pair) this.#byPair.get(count.question.pair.join('='))?.delete(count)
  }
}
