// Room kept free for what may come: when a rollout starts its pods will be replicas + surge for a while, spread over the nodes, one node perhaps
// lacking. Every node reserves its share, so that no pod has to move aside while the rollout runs.
import { type Deployment, milliValue, resolveIntOrPercent } from '../../kube/index.ts'
import { type Cluster, isActive } from './cluster.ts'

/** Upstream: pkg/controller/deployment/util MaxSurge; percentages are rounded up. */
function surge({ spec }: Deployment): number {
  if (spec.strategy?.type === 'Recreate') return 0
  return resolveIntOrPercent(spec.strategy?.rollingUpdate?.maxSurge ?? '25%', spec.replicas, 'up')
}

/** Slots that every node keeps; `spare` for an uneven spread. */
export function reserved(cluster: Cluster, spare: number): number {
  const uids = new Set(cluster.deployments.map(d => d.metadata.uid))
  let total = 0
  for (const d of cluster.deployments) total += d.spec.replicas + surge(d)
  // ReplicaSets that stand alone, and pods that nobody scales.
  for (const s of cluster.sets) if (!s.metadata.ownerReferences?.some(o => uids.has(o.uid))) total += s.spec.replicas
  for (const p of cluster.pods) if (p.owner !== 'dep' && p.owner !== 'ds' && isActive(p)) total++
  const share = total / Math.max(1, cluster.nodes.length - 1)
  return Math.ceil(Math.min(share, 110, fitting(cluster))) + spare
}

/** How many of the smallest pods a node has CPU for: more will never stand there. */
function fitting({ nodes, deployments }: Cluster): number {
  const least = Math.min(
    ...deployments.map(d => d.spec.template.spec.containers.reduce((n, c) => n + milliValue(c.resources?.requests?.cpu), 0)),
  )
  const most = Math.max(0, ...nodes.map(n => milliValue(n.node?.status.allocatable?.cpu)))
  return deployments.length && least > 0 && most > 0 ? Math.floor(most / least) : Number.POSITIVE_INFINITY
}

/** Nothing is being replaced, started, stopped or placed. */
export function isQuiet(cluster: Cluster): boolean {
  for (const s of cluster.sets) if ((cluster.podsOf.get(s.metadata.uid) ?? []).length !== s.spec.replicas) return false
  return cluster.pods.every(({ pod }) => pod.spec.nodeName && !pod.metadata.deletionTimestamp && pod.status.phase !== 'Pending')
}
