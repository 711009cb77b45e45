// What the scene knows of the cluster, gathered from the mirror once per change: pods with their owners, nodes with their machines, disks, timers by
// subject. Belief (objects) and fact (machines, processes) stay side by side. What differs between the kinds of workload is asked of them (../workloads).
import type { Machine, Timer } from '../../cluster/index.ts'
import type { ApiObject, Node, ReplicaSet } from '../../kube/index.ts'
import { ZONE } from '../machines.ts'
import { type Census, censusOf, isActive as isActivePod, keyOf, naturally, type WorkloadKind, workloads } from '../workloads/index.ts'
import { type DiskFacts, disksOf } from './disks.ts'
import type { PodFacts } from './podfacts.ts'
import { registerOf, type Sort } from './register.ts'
import type { Source } from './types.ts'

export { keyOf, naturally } from '../workloads/index.ts'
export type { PodFacts } from './podfacts.ts'

/** The same object as long as nothing of the node, its machine or its pods has changed: what was worked out from it holds. */
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
  /** Of these the ones without a node. */
  readonly waiting: readonly PodFacts[]
  /** Of these the ones that are being placed, started or stopped. */
  readonly unsettled: readonly PodFacts[]
  podsOf(sort: Sort): readonly PodFacts[]
  readonly nodes: readonly NodeFacts[]
  /** By kind, in order of names. */
  readonly workloads: readonly Workload[]
  readonly disks: readonly DiskFacts[]
  /** Each subject's timers; the same list as long as they are the same. */
  timersOf(subject: string): readonly Timer[]
  timersNamed(name: string): readonly Timer[]
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
  const census = censusOf(source)
  const known = listWorkloads(source)
  const { pods, on, hosts, of, unsettled, timersOf, timersNamed } = registerOf(source, census, known)
  return {
    source,
    census,
    truths: source.rows('machines').size > 0,
    pods,
    waiting: on(''),
    unsettled,
    podsOf: of,
    nodes: readNodes(source, on, hosts, zoneOf),
    workloads: known,
    disks: disksOf(source, pods, known),
    timersOf,
    timersNamed,
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

interface Kept {
  readonly names: readonly string[]
  readonly sorted: readonly string[]
  readonly nodes: ReadonlyMap<string, NodeFacts>
}
const kept = new WeakMap<Source, Kept>()
function alike<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Every Node; and where there is none, the place of the pods that are bound to it or still run there, until none is left. */
function readNodes(
  source: Source,
  on: (node: string) => readonly PodFacts[],
  hosts: readonly string[],
  zoneOf: ReadonlyMap<string, string>,
): readonly NodeFacts[] {
  const machines = source.rows('machines')
  const nodes = source.objects<Node>('nodes')
  const before = kept.get(source)
  const names = [...new Set([...nodes.keys(), ...hosts])]
  const sorted = before && alike(before.names, names) ? before.sorted : [...names].sort(naturally)
  const facts = sorted.map((name): NodeFacts => {
    const fresh: NodeFacts = {
      name,
      zone: nodes.get(name)?.metadata.labels?.[ZONE] ?? zoneOf.get(name) ?? machines.get(name)?.zone ?? '',
      node: nodes.get(name),
      machine: machines.get(name),
      pods: on(name),
    }
    const old = before?.nodes.get(name)
    const same = old && old.zone === fresh.zone && old.node === fresh.node && old.machine === fresh.machine && alike(old.pods, fresh.pods)
    return same ? old : fresh
  })
  kept.set(source, { names, sorted, nodes: new Map(facts.map(f => [f.name, f])) })
  return facts
}

/** Counts for its owner: neither deleted nor ended. */
export const isActive = ({ pod, forgotten }: PodFacts): boolean => !forgotten && isActivePod(pod)

export const setsOf = (c: Cluster): readonly ReplicaSet[] => listOf(c, 'replicasets')
