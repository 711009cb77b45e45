// What the scene knows of the cluster, gathered from the mirror once per change: pods with their owners, nodes with their machines, ReplicaSets by
// Deployment, timers by subject. Belief (objects) and fact (machines, processes) stay side by side.
import type { Machine, PodRun, Timer } from '../../cluster/index.ts'
import { controllerOf, type Deployment, type Node, type Pod, type ReplicaSet } from '../../kube/index.ts'
import type { Owner, Shade, Source } from './types.ts'

export const ZONE = 'topology.kubernetes.io/zone'
const REVISION = 'deployment.kubernetes.io/revision'

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
}

export interface NodeFacts {
  readonly name: string
  readonly zone: string
  readonly node: Node | undefined
  readonly machine: Machine | undefined
  readonly pods: readonly PodFacts[]
}

export interface Cluster {
  readonly source: Source
  /** There are facts beside the objects (a simulation). Without them belief is all there is to draw. */
  readonly truths: boolean
  readonly pods: readonly PodFacts[]
  readonly nodes: readonly NodeFacts[]
  readonly deployments: readonly Deployment[]
  readonly sets: readonly ReplicaSet[]
  readonly podsOf: ReadonlyMap<string, readonly PodFacts[]>
  /** How many pods of an owner are neither deleted nor finished. */
  readonly activeOf: ReadonlyMap<string, number>
  /** ReplicaSets by the uid of their Deployment, newest revision first. */
  readonly setsOf: ReadonlyMap<string, readonly ReplicaSet[]>
  readonly timersOf: ReadonlyMap<string, readonly Timer[]>
}

export const keyOf = (o: { metadata: { name: string; namespace?: string | undefined } }) =>
  o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name

export const revisionOf = (o: { metadata: { annotations?: Record<string, string> | undefined } }) =>
  Number(o.metadata.annotations?.[REVISION] ?? 0)

const owners: Readonly<Record<string, Owner>> = { ReplicaSet: 'dep', Deployment: 'dep', StatefulSet: 'sts', DaemonSet: 'ds', Job: 'job' }

/** 1, 4, 7 … tint; 2, 5 … full; 3, 6 … dotted. What has no revisions is full. */
export const shadeOf = (revision: number): Shade => (revision > 0 ? (`r${((revision - 1) % 3) + 1}` as Shade) : 'r2')

/** `nginx-5d8c7b6f4-f8q3s` of a ReplicaSet: `f8q3s`; `zk-0` of a StatefulSet: itself; `tiles-31-x7k2p` of a Job: its index; a DaemonSet's: the set's name. */
export function shortName(pod: Pod): string {
  const owner = controllerOf(pod)
  const { name } = pod.metadata
  const last = name.slice(name.lastIndexOf('-') + 1) || name
  if (owner?.kind === 'ReplicaSet' && name.startsWith(owner.name)) return last
  if (owner?.kind === 'DaemonSet') return owner.name
  if (owner?.kind === 'Job') {
    const index = pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index']
    return index === undefined ? last : `${owner.name}-${index}`
  }
  return name
}

function podFacts(source: Source, key: string, pod: Pod, setsByUid: ReadonlyMap<string, ReplicaSet>): PodFacts {
  const owner = controllerOf(pod)
  const set = owner && setsByUid.get(owner.uid)
  const node = pod.spec.nodeName
  return {
    key,
    pod,
    owner: (owner && owners[owner.kind]) ?? 'bare',
    shade: shadeOf(set ? revisionOf(set) : 0),
    short: shortName(pod),
    ownerUid: owner?.uid ?? '',
    run: source.row('processes', pod.metadata.uid),
    machine: node ? source.row('machines', node) : undefined,
  }
}

/** `node-2` before `node-10`. */
export function naturally(a: string, b: string): number {
  const as = a.match(/\d+|\D+/g) ?? []
  const bs = b.match(/\d+|\D+/g) ?? []
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const x = as[i] as string
    const y = bs[i] as string
    if (x === y) continue
    const nx = Number(x)
    const ny = Number(y)
    if (!Number.isNaN(nx) && !Number.isNaN(ny)) return nx - ny
    return x < y ? -1 : 1
  }
  return as.length - bs.length
}

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
  const sets = [...source.objects<ReplicaSet>('replicasets').values()]
  const setsByUid = new Map(sets.map(s => [s.metadata.uid, s]))
  const pods: PodFacts[] = []
  for (const [key, pod] of source.objects<Pod>('pods')) pods.push(podFacts(source, key, pod, setsByUid))
  pods.sort((a, b) => byBirth(a.pod, b.pod))
  const machines = source.rows('machines')
  const onNode = groupBy(pods, p => p.pod.spec.nodeName ?? '')
  const nodes = source.objects<Node>('nodes')
  const names = [...new Set([...nodes.keys(), ...machines.keys()])].sort(naturally)
  const podsOf = groupBy(pods, p => p.ownerUid)
  const setsOf = groupBy(sets, s => controllerOf(s)?.uid ?? '')
  for (const list of setsOf.values()) list.sort((a, b) => revisionOf(b) - revisionOf(a))
  return {
    source,
    truths: machines.size > 0,
    pods,
    nodes: names.map(name => ({
      name,
      zone: nodes.get(name)?.metadata.labels?.[ZONE] ?? zoneOf.get(name) ?? '',
      node: nodes.get(name),
      machine: machines.get(name),
      pods: onNode.get(name) ?? [],
    })),
    deployments: [...source.objects<Deployment>('deployments').values()],
    sets,
    podsOf,
    activeOf: new Map([...podsOf].map(([uid, list]) => [uid, list.reduce((n, p) => n + (isActive(p) ? 1 : 0), 0)])),
    setsOf,
    timersOf: groupBy(source.rows('timers').values(), t => t.subject),
  }
}

const byBirth = (a: Pod, b: Pod) => {
  const x = a.metadata.creationTimestamp
  const y = b.metadata.creationTimestamp
  if (x !== y) return x < y ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Counts for its ReplicaSet: neither deleted nor finished. */
export const isActive = ({ pod }: PodFacts) =>
  !pod.metadata.deletionTimestamp && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed'
