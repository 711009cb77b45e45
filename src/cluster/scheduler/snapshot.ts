// The scheduler's view of the cluster: nodes in the order of search with what their pods use. Pods count from the moment their node is chosen
// ("assumed"), before the binding is written. Derived from nodes, pods and the table of assumed pods; see engine/derived.ts. Upstream:
// pkg/scheduler/backend/cache/{cache,snapshot,node_tree}.go.
import { type Commit, Derived, keyOf, type World } from '../../engine/index.ts'
import type { Node, Pod } from '../../kube/index.ts'
import { PodCounts } from './counts.ts'
import { countPod, emptyNodeInfo, type NodeInfo, setNode } from './nodeinfo.ts'
import { Scratch } from './scratch.ts'

/** A pod whose node is chosen and whose binding is on its way. Table `scheduler.assumed`, key: pod key. */
export interface Assumed {
  readonly uid: string
  readonly node: string
}
export const assumed = (w: Pick<World, 'table'>) => w.table<Assumed>('scheduler.assumed')

const ZONE = 'topology.kubernetes.io/zone'
const REGION = 'topology.kubernetes.io/region'
export const zoneOf = (node: Node): string => `${node.metadata.labels?.[REGION] ?? ''}/${node.metadata.labels?.[ZONE] ?? ''}`

export const isTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** The values of a node label, numbered. */
export interface Domains {
  /** The number by slot, -1 for nodes without the label. */
  readonly ids: Int32Array
  readonly size: number
}

export class Snapshot {
  readonly world: World
  readonly infos = new Map<string, NodeInfo>()
  readonly counts: PodCounts
  /** Nodes with pods that have rules about other pods. */
  readonly opinionated = new Set<NodeInfo>()
  #order: NodeInfo[] | undefined
  /** By slot: another number after every change of the node, so that what was worked out about it can be kept. */
  versions = new Int32Array(0)
  readonly #domains = new Map<string, Domains>()
  /** Memory for the numbers of one decision, used again for the next. */
  readonly scratch = new Scratch()
  #version = 0
  #preferNoSchedule = 0
  /** By image name: how many nodes have it. */
  readonly imageNodes = new Map<string, number>()

  constructor(world: World) {
    this.world = world
    this.counts = new PodCounts(this)
    for (const node of world.list<Node>('nodes')) this.#setNode(node.metadata.name, node)
    for (const pod of world.list<Pod>('pods')) {
      const at = locate(world, pod)
      if (at) this.add(at, pod)
    }
  }

  /** All nodes, zone by zone in turn, so that a search that stops early has seen all zones. */
  get order(): readonly NodeInfo[] {
    if (!this.#order) {
      this.#order = inTurn(this)
      this.versions = Int32Array.from(this.#order, () => ++this.#version)
    }
    return this.#order
  }

  domains(topologyKey: string): Domains {
    const known = this.#domains.get(topologyKey)
    if (known) return known
    const numbers = new Map<string, number>()
    const ids = Int32Array.from(this.order, ({ node }) => {
      const value = node?.metadata.labels?.[topologyKey]
      if (value === undefined) return -1
      const id = numbers.get(value) ?? numbers.size
      numbers.set(value, id)
      return id
    })
    const domains = { ids, size: numbers.size }
    this.#domains.set(topologyKey, domains)
    return domains
  }

  /** How many nodes have a taint that asks to be avoided. */
  get avoided(): number {
    return this.#preferNoSchedule
  }

  info(name: string): NodeInfo {
    let info = this.infos.get(name)
    if (!info) {
      info = emptyNodeInfo(name)
      this.infos.set(name, info)
    }
    return info
  }

  add(node: string, pod: Pod): void {
    this.#count(node, pod, 1)
  }

  remove(node: string, pod: Pod): void {
    this.#count(node, pod, -1)
    const info = this.infos.get(node)
    if (info && !info.node && info.pods === 0) this.infos.delete(node)
  }

  /** Carries a commit of a pod over. */
  podChanged(commit: Commit): void {
    const before = commit.old && locate(this.world, commit.old as Pod)
    const after = commit.type === 'DELETED' ? undefined : locate(this.world, commit.object as Pod)
    const old = commit.old as Pod
    const now = commit.object as Pod
    if (before === after && (before === undefined || looksTheSame(old, now))) return
    if (before) this.remove(before, old)
    if (after) this.add(after, now)
  }

  nodeChanged(commit: Commit): void {
    this.#setNode(commit.key, commit.type === 'DELETED' ? undefined : (commit.object as Node))
  }

  #setNode(name: string, node: Node | undefined): void {
    const info = this.info(name)
    const before = info.node
    this.#tally(before, -1)
    this.#tally(node, 1)
    setNode(info, node)
    this.#touch(info)
    if (!node && info.pods === 0) this.infos.delete(name)
    const moved =
      before?.metadata.labels !== node?.metadata.labels && JSON.stringify(before?.metadata.labels) !== JSON.stringify(node?.metadata.labels)
    if (!before !== !node || moved) {
      this.#order = undefined
      this.#domains.clear()
      this.counts.forget()
    }
  }

