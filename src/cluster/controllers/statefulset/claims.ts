// The disks of a pod: one claim for each claim template and ordinal. The controller makes claims and never deletes one; by the retention policy it only
// makes the pod or the set their owner, and the garbage collector does the rest. Upstream: pkg/controller/statefulset/stateful_set_utils.go
// getPersistentVolumeClaims, isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
import { type ApiObject, controllerRef, type Draft, type OwnerReference, type StatefulSet } from '../../../kube/index.ts'
import { claimName, isInRange, ordinalOf, parentOf } from './identity.ts'

/** The names of all claims of an ordinal. */
export const claimNames = (set: StatefulSet, ordinal: number): string[] =>
  (set.spec.volumeClaimTemplates ?? []).map(t => claimName(set, t.metadata?.name ?? '', ordinal))

/** The pod of the set that a claim belongs to by its name; empty: none. */
export function podOfClaim(setName: string, claim: string): string {
  const found = claim.lastIndexOf(`-${setName}-`)
  if (found <= 0) return ''
  const pod = claim.slice(found + 1)
  return parentOf(pod) === setName ? pod : ''
}

/** The claims of an ordinal, as they are made: the labels of the template under those of the selector. */
export const claimsOf = (set: StatefulSet, ordinal: number): Draft[] =>
  (set.spec.volumeClaimTemplates ?? []).map(t => {
    const labels = { ...t.metadata?.labels, ...set.spec.selector?.matchLabels }
    const { annotations } = t.metadata ?? {}
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimName(set, t.metadata?.name ?? '', ordinal),
        namespace: set.metadata.namespace as string,
        ...(Object.keys(labels).length > 0 && { labels }),
        ...(annotations && { annotations }),
      },
      spec: t.spec,
    }
  })

type Named = Pick<ApiObject, 'apiVersion' | 'kind' | 'metadata'>
type Refs = readonly OwnerReference[]
const refsOf = (o: { metadata: { ownerReferences?: Refs } }): Refs => o.metadata.ownerReferences ?? []

/** The reference means an object of this kind and name, perhaps an earlier one. */
export const means = (ref: OwnerReference, o: Named): boolean =>
  ref.apiVersion === o.apiVersion && ref.kind === o.kind && ref.name === o.metadata.name

export const hasOwner = (claim: Named, uid: string | undefined): boolean => refsOf(claim).some(r => r.uid === uid)

/** It means one of this name that is there no more. */
export const isStale = (claim: Named, o: Named): boolean => {
  const ref = refsOf(claim).find(r => means(r, o))
  return ref !== undefined && ref.uid !== o.metadata.uid
}

const retention = (set: StatefulSet) => ({
  onScale: set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete',
  onDelete: set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete',
})

/** Whether a claim can be left over from an earlier pod of this name, whose removal will take it away. `uid`: absent while the pod is not created. */
export const isLeftOver = (set: StatefulSet, claim: ApiObject, name: string, uid?: string): boolean =>
  retention(set).onScale && isStale(claim, { apiVersion: 'v1', kind: 'Pod', metadata: { name, uid: uid ?? '' } } as Named)

/** Somebody else manages the claim: the policy is then ignored. */
export function hasForeignController(claim: Named, set: StatefulSet, pod: Named): boolean {
  const { onScale, onDelete } = retention(set)
  if (!onScale && !onDelete) return false
  return refsOf(claim).some(r => {
    const own = means(r, set) ? set : means(r, pod) ? pod : undefined
    return own ? r.uid !== own.metadata.uid : r.controller === true
  })
}

/** The set or the pod owns the claim, but not as its controller. */
export const isOwnedLoosely = (claim: Named, set: Named, pod: Named): boolean =>
  refsOf(claim).some(r => (r.uid === set.metadata.uid || r.uid === pod.metadata.uid) && r.controller !== true)

/** Who should own the claim: the set goes with all of its claims, a pod that is too many with its own. */
function wantedOwner(set: StatefulSet, pod: Named): 'set' | 'pod' | undefined {
  const { onScale, onDelete } = retention(set)
  if (onScale && !isInRange(set, ordinalOf(pod.metadata.name))) return 'pod'
  return onDelete ? 'set' : undefined
}

/** Whether a claim's owners are what the policy wants, or are to be left alone. */
export function areOwnersRight(claim: Named, set: StatefulSet, pod: Named): boolean {
  if (refsOf(claim).length === 0) return wantedOwner(set, pod) === undefined
  if (isStale(claim, set) || isStale(claim, pod)) return true
  const bySet = hasOwner(claim, set.metadata.uid)
  const byPod = hasOwner(claim, pod.metadata.uid)
  if (hasForeignController(claim, set, pod)) return !bySet && !byPod
  if (isOwnedLoosely(claim, set, pod)) return false
  const wanted = wantedOwner(set, pod)
  return bySet === (wanted === 'set') && byPod === (wanted === 'pod')
}

/** The owners as the policy wants them; references of others stay. */
export function ownersFor(claim: Named, set: StatefulSet, pod: Named): Refs {
  const others = refsOf(claim).filter(r => !means(r, set) && !means(r, pod))
  if (hasForeignController(claim, set, pod)) return others
  const wanted = wantedOwner(set, pod)
  if (!wanted) return others
  return [...others, controllerRef((wanted === 'set' ? set : pod) as ApiObject)]
}
