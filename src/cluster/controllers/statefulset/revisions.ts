// The revisions of a StatefulSet: the template's is made or takes a new number before anything else is done, and what is too old is forgotten when nothing
// else is left to do. Upstream: pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions, truncateHistory.
import type { World, Write } from '../../../engine/index.ts'
import type { ControllerRevision } from '../../../kube/index.ts'
import { draftOf, isTheSame, renumber, surplus } from '../controllerrevision/index.ts'
import type { Sight } from './sight.ts'

const HASH = 'controller.kubernetes.io/hash'

/** Revisions that no pod wears and the status does not name, beyond the history limit. */
export function forgotten({ set, census, revisions, current, update }: Sight): readonly ControllerRevision[] {
  const living = new Set([current?.metadata.name, update?.metadata.name, set.status?.updateRevision, ...census.revisions])
  return surplus(revisions, set.spec.revisionHistoryLimit, r => living.has(r.metadata.name))
}

/** The template's revision: made when there is none, numbered anew when an old one comes back. */
export function recorded({ set, found }: Sight): Write[] {
  if (found.is === 'newest') return []
  if (found.is === 'old') return [renumber(found.revision, found.number)]
  const { template } = set.spec
  const object = draftOf({ owner: set, template, number: found.number, collisionCount: set.status?.collisionCount, hashLabel: HASH })
  return [{ verb: 'create', plural: 'controllerrevisions', object }]
}

/** The name is taken by a revision of another template: the next try makes another name. */
export function collided(world: World, s: Sight): Write[] {
  const [write] = recorded(s)
  if (write?.verb !== 'create') return []
  const there = world.get<ControllerRevision>('controllerrevisions', `${s.set.metadata.namespace}/${write.object.metadata.name}`)
  if (!there || isTheSame(there, s.set.spec.template)) return []
  const status = { ...s.set.status, collisionCount: (s.set.status?.collisionCount ?? 0) + 1 }
  return [{ verb: 'update', plural: 'statefulsets', subresource: 'status', object: { ...s.set, status } }]
}
