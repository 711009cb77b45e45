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

/** Index `owned` of pods: `UID active`, `UID ready` (active ones only), and `UID labels TEXT` for every pod that has a controller. */
export const owned: Index = {
  plural: 'pods',
  name: 'owned',
  of(o: ApiObject) {
    const uid = controllerOf(o)?.uid
    if (!uid) return []
    const labels = `${uid} labels ${labelText(o.metadata.labels)}`
    if (!isActive(o as Pod)) return [labels]
    return isReady(o as Pod) ? [labels, `${uid} active`, `${uid} ready`] : [labels, `${uid} active`]
  },
}

export const activeCount = (w: Rows, uid: string): number => w.keysBy('pods', 'owned', `${uid} active`).size
export const readyCount = (w: Rows, uid: string): number => w.keysBy('pods', 'owned', `${uid} ready`).size
export const activePods = (w: Rows, uid: string): Pod[] => w.by<Pod>('pods', 'owned', `${uid} active`)
export const readyPods = (w: Rows, uid: string): Pod[] => w.by<Pod>('pods', 'owned', `${uid} ready`)

/** Whether every pod of the ReplicaSet has exactly the labels of its template: then none is to be let go and all are fully labelled. */
export const areAllAsMade = (w: Rows, rs: ReplicaSet): boolean => {
  const { uid } = rs.metadata
  const made = w.keysBy('pods', 'owned', `${uid} labels ${labelText(rs.spec.template.metadata?.labels)}`).size
  return made === w.keysBy('pods', 'controller', uid).size
}

/** How many active pods have all labels of the template (and perhaps more). */
export function fullyLabelledCount(w: Rows, rs: ReplicaSet): number {
  const { uid } = rs.metadata
  if (areAllAsMade(w, rs)) return activeCount(w, uid)
  const wanted = Object.entries(rs.spec.template.metadata?.labels ?? {})
  return activePods(w, uid).filter(p => wanted.every(([k, v]) => p.metadata.labels?.[k] === v)).length
}
