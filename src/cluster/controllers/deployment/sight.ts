// What the controller sees on a visit: the Deployment, its ReplicaSets told apart, and who there is to claim. Upstream: deployment_controller.go
// getReplicaSetsForDeployment, sync.go getAllReplicaSetsAndSyncRevision.
import type { World } from '../../../engine/index.ts'
import { compileSelector, type Deployment, type Pod, type ReplicaSet } from '../../../kube/index.ts'
import { type Claim, claim } from '../claiming.ts'
import { refreshed } from './creation.ts'
import { findNew, findOld, type Sets } from './sets.ts'

export interface Sight {
  readonly d: Deployment
  readonly claim: Claim
  /** As it lies in the store; absent: not made yet. */
  readonly storedNew: ReplicaSet | undefined
  /** … with revision and annotations as they should be. */
  readonly newSet: ReplicaSet | undefined
  readonly oldSets: Sets
  readonly sets: Sets
  readonly nowMs: number
  podsOf(s: ReplicaSet): Pod[]
}

export function see(world: World, d: Deployment): Sight {
  const { uid, namespace = '' } = d.metadata
  const sets = world.by<ReplicaSet>('replicasets', 'controller', uid)
  const orphans = world.by<ReplicaSet>('replicasets', 'controller', `orphans ${namespace}`)
  const storedNew = findNew(d, sets)
  const oldSets = findOld(sets, storedNew)
  const newSet = storedNew && refreshed(d, storedNew, oldSets)
  return {
    d,
    claim: claim(d, compileSelector(d.spec.selector), sets, orphans, () => true),
    storedNew,
    newSet,
    oldSets,
    sets: newSet ? [...oldSets, newSet] : oldSets,
    nowMs: world.nowMs,
    podsOf: s => world.by<Pod>('pods', 'controller', s.metadata.uid),
  }
}
