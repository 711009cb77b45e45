// What the scene knows of the cluster, gathered from the mirror once per change: pods with their owners, nodes with their machines, disks, timers by
// subject. Belief (objects) and fact (machines, processes) stay side by side. What differs between the kinds of workload is asked of them (../workloads).
import type { Machine, PodRun, Timer } from '../../cluster/index.ts'
import { type ApiObject, controllerOf, type Node, type Pod, type ReplicaSet } from '../../kube/index.ts'
import {
  type Census,
  censusOf,
  isActive as isActivePod,
  keyOf,
  naturally,
  ordinalOf,
  ownerOf,
  revisionOf,
  shortName,
  type WorkloadKind,
  workloads,
} from '../workloads/index.ts'
import { type DiskFacts, disksOf } from './disks.ts'
import { forgottenPods } from './forgotten.ts'
import type { Owner, Shade, Source } from './types.ts'

export { keyOf, naturally } from '../workloads/index.ts'

export const ZONE = 'topology.kubernetes.io/zone'

export interface PodFacts {
  readonly key: string
  readonly pod: Pod
  readonly owner: Owner
  readonly shade: Shade
  /** Shortest part of the name that tells it from its siblings. */
  readonly short: string
  /** uid of the controlling object, '' for bare pods. */
  readonly ownerUid: string
  readonly run: PodRun | undefined
  readonly machine: Machine | undefined
  /** There is no such object any more: `pod` is what its process still tells. */
  readonly forgotten: boolean
  /** Work that has ended: it is put aside, so that it takes no room from what runs. */
  readonly aside: boolean
  /** Whose room on a node it takes: an identity has a place of its own, whichever pod bears it. */
  readonly tenant: string
}

export interface NodeFacts {
  readonly name: string
  readonly zone: string
  readonly node: Node | undefined
  readonly machine: Machine | undefined
  readonly pods: readonly PodFacts[]
}

/** A workload with its kind. */
export interface Workload {
  readonly kind: WorkloadKind
  readonly object: ApiObject
}

export interface Cluster {
  readonly source: Source
  readonly census: Census
  /** There are facts beside the objects (a simulation). Without them belief is all there is to draw. */
  readonly truths: boolean
  readonly pods: readonly PodFacts[]
  readonly nodes: readonly NodeFacts[]
  /** By kind, in order of names. */
  readonly workloads: readonly Workload[]
  readonly disks: readonly DiskFacts[]
  readonly timersOf: ReadonlyMap<string, readonly Timer[]>
}

/** 1, 4, 7 … tint; 2, 5 … full; 3, 6 … dotted. What has no revisions is full. */
export const shadeOf = (revision: number): Shade => (revision > 0 ? (`r${((revision - 1) % 3) + 1}` as Shade) : 'r2')

export const isEnded = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'

/** `rival`: another pod of the same name stands on the same node. */
function podFacts(source: Source, census: Census, key: string, pod: Pod, forgotten = false, rival = false): PodFacts {
  const node = pod.spec.nodeName
  const run = source.row('processes', pod.metadata.uid)
  const machine = node ? source.row('machines', node) : undefined
  const shade = shadeOf(revisionOf(pod, census))
  // Objects and rows never change: what was worked out from the same ones holds.
  const before = forgotten ? undefined : made.get(pod)
  if (before && before.run === run && before.machine === machine && before.shade === shade) return before
  const owner = ownerOf(pod)
  const facts: PodFacts = {
    key,
    pod,
    owner,
    shade,
    short: shortName(pod),
    ownerUid: controllerOf(pod)?.uid ?? '',
    run,
    machine,
    forgotten,
    aside: owner === 'job' && isEnded(pod),
    tenant: owner === 'sts' && !rival ? `sts ${key}` : pod.metadata.uid,
  }
  if (!forgotten) made.set(pod, facts)
  return facts
}
const made = new WeakMap<Pod, PodFacts>()

export function groupBy<T>(items: Iterable<T>, key: (t: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>()
  for (const item of items) {
    const k = key(item)
    const list = out.get(k)
    if (list) list.push(item)
    else out.set(k, [item])
  }
  return out
}

export function readCluster(source: Source, zoneOf: ReadonlyMap<string, string>): Cluster {
  const census = censusOf(source)
  const pods: PodFacts[] = []
  const uids = new Set<string>()
  for (const [key, pod] of source.objects<Pod>('pods')) {
    uids.add(pod.metadata.uid)
    pods.push(podFacts(source, census, key, pod))
  }
  const known = listWorkloads(source)
  for (const pod of forgottenPods(source, uids, known)) {
    const key = keyOf(pod)
    const rival = source.object<Pod>('pods', key)?.spec.nodeName === pod.spec.nodeName
    pods.push(podFacts(source, census, key, pod, true, rival))
  }
  pods.sort(byBirth)
  const machines = source.rows('machines')
  const onNode = groupBy(pods, p => p.pod.spec.nodeName ?? '')
  const nodes = source.objects<Node>('nodes')
  const names = [...new Set([...nodes.keys(), ...machines.keys()])].sort(naturally)
  return {
    source,
    census,
    truths: machines.size > 0,
    pods,
    nodes: names.map(name => ({
      name,
      zone: nodes.get(name)?.metadata.labels?.[ZONE] ?? zoneOf.get(name) ?? '',
      node: nodes.get(name),
      machine: machines.get(name),
      pods: onNode.get(name) ?? [],
    })),
    workloads: known,
    disks: disksOf(source, pods, known),
    timersOf: groupBy(source.rows('timers').values(), t => t.subject),
  }
}

function listWorkloads(source: Source): Workload[] {
  return workloads.flatMap(kind =>
    [...source.objects(kind.plural).values()].sort((a, b) => naturally(keyOf(a), keyOf(b))).map(object => ({ kind, object })),
  )
}

/** All objects of one kind of workload. */
export const listOf = <T extends ApiObject>(cluster: Cluster, plural: string): readonly T[] =>
  cluster.workloads.filter(w => w.kind.plural === plural).map(w => w.object as T)

const ordinal = ({ owner, pod }: PodFacts) => (owner === 'sts' ? ordinalOf(pod.metadata.name) : -1)

/** In order of birth; identities of one birth in order of their ordinals. */
const byBirth = (p: PodFacts, q: PodFacts) => {
  const a = p.pod.metadata
  const b = q.pod.metadata
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp ? -1 : 1
  return ordinal(p) - ordinal(q) || (a.name < b.name ? -1 : 1)
}

/** Counts for its owner: neither deleted nor ended. */
export const isActive = ({ pod, forgotten }: PodFacts): boolean => !forgotten && isActivePod(pod)

export const setsOf = (c: Cluster): readonly ReplicaSet[] => listOf(c, 'replicasets')
