// Ownership: who made an object, and therefore what is collected with it. Upstream: apimachinery pkg/apis/meta/v1/controller_ref.go.
import type { ApiObject, OwnerReference } from './types.ts'

/** The reference to the controller that manages the object; at most one exists. */
export function controllerOf(o: Pick<ApiObject, 'metadata'>): OwnerReference | undefined {
  const refs = o.metadata.ownerReferences
  if (refs) for (const ref of refs) if (ref.controller) return ref
  return undefined
}

export const isControlledBy = (o: Pick<ApiObject, 'metadata'>, owner: Pick<ApiObject, 'metadata'>) =>
  controllerOf(o)?.uid === owner.metadata.uid

/** A plain reference, for dependents of which the owner is not the controller. */
export const ownerRef = (owner: ApiObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
})

/** What a controller writes into the objects that it makes. */
export const controllerRef = (owner: ApiObject): OwnerReference => ({ ...ownerRef(owner), controller: true, blockOwnerDeletion: true })
