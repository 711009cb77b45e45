// The kinds of workload, for all views. A new kind is one file like statefulset.ts and one line in `workloads`: cards, ghosts, shades, short names and
// disks on the stage, verbs, inspector and patterns follow from what it answers.
import { controllerOf, type Pod } from '../../kube/index.ts'
import { daemonsets } from './daemonset.ts'
import { deployments, replicasets } from './deployment.ts'
import { cronjobs, jobs } from './job.ts'
import { statefulsets } from './statefulset.ts'
import type { Census, Owner, WorkloadKind } from './types.ts'

export { annotatedRevision, censusOf, isActive, isReady, keyOf } from './census.ts'
export { targetNode } from './daemonset.ts'
export { newestSet } from './deployment.ts'
export { type Change, Groups, Shelf } from './groups.ts'
export { completionsOf, indexOf, isIndexed } from './job.ts'
export { naturally } from './order.ts'
export { type Shade, shadeOf } from './shade.ts'
export { ordinalOf } from './statefulset.ts'
export type * from './types.ts'
export { PLACES_MOST } from './types.ts'
export { cronjobs, daemonsets, deployments, jobs, replicasets, statefulsets }

/** All kinds, in the order in which they are listed. */
export const workloads: readonly WorkloadKind[] = [deployments, replicasets, statefulsets, daemonsets, jobs, cronjobs]

const by = (name: 'kind' | 'plural' | 'actor'): ReadonlyMap<string, WorkloadKind> => new Map(workloads.map(w => [w[name], w]))
const kinds = by('kind')
const plurals = by('plural')

/** The kind called `StatefulSet`. */
export const workloadOfKind = (kind: string): WorkloadKind | undefined => kinds.get(kind)
/** The kind called `statefulsets`. */
export const workloadOf = (plural: string): WorkloadKind | undefined => plurals.get(plural)

/** The kind that a pod's controller is of; undefined for bare pods. */
const kindOf = (pod: Pod) => kinds.get(controllerOf(pod)?.kind ?? '')

/** Hue and silhouette of a pod. */
export const ownerOf = (pod: Pod): Owner => kindOf(pod)?.owner ?? 'bare'

/** Number of the revision that a pod was made from; 0: its owner has no revisions. */
export const revisionOf = (pod: Pod, census: Census): number => kindOf(pod)?.podRevision(pod, census) ?? orphanRevision(pod, census)

/** An orphan keeps the shade of the revision that is written on it, whether its owner lives or was deleted. */
const orphanRevision = (pod: Pod, census: Census): number => census.revision('', pod.metadata.labels?.['controller-revision-hash'] ?? '')

/** `f8q3s` of a ReplicaSet, `zk-0` of a StatefulSet, `tiles-31` of an Indexed Job, the set's name for a daemon. */
export const shortName = (pod: Pod): string => kindOf(pod)?.short(pod, controllerOf(pod)?.name ?? '') ?? pod.metadata.name

/** The same of what is no longer there to ask: a ReplicaSet's pod is known by its name. */
export const shortOfGone = (plural: string, name: string): string =>
  plural === 'pods' && /-[a-z0-9]{8,10}-[a-z0-9]{5}$/.test(name) ? name.slice(name.lastIndexOf('-') + 1) : name
