// Who belongs to whom: gathered once for each state of the mirror, whoever asks, and kept with it. Pods, which are many, are kept up from change to change.
import {
  type ApiObject,
  type ControllerRevision,
  controllerOf,
  isConditionTrue,
  type Node,
  type Pod,
  type ReplicaSet,
} from '../../kube/index.ts'
import { Shelf } from './groups.ts'
import type { Census, Reads } from './types.ts'

export const keyOf = (o: { metadata: { name: string; namespace?: string | undefined } }): string =>
  o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name

const DEPLOYMENT_REVISION = 'deployment.kubernetes.io/revision'
/** The number that a Deployment has written on itself and on its ReplicaSets. */
export const annotatedRevision = (o: { metadata: { annotations?: Record<string, string> | undefined } }): number =>
  Number(o.metadata.annotations?.[DEPLOYMENT_REVISION] ?? 0)

/** Counts for whoever owns it: neither deleted nor ended. */
export const isActive = (pod: Pod): boolean =>
  !pod.metadata.deletionTimestamp && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed'

const readiness = new WeakMap<Pod, boolean>()
/** Asked of every pod at every change, of which most have not changed. */
export function isReady(pod: Pod): boolean {
  const known = readiness.get(pod) ?? isConditionTrue(pod.status.conditions, 'Ready')
  readiness.set(pod, known)
  return known
}

const byBirth = (a: ApiObject, b: ApiObject) =>
  a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : a.metadata.creationTimestamp > b.metadata.creationTimestamp ? 1 : 0

const ownerOf = (o: ApiObject) => controllerOf(o)?.uid ?? ''
const podShelf = () =>
  new Shelf<Pod, 'all' | 'active' | 'waiting' | 'leaving'>(
    'pods',
    {
      all: ownerOf,
      active: p => (isActive(p) ? ownerOf(p) : undefined),
      waiting: p => (isActive(p) && !isReady(p) ? ownerOf(p) : undefined),
      leaving: p => (p.metadata.deletionTimestamp ? ownerOf(p) : undefined),
    },
    byBirth,
  )
type PodShelf = ReturnType<typeof podShelf>

const none: readonly never[] = []
const READ = ['pods', 'replicasets', 'controllerrevisions', 'jobs', 'nodes']
const kept = new WeakMap<Reads, { readonly at: string; readonly census: Census; readonly pods: PodShelf }>()

/** The census of the mirror as it is now; the same object until something that it counts has changed. */
export function censusOf(reads: Reads): Census {
  const at = `${reads.epoch} ${READ.map(name => reads.revision(name)).join(' ')}`
  const known = kept.get(reads)
  if (known?.at === at) return known.census
  const pods = known?.pods ?? podShelf()
  pods.follow(reads, reads.objects<Pod>('pods'))
  const census = take(reads, pods)
  kept.set(reads, { at, census, pods })
  return census
}

function take(reads: Reads, pods: PodShelf): Census {
  const byController = new Map<string, ReadonlyMap<string, readonly ApiObject[]>>()
  const children = (plural: string) => {
    const known = byController.get(plural)
    if (known) return known
    const lists = new Map<string, ApiObject[]>()
    for (const o of reads.objects(plural).values()) {
      const uid = ownerOf(o)
      const list = lists.get(uid)
      if (list) list.push(o)
      else lists.set(uid, [o])
    }
    for (const list of lists.values()) list.sort(byBirth)
    if (plural === 'replicasets') for (const list of lists.values()) list.sort((a, b) => annotatedRevision(b) - annotatedRevision(a))
    byController.set(plural, lists)
    return lists
  }
  let byUid: ReadonlyMap<string, ReplicaSet> | undefined
  let numbers: ReadonlyMap<string, number> | undefined
  return {
    reads,
    nodes: [...reads.objects<Node>('nodes').values()],
    podsOf: uid => pods.of('all', uid),
    activeOf: uid => pods.of('active', uid),
    waitingOf: uid => pods.of('waiting', uid),
    leavingOf: uid => pods.of('leaving', uid),
    setsOf: uid => (children('replicasets').get(uid) ?? none) as readonly ReplicaSet[],
    setOf(uid) {
      byUid ??= new Map([...reads.objects<ReplicaSet>('replicasets').values()].map(s => [s.metadata.uid, s]))
      return byUid.get(uid)
    },
    revision(ownerUid, hash) {
      numbers ??= revisionNumbers(reads)
      return numbers.get(`${ownerUid} ${hash}`) ?? 0
    },
    childrenOf: (plural, uid) => (plural === 'pods' ? pods.of('all', uid) : (children(plural).get(uid) ?? none)),
  }
}

/** StatefulSets write the whole name of the revision on their pods, DaemonSets only its hash. */
function revisionNumbers(reads: Reads): Map<string, number> {
  const out = new Map<string, number>()
  for (const r of reads.objects<ControllerRevision>('controllerrevisions').values()) {
    const owner = ownerOf(r)
    out.set(`${owner} ${r.metadata.name}`, r.revision)
    // Also without its owner: for a pod that was let go.
    out.set(` ${r.metadata.name}`, r.revision)
    const hash = r.metadata.labels?.['controller-revision-hash']
    if (hash) out.set(`${owner} ${hash}`, r.revision)
  }
  return out
}
