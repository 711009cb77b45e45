// Room kept free for what may come: when a rollout starts its pods will be replicas + surge for a while, spread over the nodes, one node perhaps
// lacking. Every node reserves its share, so that no pod has to move aside while the rollout runs.
import { type Deployment, milliValue } from '../../kube/index.ts'
import { newestSet } from '../workloads/index.ts'
import { type Cluster, isActive, listOf, setsOf } from './cluster.ts'

/** What every node keeps free: slots, and where a disk shares its pod's slot, tenants. */
export interface Reserve {
  readonly slots: number
  readonly tenants: number
  /** The same when all are spread evenly: enough to go by where more would leave no room for names. */
  readonly even: { readonly slots: number; readonly tenants: number }
}

/** `spare`: for an uneven spread. */
export function reserved(cluster: Cluster, spare: number): Reserve {
  let tenants = 0
  let disks = 0
  for (const { kind, object } of cluster.workloads) {
    const most = kind.most(object)
    tenants += most
    if (kind.holderOf && object.spec.volumeClaimTemplates?.length) disks += most
  }
  // Pods that nobody scales.
  for (const p of cluster.podsOf('bare')) if (isActive(p)) tenants++
  const fits = fitting(cluster)
  const share = (n: number) => Math.ceil(Math.min(n / Math.max(1, cluster.nodes.length - 1), 110, fits)) + spare
  const even = (n: number) => Math.ceil(Math.min(n / Math.max(1, cluster.nodes.length), 110, fits))
  return { slots: share(tenants + disks), tenants: share(tenants), even: { slots: even(tenants + disks), tenants: even(tenants) } }
}

/** How many of the smallest pods a node has CPU for: more will never stand there. */
function fitting(cluster: Cluster): number {
  const kinds = cluster.workloads.filter(w => w.kind.most(w.object) > 0)
  const requested = kinds.map(({ object }) =>
    (object.spec.template?.spec?.containers ?? []).reduce(
      (n: number, c: { resources?: { requests?: { cpu?: string } } }) => n + milliValue(c.resources?.requests?.cpu),
      0,
    ),
  )
  const least = Math.min(...requested)
  const most = Math.max(0, ...cluster.nodes.map(n => milliValue(n.node?.status.allocatable?.cpu)))
  return kinds.length && least > 0 && most > 0 ? Math.floor(most / least) : Number.POSITIVE_INFINITY
}

/** Nothing is being replaced, started, stopped or placed; nor is a rollout under way that waits between two steps. */
export function isQuiet(cluster: Cluster): boolean {
  for (const d of listOf<Deployment>(cluster, 'deployments')) if (!d.spec.paused && !isRolledOut(d, cluster)) return false
  for (const s of setsOf(cluster)) if (cluster.census.podsOf(s.metadata.uid).length !== s.spec.replicas) return false
  return cluster.unsettled.length === 0
}

/** It has as many pods as it wants, and all of the revision that it wants. */
function isRolledOut(d: Deployment, { census }: Cluster): boolean {
  let pods = 0
  for (const set of census.setsOf(d.metadata.uid)) pods += census.podsOf(set.metadata.uid).length
  const newest = newestSet(d, census)
  return pods === d.spec.replicas && (newest ? census.podsOf(newest.metadata.uid).length : 0) === pods
}
