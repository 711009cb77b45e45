// What the promises are computed from: the mirror, the workload that stands for each pattern, and what is really so of a pod beside what is believed.
import type { PodRun } from '../../cluster/index.ts'
import { type ApiObject, controllerOf, type Node, type Pod } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { isReachable, zoneOf } from '../machines.ts'
import { subjectOf } from '../subject.ts'
import { censusOf, keyOf, naturally, type Shade, shadeOf, workloadOf, workloadOfKind } from '../workloads/index.ts'
import type { Pattern } from './view.ts'

export type Reads = Pick<Mirror, 'now' | 'epoch' | 'object' | 'objects' | 'row' | 'rows' | 'revision' | 'changed'>

/** A key of the catalogues with its arguments. */
export interface Text {
  readonly code: string
  readonly args: Readonly<Record<string, string | number>>
}
export const text = (code: string, args: Text['args'] = {}): Text => ({ code, args })

/** A promise in words, beside what is delivered now. `broken`: what is promised is not kept. */
export interface Words {
  readonly promised: Text
  readonly delivered: Text
  readonly note: Text
  readonly broken: boolean
}

const PLURALS: Readonly<Record<Pattern, string>> = {
  deployment: 'deployments',
  statefulset: 'statefulsets',
  daemonset: 'daemonsets',
  job: 'jobs',
}

/** Everything that is read; when none of it has another revision, the promises are the same. */
export const READ: readonly string[] = [
  ...['pods', 'nodes', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'services', 'poddisruptionbudgets', 'faults'],
  ...['controllerrevisions', 'processes', 'machines', 'members', 'kept', 'collected', 'tiles', 'captions'],
]

/** The workload that stands for a pattern: the selected one, or the selected pod's; else the first that has not ended, by name. Of Jobs that of the
 * most completions: a single pod has nothing to show of a Job's promise. */
export function chosen<T extends ApiObject>(reads: Reads, pattern: Pattern, selection?: string): T | undefined {
  const plural = PLURALS[pattern]
  const kind = workloadOf(plural)
  const most = (o: T) => (pattern === 'job' ? (kind?.counts(o, censusOf(reads)).desired ?? 0) : 0)
  const list = [...reads.objects<T>(plural).values()].sort((a, b) => most(b) - most(a) || naturally(keyOf(a), keyOf(b)))
  const wanted = selection && list.find(o => isOf(reads, o, plural, selection))
  return wanted || list.find(o => !kind?.outcome(o)) || list[0]
}

/** Whether a selection is this workload, its ReplicaSet or its pod. */
function isOf(reads: Reads, o: ApiObject, plural: string, selection: string): boolean {
  const { plural: kind, key } = subjectOf(selection)
  if (kind === plural) return key === keyOf(o)
  if (kind === 'replicasets') return controllerOf(reads.object(kind, key) ?? ({ metadata: {} } as ApiObject))?.uid === o.metadata.uid
  if (kind !== 'pods') return false
  const pods = workloadOf(plural)?.pods(o, censusOf(reads)) ?? []
  return pods.some(p => keyOf(p) === key)
}

/** The kind of a pattern's workload, as Kubernetes writes it. */
export const kindOf = (pattern: Pattern): string => workloadOf(PLURALS[pattern])?.kind ?? ''

/** The shade of the revision that a workload wants. */
export const shadeOfWorkload = (reads: Reads, o: ApiObject): Shade => shadeOf(workloadOfKind(o.kind)?.revision(o, censusOf(reads)) ?? 0)

const isMain = (c: PodRun['containers'][number]) => c.kind !== 'init'

/** Its process runs, whatever anybody believes. */
export const runs = (run: PodRun | undefined): boolean =>
  run?.containers.some(c => isMain(c) && c.startedAt !== undefined && c.finishedAt === undefined) ?? false

/** It would answer whoever reaches it. */
export const isReady = (run: PodRun | undefined): boolean => runs(run) && (run?.containers.every(c => !isMain(c) || c.ready) ?? false)

/** It answers: its process is ready and its machine is on the network. Without facts (a real cluster) belief is all there is. */
export function answers(reads: Reads, pod: Pod): boolean {
  const node = pod.spec.nodeName
  if (!node || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return false
  return isReady(reads.row('processes', pod.metadata.uid)) && isReachable(reads.row('machines', node))
}

export const zoneOfNode = (reads: Reads, node: string | undefined): string => (node ? zoneOf(reads.object<Node>('nodes', node)) : '')
