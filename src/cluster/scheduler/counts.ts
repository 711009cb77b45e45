// How many pods that a selector means are on each node, and in each topology domain (zone, rack …). Upstream counts all pods of all nodes anew for every
// pod that is to be placed; here a count is made once for a selector and then kept. Upstream: podtopologyspread/common.go countPodsMatchSelector,
// interpodaffinity/filtering.go.
import type { Labels, Matcher, Pod } from '../../kube/index.ts'
import type { NodeInfo } from './nodeinfo.ts'
import { locate, type Snapshot } from './snapshot.ts'

export type Pair = readonly [key: string, value: string]

/** Which pods are meant. Equal questions have equal keys. */
export interface Question {
  readonly key: string
  /** All when absent. */
  readonly namespaces?: readonly string[]
  readonly matches: Matcher
  /** More than namespaces and labels can say. */
  readonly meansPod?: (pod: Pod) => boolean
  /** Labels that all matching pods have: spare looking at others. */
  readonly pairs: readonly Pair[]
  /** Pods that are being deleted do not count. */
  readonly livingOnly: boolean
}

export class PodCount {
  readonly question: Question
  readonly #snapshot: Snapshot
  /** Pods by slot of the node. */
  readonly perNode: Int32Array
  /** By topology key: pods by number of the domain (Snapshot.domains). */
  readonly #perDomain = new Map<string, Int32Array>()

  constructor(question: Question, snapshot: Snapshot) {
    this.question = question
    this.#snapshot = snapshot
    this.perNode = new Int32Array(snapshot.order.length)
  }

  on(info: NodeInfo): number {
    return this.perNode[info.slot] ?? 0
  }

  domains(topologyKey: string): Int32Array {
    let sums = this.#perDomain.get(topologyKey)
    if (!sums) {
      const { ids, size } = this.#snapshot.domains(topologyKey)
      sums = new Int32Array(size)
      for (let slot = 0; slot < ids.length; slot++) {
        const id = ids[slot] as number
        if (id >= 0) sums[id] = (sums[id] as number) + (this.perNode[slot] as number)
      }
      this.#perDomain.set(topologyKey, sums)
    }
    return sums
  }

  /** How many are in the domain of a node; undefined when the node is in none. */
  beside(info: NodeInfo, topologyKey: string): number | undefined {
    const id = this.#snapshot.domains(topologyKey).ids[info.slot] ?? -1
    return id < 0 ? undefined : this.domains(topologyKey)[id]
  }

  means(pod: Pod): boolean {
    const { namespaces, matches, meansPod, livingOnly } = this.question
    if (meansPod) return meansPod(pod)
    if (namespaces && !namespaces.includes(pod.metadata.namespace ?? '')) return false
    return !(livingOnly && pod.metadata.deletionTimestamp) && matches(pod.metadata.labels as Labels)
  }

  shift({ slot }: NodeInfo, by: number): void {
    if (slot < 0) return
    this.perNode[slot] = (this.perNode[slot] as number) + by
    for (const [topologyKey, sums] of this.#perDomain) {
      const id = this.#snapshot.domains(topologyKey).ids[slot] as number
      if (id >= 0) sums[id] = (sums[id] as number) + by
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
/** Labels of which every pod has its own value are not worth being counted. */
const UNIQUE = new Set(['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index', 'batch.kubernetes.io/job-completion-index'])

/** What is known of a label pair: how many pods that count anywhere have it, and the counts that only look at such pods. */
interface Having {
  pods: number
  readonly counts: Set<PodCount>
}

export class PodCounts {
  readonly #snapshot: Snapshot
  readonly #byKey = new Map<string, PodCount>()
  /** By label key and value. */
  readonly #having = new Map<string, Map<string, Having>>()
  readonly #anyLabels = new Set<PodCount>()

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  of(question: Question): PodCount {
    const known = this.#byKey.get(question.key)
    if (known) return known
    if (this.#byKey.size >= MOST) this.#forget(this.#byKey.values().next().value as PodCount)
    const count = new PodCount(question, this.#snapshot)
    // Of a new ReplicaSet nobody is there yet; then there is nobody to look for.
    if (question.pairs.every(pair => UNIQUE.has(pair[0]) || this.#pair(pair).pods > 0)) count.fill()
    this.#byKey.set(question.key, count)
    const pair = rarest(question)
    if (pair) this.#pair(pair).counts.add(count)
    else this.#anyLabels.add(count)
    return count
  }

  count(info: NodeInfo, pod: Pod, sign: 1 | -1): void {
    const labels = pod.metadata.labels as Labels
    for (const key in labels) {
      if (UNIQUE.has(key)) continue
      const having = this.#pair([key, labels[key] as string])
      having.pods += sign
      for (const c of having.counts) if (c.means(pod)) c.shift(info, sign)
      if (having.pods === 0 && having.counts.size === 0) this.#having.get(key)?.delete(labels[key] as string)
    }
    for (const c of this.#anyLabels) if (c.means(pod)) c.shift(info, sign)
  }

  /** Nodes came, went or moved to another domain. */
  forget(): void {
    for (const c of [...this.#byKey.values()]) this.#forget(c)
  }

  #forget(count: PodCount): void {
    this.#byKey.delete(count.question.key)
    this.#anyLabels.delete(count)
    const pair = rarest(count.question)
    if (pair) this.#pair(pair).counts.delete(count)
  }

  #pair([key, value]: Pair): Having {
    let values = this.#having.get(key)
    if (!values) {
      values = new Map()
      this.#having.set(key, values)
    }
    let having = values.get(value)
    if (!having) {
      having = { pods: 0, counts: new Set() }
      values.set(value, having)
    }
    return having
  }
}

/** The last pair that several pods can share: labels that machinery adds (pod-template-hash) come late in the alphabet and say most. */
const rarest = (q: Question): Pair | undefined => q.pairs.findLast(([key]) => !UNIQUE.has(key))