  #touch({ slot }: NodeInfo): void {
    if (this.#order && slot >= 0) this.versions[slot] = ++this.#version
  }

  #tally(node: Node | undefined, sign: 1 | -1): void {
    if (node?.spec?.taints?.some(t => t.effect === 'PreferNoSchedule')) this.#preferNoSchedule += sign
    for (const image of node?.status?.images ?? []) {
      for (const name of image.names ?? []) this.imageNodes.set(name, (this.imageNodes.get(name) ?? 0) + sign)
    }
  }

  #count(node: string, pod: Pod, sign: 1 | -1): void {
    const info = this.info(node)
    countPod(info, keyOf(pod), pod, sign)
    this.#touch(info)
    if (info.opinionated.size) this.opinionated.add(info)
    else this.opinionated.delete(info)
    this.counts.count(info, pod, sign)
  }
}

/** Nothing that the sums are made of differs. */
const looksTheSame = (a: Pod, b: Pod): boolean =>
  a.metadata.labels === b.metadata.labels &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.spec.containers === b.spec.containers &&
  a.spec.affinity === b.spec.affinity

/** The node on which a pod counts, if any. */
export function locate(world: World, pod: Pod): string | undefined {
  if (isTerminal(pod)) return undefined
  if (pod.spec.nodeName) return pod.spec.nodeName
  const a = assumed(world).get(keyOf(pod))
  return a && a.uid === pod.metadata.uid ? a.node : undefined
}

function inTurn(snapshot: Snapshot): NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>()
  for (const node of snapshot.world.list<Node>('nodes')) {
    const zone = zoneOf(node)
    const list = zones.get(zone) ?? []
    zones.set(zone, list)
    list.push(snapshot.info(node.metadata.name))
  }
  for (const info of snapshot.infos.values()) info.slot = -1
  const order: NodeInfo[] = []
  const lists = [...zones.values()]
  for (let row = 0; lists.some(l => row < l.length); row++) {
    for (const list of lists) {
      const info = list[row]
      if (!info) continue
      info.slot = order.length
      order.push(info)
    }
  }
  return order
}

const snapshots = new Derived('scheduler.snapshot', world => new Snapshot(world))

/** The snapshot of the world as it is now. */
export const snapshotOf = (world: World): Snapshot => snapshots.get(world)
/** Must be called with every commit of nodes and pods. */
export function followCommit(world: World, commit: Commit): void {
  if (commit.plural === 'nodes') snapshots.changed(world, s => s.nodeChanged(commit))
  else if (commit.plural === 'pods' && matters(commit)) snapshots.changed(world, s => s.podChanged(commit))
}

/** Most commits of a pod say something about its containers, which is no concern of the scheduler's. */
function matters({ type, object, old }: Commit): boolean {
  if (type !== 'MODIFIED' || !old) return true
  const a = old as Pod
  const b = object as Pod
  return a.spec.nodeName !== b.spec.nodeName || isTerminal(a) !== isTerminal(b) || !looksTheSame(a, b)
}

/** The pod counts on the node from now on. */
export function assume(world: World, pod: Pod, node: string): void {
  snapshots.changed(world, s => s.add(node, pod))
  assumed(world).set(keyOf(pod), { uid: pod.metadata.uid, node })
}

/** The binding was answered: bound pods count by themselves, others no longer. */
export function endAssumption(world: World, key: string, uid: string, bound: boolean): void {
  const a = assumed(world).get(key)
  if (!a || a.uid !== uid) return
  const pod = world.get<Pod>('pods', key)
  const counted = !bound && pod !== undefined && pod.metadata.uid === uid && !pod.spec.nodeName && !isTerminal(pod)
  if (counted) snapshots.changed(world, s => s.remove(a.node, pod))
  assumed(world).delete(key)
}
