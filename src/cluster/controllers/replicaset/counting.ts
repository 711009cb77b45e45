// Counting a ReplicaSet's pods without looking at each: an index of the store keeps them apart by owner and stance, so that a visit costs the same
// with three pods and with fifteen thousand. Upstream counts the pods of its informer's cache on every sync: pkg/controller/replicaset/replica_set_utils.go.
import type { Index, World } from '../../../engine/index.ts'
import { type ApiObject, canonical, controllerOf, isConditionTrue, type Pod, type ReplicaSet } from '../../../kube/index.ts'

type Rows = Pick<World, 'keysBy' | 'by'>

/** Still counts: has not ended and is not going. */
export const isActive = (p: Pod): boolean =>
  p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed' && !p.metadata.deletionTimestamp
export const isReady = (p: Pod): boolean => isConditionTrue(p.status?.conditions, 'Ready')

// Labels are parts of immutable objects and mostly shared by all pods of a template.
const texts = new WeakMap<object, string>()
function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  if (!labels) return ''
  let text = texts.get(labels)
  if (text === undefined) {
    text = canonical(labels)
    texts.set(labels, text)
  }
  return text
}

const NONE: readonly string[] = []
const uidOf = (o: ApiObject): readonly string[] => {
  const uid = controllerOf(o)?.uid
  return uid ? [uid] : NONE
}
const keepsOwner = (now: ApiObject, old: ApiObject) => now.metadata.ownerReferences === old.metadata.ownerReferences

/** Indexes of pods by the uid of their controller: `active` and `ready` (active ones only), and `made`, `UID TEXT`, by their labels too. */
export const owned: readonly Index[] = [
  {
    plural: 'pods',
    name: 'active',
    of: o => (isActive(o as Pod) ? uidOf(o) : NONE),
    stays: (now, old) => keepsOwner(now, old) && isActive(now as Pod) === isActive(old as Pod),
  },
  {
    plural: 'pods',
    name: 'ready',
    of: o => (isActive(o as Pod) && isReady(o as Pod) ? uidOf(o) : NONE),
    stays: (now, old) =>
      keepsOwner(now, old) &&
      now.status?.conditions === old.status?.conditions &&
      now.status?.phase === old.status?.phase &&
      now.metadata.deletionTimestamp === old.metadata.deletionTimestamp,
  },
  {
    plural: 'pods',
    name: 'made',
    of(o) {
      const uid = controllerOf(o)?.uid
      return uid ? [`${uid} ${labelText(o.metadata.labels)}`] : NONE
    },
    stays: (now, old) => keepsOwner(now, old) && now.metadata.labels === old.metadata.labels,
  },
]

export const activeCount = (w: Rows, uid: string): number => w.keysBy('pods', 'active', uid).size
export const readyCount = (w: Rows, uid: string): number => w.keysBy('pods', 'ready', uid).size
export const activePods = (w: Rows, uid: string): Pod[] => w.by<Pod>('pods', 'active', uid)
export const readyPods = (w: Rows, uid: string): Pod[] => w.by<Pod>('pods', 'ready', uid)

/** Whether every pod of the ReplicaSet has exactly the labels of its template: then none is to be let go and all are fully labelled. */
export const areAllAsMade = (w: Rows, rs: ReplicaSet): boolean => {
  const { uid } = rs.metadata
  const made = w.keysBy('pods', 'made', `${uid} ${labelText(rs.spec.template.metadata?.labels)}`).size
  return made === w.keysBy('pods', 'controller', uid).size
}

/** How many active pods have all labels of the template (and perhaps more). */
export function fullyLabelledCount(w: Rows, rs: ReplicaSet): number {
  const { uid } = rs.metadata
  if (areAllAsMade(w, rs)) return activeCount(w, uid)
  const wanted = Object.entries(rs.spec.template.metadata?.labels ?? {})
  return activePods(w, uid).filter(p => wanted.every(([k, v]) => p.metadata.labels?.[k] === v)).length
}
