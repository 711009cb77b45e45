// Who owns what: a controller takes in what its selector means and nobody owns, and lets go of its own that no longer fits. Two that want the same
// orphan race, and the store lets one win. Upstream: pkg/controller/controller_ref_manager.go.
import type { Write } from '../../engine/index.ts'
import { type ApiObject, controllerRef, type Labels, type OwnerReference } from '../../kube/index.ts'
import { withList } from './garbagecollector/fate.ts'

export interface Claim {
  readonly adopt: readonly ApiObject[]
  readonly release: readonly ApiObject[]
}

/** An owner that is being deleted claims nothing and lets nothing go. What is on its way out is let go, but not taken in. */
export function claim(
  owner: ApiObject,
  matches: (labels: Labels) => boolean,
  owned: Iterable<ApiObject>,
  orphans: Iterable<ApiObject>,
  mayAdopt: (o: ApiObject) => boolean,
): Claim {
  if (owner.metadata.deletionTimestamp) return { adopt: [], release: [] }
  return {
    adopt: [...orphans].filter(o => !o.metadata.deletionTimestamp && matches(o.metadata.labels) && mayAdopt(o)),
    release: [...owned].filter(o => !matches(o.metadata.labels)),
  }
}

export const isEmptyClaim = (c: Claim) => c.adopt.length === 0 && c.release.length === 0

/** The writes of a claim. Each is refused when the object was changed meanwhile. */
export function claimWrites(owner: ApiObject, plural: string, { adopt, release }: Claim): Write[] {
  const owners = (o: ApiObject) => o.metadata.ownerReferences ?? []
  const write = (o: ApiObject, refs: readonly OwnerReference[]): Write => ({
    verb: 'update',
    plural,
    object: withList(o, 'ownerReferences', refs),
    trusted: true,
  })
  return [
    ...release.map(o =>
      write(
        o,
        owners(o).filter(r => r.uid !== owner.metadata.uid),
      ),
    ),
    ...adopt.map(o => write(o, [...owners(o), controllerRef(owner)])),
  ]
}
