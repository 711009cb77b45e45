// What becomes of one object, by its owners: while one of them is there and stays, the object stays; when none is left, it goes.
// Upstream: pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem.
import type { World, Write } from '../../../engine/index.ts'
import { type ApiObject, type OwnerReference, resourceOfKind } from '../../../kube/index.ts'

export interface Item {
  readonly plural: string
  readonly key: string
  readonly object: ApiObject
}

export type Fate =
  | { readonly what: 'unlink'; readonly owners: readonly string[] }
  /** Owners and dependents that wait for each other in a circle would wait for ever. */
  | { readonly what: 'unblock' }
  | { readonly what: 'delete'; readonly policy: 'Background' | 'Foreground' | 'Orphan' }

const has = (o: ApiObject, finalizer: string) => o.metadata.finalizers?.includes(finalizer) ?? false
/** Waits for its dependents to go first. */
export const isDeletingDependents = (o: ApiObject) => o.metadata.deletionTimestamp !== undefined && has(o, 'foregroundDeletion')
/** Waits for its dependents to be let go. */
export const isOrphaning = (o: ApiObject) => o.metadata.deletionTimestamp !== undefined && has(o, 'orphan')

/** The owner that a reference means; `absent` when there is none of that uid; `unknown` when its kind is none of ours, or it cannot be told. */
export function ownerState(world: Pick<World, 'get'>, o: ApiObject, ref: OwnerReference): Item | 'absent' | 'unknown' {
  const r = resourceOfKind(ref.apiVersion, ref.kind)
  const { namespace } = o.metadata
  if (!r || (r.namespaced && !namespace)) return 'unknown'
  const key = r.namespaced ? `${namespace}/${ref.name}` : ref.name
  const object = world.get(r.plural, key)
  return object?.metadata.uid === ref.uid ? { plural: r.plural, key, object } : 'absent'
}

/** undefined: it stays as it is. */
export function fateOf(world: Pick<World, 'get' | 'dependents'>, { object: o }: Item): Fate | undefined {
  const refs = o.metadata.ownerReferences ?? []
  if (o.metadata.deletionTimestamp || refs.length === 0) return undefined
  const absent: string[] = []
  const waiting: string[] = []
  for (const ref of refs) {
    const owner = ownerState(world, o, ref)
    if (owner === 'absent') absent.push(ref.uid)
    else if (owner !== 'unknown' && isDeletingDependents(owner.object)) waiting.push(ref.uid)
  }
  if (absent.length + waiting.length < refs.length) {
    return absent.length + waiting.length === 0 ? undefined : { what: 'unlink', owners: [...absent, ...waiting] }
  }
  const dependents = waiting.length > 0 ? world.dependents(o.metadata.uid) : []
  if (dependents.length > 0) {
    const isCircle = dependents.some(d => isDeletingDependents(d.object)) && refs.some(r => r.blockOwnerDeletion)
    return isCircle ? { what: 'unblock' } : { what: 'delete', policy: 'Foreground' }
  }
  return { what: 'delete', policy: has(o, 'orphan') ? 'Orphan' : has(o, 'foregroundDeletion') ? 'Foreground' : 'Background' }
}

type ListField = 'finalizers' | 'ownerReferences'

/** The object with another list in its metadata; an empty one is left out. */
export function withList<F extends ListField>(object: ApiObject, field: F, list: readonly unknown[]): ApiObject {
  const { [field]: _, ...metadata } = object.metadata
  return { ...object, metadata: (list.length > 0 ? { ...metadata, [field]: list } : metadata) as ApiObject['metadata'] }
}

const rewritten = ({ plural, object }: Item, field: ListField, list: readonly unknown[]): Write => ({
  verb: 'update',
  plural,
  object: withList(object, field, list),
  trusted: true,
})

export const withoutFinalizer = (item: Item, finalizer: string): Write =>
  rewritten(
    item,
    'finalizers',
    (item.object.metadata.finalizers ?? []).filter(f => f !== finalizer),
  )

const ownersOf = (o: ApiObject) => o.metadata.ownerReferences ?? []
export const withoutOwners = (item: Item, uids: readonly string[]): Write =>
  rewritten(
    item,
    'ownerReferences',
    ownersOf(item.object).filter(r => !uids.includes(r.uid)),
  )

/** The write that a fate means. Deleting is meant for this very object, not for another of the same name. */
export function writeOf(item: Item, fate: Fate): Write {
  const { plural, key, object } = item
  switch (fate.what) {
    case 'unlink':
      return withoutOwners(item, fate.owners)
    case 'unblock':
      return rewritten(
        item,
        'ownerReferences',
        ownersOf(object).map(r => (r.blockOwnerDeletion ? { ...r, blockOwnerDeletion: false } : r)),
      )
    case 'delete':
      return { verb: 'delete', plural, key, options: { propagationPolicy: fate.policy, preconditions: { uid: object.metadata.uid } } }
    default:
      return fate satisfies never
  }
}
