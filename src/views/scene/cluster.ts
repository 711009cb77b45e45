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
  readonly timers: readonly Timer[]
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
  readonly nodes: readonly NodeFacts[]
  /** By kind, in order of names. */
  readonly workloads: readonly Workload[]
  readonly disks: readonly DiskFacts[]
  readonly timersOf: ReadonlyMap<string, readonly Timer[]>
}

/** 1, 4, 7 … tint; 2, 5 … full; 3, 6 … dotted. What has no revisions is full. */
export const shadeOf = (revision: number): Shade => (revision > 0 ? (`r${((revision - 1) % 3) + 1}` as Shade) : 'r2')

export const isEnded = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'

/** What every pod's facts are made of. */
interface Roll {
  readonly source: Source
  readonly census: Census
  readonly timersOf: ReadonlyMap<string, readonly Timer[]>
  /** Shades of ReplicaSets, by uid: all their pods have one. */
  readonly shades: Map<string, Shade>
}
const NO_TIMERS: readonly Timer[] = []

function podShade(pod: Pod, before: PodFacts | undefined, { census, shades }: Roll): Shade {
  if (before?.owner !== 'dep') return shadeOf(revisionOf(pod, census))
  const known = shades.get(before.ownerUid) ?? shadeOf(revisionOf(pod, census))
  shades.set(before.ownerUid, known)
  return known
}

/** `rival`: another pod of the same name stands on the same node. */
function podFacts(roll: Roll, key: string, pod: Pod, forgotten = false, rival = false): PodFacts {
  const { source, timersOf } = roll
  const node = pod.spec.nodeName
  const run = source.row('processes', pod.metadata.uid)
  const machine = node ? source.row('machines', node) : undefined
  const timers = (timersOf.size && timersOf.get(`pods ${key}`)) || NO_TIMERS
  const before = made.get(pod)
  const shade = podShade(pod, before, roll)
  const isSame = before && before.run === run && before.machine === machine && before.shade === shade && before.timers === timers
  // Objects and rows never change: what was worked out from the same ones holds.
  if (isSame && !forgotten && !before.forgotten) return before
  const owner = ownerOf(pod)
  const tenant = owner === 'sts' && !rival ? `sts ${key}` : pod.metadata.uid
  if (isSame && before.forgotten === forgotten && before.tenant === tenant) return before
  const facts: PodFacts = {
    key,
    pod,
    timers,
    owner,
    shade,
    short: shortName(pod),
    ownerUid: controllerOf(pod)?.uid ?? '',
    run,
    machine,
    forgotten,
    aside: owner === 'job' && isEnded(pod),
    tenant,
  }
  made.set(pod, facts)
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
  const timersOf = timersBySubject(source)
  const roll: Roll = { source, census, timersOf, shades: new Map() }
  const pods: PodFacts[] = []
  const uids = new Set<string>()
  for (const [key, pod] of source.objects<Pod>('pods')) {
    uids.add(pod.metadata.uid)
    pods.push(podFacts(roll, key, pod))
  }
  const known = listWorkloads(source)
  for (const pod of forgottenPods(source, uids, known)) {
    const key = keyOf(pod)
    const rival = source.object<Pod>('pods', key)?.spec.nodeName === pod.spec.nodeName
    pods.push(podFacts(roll, key, pod, true, rival))
  }
  pods.sort(byBirth)
  return {
    source,
    census,
    truths: source.rows('machines').size > 0,
    pods,
    nodes: readNodes(source, pods, zoneOf),
    workloads: known,
    disks: disksOf(source, pods, known),
    timersOf,
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
const NOBODY: readonly PodFacts[] = []
const alike = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((x, i) => x === b[i])

function readNodes(source: Source, pods: readonly PodFacts[], zoneOf: ReadonlyMap<string, string>): readonly NodeFacts[] {
  const machines = source.rows('machines')
  const nodes = source.objects<Node>('nodes')
  const onNode = groupBy(pods, p => p.pod.spec.nodeName ?? '')
  const before = kept.get(source)
  const names = [...new Set([...nodes.keys(), ...machines.keys()])]
  const sorted = before && alike(before.names, names) ? before.sorted : [...names].sort(naturally)
  const facts = sorted.map((name): NodeFacts => {
    const fresh: NodeFacts = {
      name,
      zone: nodes.get(name)?.metadata.labels?.[ZONE] ?? zoneOf.get(name) ?? '',
      node: nodes.get(name),
      machine: machines.get(name),
      pods: onNode.get(name) ?? NOBODY,
    }
    const old = before?.nodes.get(name)
    const same = old && old.zone === fresh.zone && old.node === fresh.node && old.machine === fresh.machine && alike(old.pods, fresh.pods)
    return same ? old : fresh
  })
  kept.set(source, { names, sorted, nodes: new Map(facts.map(f => [f.name, f])) })
  return facts
}

const clocks = new WeakMap<Source, { readonly at: string; readonly timersOf: ReadonlyMap<string, readonly Timer[]> }>()

/** Each subject's timers; the same list as long as they are the same. */
function timersBySubject(source: Source): ReadonlyMap<string, readonly Timer[]> {
  const at = `${source.epoch} ${source.revision('timers')}`
  const before = clocks.get(source)
  if (before?.at === at) return before.timersOf
  const timersOf: Map<string, readonly Timer[]> = groupBy(source.rows('timers').values(), t => t.subject)
  for (const [subject, timers] of before?.timersOf ?? []) {
    const fresh = timersOf.get(subject)
    if (fresh && alike(fresh, timers)) timersOf.set(subject, timers)
  }
  clocks.set(source, { at, timersOf })
  return timersOf
}

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
