// The history of a StatefulSet or a DaemonSet: one ControllerRevision for every template it ever had, numbered as they came. Going back to an old template
// takes its old revision and gives it the highest number; what is too old and no pod wears is thrown away. Upstream: pkg/controller/history/
// controller_history.go; stateful_set_control.go getStatefulSetRevisions, truncateHistory; pkg/controller/daemon/update.go constructHistory, cleanupHistory.
import type { World, Write } from '../../../engine/index.ts'
import { type ApiObject, type ControllerRevision, controllerRef, type Draft, type Labels, type PodTemplate } from '../../../kube/index.ts'
import { dataOf, holds, revisionHash } from './data.ts'

export type Revisions = readonly ControllerRevision[]

/** Oldest number first; of two with one number the older, then the first by name. */
export const byNumber = (a: ControllerRevision, b: ControllerRevision): number =>
  a.revision - b.revision ||
  compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
  compare(a.metadata.name, b.metadata.name)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** An owner's revisions, the oldest first. */
export const revisionsOf = (world: Pick<World, 'by'>, owner: ApiObject): Revisions =>
  world.by<ControllerRevision>('controllerrevisions', 'controller', owner.metadata.uid).sort(byNumber)

/** Revisions that nobody owns, in the owner's namespace: candidates for adoption. */
export const orphanRevisions = (world: Pick<World, 'by'>, namespace: string): Revisions =>
  world.by<ControllerRevision>('controllerrevisions', 'controller', `orphans ${namespace}`)

/** The number that the next revision gets. */
export const nextNumber = (all: Revisions): number => (all.at(-1)?.revision ?? 0) + 1

/** What is known of the revision of a template: it is the newest, it is an old one that comes back, or there is none yet. */
export type Found =
  | { is: 'newest'; revision: ControllerRevision }
  | { is: 'old'; revision: ControllerRevision; number: number }
  | { is: 'missing'; number: number }

export function find(all: Revisions, template: PodTemplate): Found {
  const last = all.at(-1)
  if (last && holds(last, template)) return { is: 'newest', revision: last }
  const revision = all.findLast(r => holds(r, template))
  return revision ? { is: 'old', revision, number: nextNumber(all) } : { is: 'missing', number: nextNumber(all) }
}

/** An old revision with its new number: the write that makes it the newest. */
export const renumber = (r: ControllerRevision, number: number): Write => ({
  verb: 'update',
  plural: 'controllerrevisions',
  object: { ...r, revision: number },
})

export interface RevisionOf {
  readonly owner: ApiObject
  readonly template: PodTemplate
  readonly number: number
  readonly collisionCount?: number | undefined
  /** The label that carries the hash: `controller.kubernetes.io/hash` for StatefulSets, `controller-revision-hash` for DaemonSets. */
  readonly hashLabel: string
  /** Another hash than that of this module. */
  readonly hash?: string
}

const LONGEST_PREFIX = 223

/** A revision on its way to the server: the template's labels, the owner's annotations. */
export function draftOf({
  owner,
  template,
  number,
  collisionCount,
  hashLabel,
  hash = revisionHash(template, collisionCount),
}: RevisionOf): Draft {
  const { name, namespace, annotations } = owner.metadata
  const labels: Labels = { ...template.metadata?.labels, [hashLabel]: hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name.slice(0, LONGEST_PREFIX)}-${hash}`,
      namespace: namespace as string,
      labels,
      ...(annotations && { annotations }),
      ownerReferences: [controllerRef(owner)],
    },
    data: dataOf(template),
    revision: number,
  }
}

/** Whether the revision that was in the way under this name is the very one that was to be made. */
export const isTheSame = (there: ControllerRevision | undefined, template: PodTemplate): boolean =>
  there !== undefined && holds(there, template)

/** What is thrown away: of those that nothing lives by, all but the `limit` newest. A negative limit keeps everything. */
export function surplus(all: Revisions, limit: number | undefined, lives: (r: ControllerRevision) => boolean): Revisions {
  if (limit === undefined || limit < 0) return []
  const past = all.filter(r => !lives(r))
  return past.slice(0, Math.max(0, past.length - limit))
}

export const removal = (r: ControllerRevision): Write => ({
  verb: 'delete',
  plural: 'controllerrevisions',
  key: `${r.metadata.namespace}/${r.metadata.name}`,
})
