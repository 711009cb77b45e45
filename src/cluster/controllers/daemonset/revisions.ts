// The revisions of a DaemonSet: the template's is made or takes a new number before anything else is done, and what is too old and worn by no pod is forgotten
// when nothing else is left to do. Upstream: pkg/controller/daemon/update.go constructHistory, snapshot, cleanupHistory.
import type { World, Write } from '../../../engine/index.ts'
import type { ControllerRevision, DaemonSet } from '../../../kube/index.ts'
import { draftOf, type Found, isTheSame, type Revisions, renumber } from '../controllerrevision/index.ts'
import type { Census } from './census.ts'
import { REVISION } from './pods.ts'

export const hashOf = (r: ControllerRevision | undefined): string => (r && (r.metadata.labels?.[REVISION] ?? r.metadata.name)) ?? ''

/** The template's revision: made when there is none, numbered anew when an old one comes back. */
export function recorded(ds: DaemonSet, found: Found): Write[] {
  if (found.is === 'newest') return []
  if (found.is === 'old') return [renumber(found.revision, found.number)]
  const { template } = ds.spec
  const object = draftOf({ owner: ds, template, number: found.number, collisionCount: ds.status?.collisionCount, hashLabel: REVISION })
  return [{ verb: 'create', plural: 'controllerrevisions', object }]
}

/** The name is taken by a revision of another template: the next try makes another name. */
export function collided(world: World, ds: DaemonSet, found: Found): Write[] {
  const [write] = recorded(ds, found)
  if (write?.verb !== 'create') return []
  const there = world.get<ControllerRevision>('controllerrevisions', `${ds.metadata.namespace}/${write.object.metadata.name}`)
  if (!there || isTheSame(there, ds.spec.template)) return []
  const status = { ...ds.status, collisionCount: (ds.status?.collisionCount ?? 0) + 1 }
  return [{ verb: 'update', plural: 'daemonsets', subresource: 'status', object: { ...ds, status } }]
}

/** The oldest of the old ones that no pod wears, so many as are beyond the limit. All old ones count, worn or not. */
export function forgotten(ds: DaemonSet, revisions: Revisions, census: Census): readonly ControllerRevision[] {
  const past = revisions.slice(0, -1)
  const tooMany = past.length - (ds.spec.revisionHistoryLimit ?? 10)
  if (tooMany <= 0) return []
  const worn = new Set<string | undefined>()
  for (const p of census.pods()) worn.add(p.metadata.labels?.[REVISION])
  return past.filter(r => !worn.has(hashOf(r))).slice(0, tooMany)
}
