// Deployments: whoever raises a ReplicaSet never brings all of them together above what is wanted with the surge, and there never are more pods than that;
// whoever lowers one never takes away a pod without which fewer are available than may be; a ReplicaSet has no more pods than it asks for when it makes one.
// What people and faults have just done to the pods no controller can know yet: nobody is held to numbers that changed while his request was on its way.
import type { Commit, Engine } from '../../engine/index.ts'
import { controllerOf, type Deployment, isConditionTrue, type Pod, type ReplicaSet } from '../../kube/index.ts'
import { maxSurge, minAvailable } from '../controllers/deployment/numbers.ts'
import { isAvailable } from '../controllers/replicaset/status.ts'
import { hasEnded, isGoing, isReady, Lately, ownerIn, type Rules, type Say } from './rules.ts'

/** From a pod's change by way of its ReplicaSet's report and the Deployment's decision to what the ReplicaSet does. */
const COUNTING_MS = 200

export function rolloutRules(engine: Engine): Rules {
  const { store } = engine
  const specs = new Lately<Deployment>(engine)
  const sizes = new Lately<number>(engine)
  /** The sizes of a set while what was decided on may still be done. */
  const decided = new Lately<number>(engine, COUNTING_MS)
  /** When somebody last interfered, by the uid of the Deployment: a person, a fault, an eviction, another spec. */
  const disturbed = new Map<string, number>()
  /** When a pod turned ready, by its uid, to the millisecond: its condition has whole seconds. */
  const turnedReady = new Map<string, number>()
  for (const d of store.list<Deployment>('deployments')) deploymentChanged(d)
  for (const s of store.list<ReplicaSet>('replicasets')) sizeOf(s)

  const setsOf = (d: Deployment) => store.by<ReplicaSet>('replicasets', 'controller', d.metadata.uid)
  const podsOf = (s: ReplicaSet) => store.by<Pod>('pods', 'controller', s.metadata.uid).filter(p => !hasEnded(p) && !isGoing(p))
  const isCalm = (d: Deployment) => engine.now - (disturbed.get(d.metadata.uid) ?? Number.NEGATIVE_INFINITY) > COUNTING_MS

  function deploymentChanged(d: Deployment): void {
    const last = specs.of(d.metadata.uid).at(-1)
    // The same object as before when only its status has changed.
    if (last?.spec === d.spec) return
    specs.set(d.metadata.uid, d)
    disturbed.set(d.metadata.uid, engine.now)
  }

  function sizeOf({ metadata, spec }: ReplicaSet): void {
    sizes.set(metadata.uid, spec.replicas)
    decided.set(metadata.uid, spec.replicas)
  }

  function setRaised({ object, old }: Commit, say: Say): void {
    const set = object as ReplicaSet
    if (set.spec.replicas <= ((old as ReplicaSet | undefined)?.spec.replicas ?? 0)) return
    const owner = ownerIn<Deployment>(engine, 'deployments', set)
    if (!owner) return
    const all = setsOf(owner).reduce((n, s) => n + s.spec.replicas, 0)
    const most = Math.max(...specs.of(owner.metadata.uid).map(mostOf))
    if (all > most) say(`all sets together are raised to ${all}, above ${most}`)
  }

  function podMade(set: ReplicaSet, owner: Deployment | undefined, say: Say): void {
    const many = podsOf(set).length
    const most = Math.max(...sizes.of(set.metadata.uid))
    if (many > most) say(`the ${many}th pod of a set of ${most}`)
    if (!owner || !isCalm(owner)) return
    // Of a set that was just made smaller some are on their way out.
    const all = setsOf(owner).reduce((n, s) => n + Math.min(podsOf(s).length, s.spec.replicas), 0)
    if (all > mostOf(owner)) say(`is the ${all}th pod of all sets, above ${mostOf(owner)}`)
  }

  function podLeaves(pod: Pod, set: ReplicaSet, owner: Deployment, say: Say): void {
    const isThere = (p: Pod, s: ReplicaSet, atMs: number) => isAvailable(p, s.spec.minReadySeconds ?? 0, atMs)
    const isLowered = Math.max(...decided.of(set.metadata.uid)) > set.spec.replicas
    // What has been ready or available for a moment only nobody has reported yet.
    const isNews = engine.now - (turnedReady.get(pod.metadata.uid) ?? Number.NEGATIVE_INFINITY) <= COUNTING_MS
    if (isNews || !isThere(pod, set, engine.nowMs - COUNTING_MS) || !isLowered || !isCalm(owner)) return
    // A ReplicaSet does not know which of its ready pods have been so for long enough, and may let one go that was available instead of one that was not.
    const counts = (p: Pod, s: ReplicaSet) => isThere(p, s, engine.nowMs) || (s === set && isReady(p))
    const left = setsOf(owner).reduce((n, s) => n + podsOf(s).filter(p => counts(p, s)).length, 0)
    if (left < minAvailable(owner)) say(`goes though only ${left} of ${minAvailable(owner)} stay available`)
  }

  function podChanged(c: Commit, say: Say, isOwn: boolean): void {
    const [now, old] = [c.object as Pod, c.old as Pod | undefined]
    if (c.type === 'DELETED') turnedReady.delete(now.metadata.uid)
    else if (isReady(now) && !(old && isReady(old))) turnedReady.set(now.metadata.uid, engine.now)
    const set = ownerIn<ReplicaSet>(engine, 'replicasets', now) ?? (old && ownerIn<ReplicaSet>(engine, 'replicasets', old))
    if (!set) return
    const owner = ownerIn<Deployment>(engine, 'deployments', set)
    const wasDisturbed = isOwn || isDisturbance(c)
    if (owner && wasDisturbed) disturbed.set(owner.metadata.uid, engine.now)
    if (c.type === 'ADDED') podMade(set, owner, say)
    else if (owner && old && isGoing(now) && !isGoing(old) && !wasDisturbed && ![set, owner].some(isGoing)) podLeaves(now, set, owner, say)
  }

  return {
    plurals: ['deployments', 'replicasets', 'pods'],
    commit(c, say, isOwn) {
      if (c.plural === 'pods') podChanged(c, say, isOwn)
      else if (c.type === 'DELETED') return
      else if (c.plural === 'deployments') deploymentChanged(c.object as Deployment)
      else {
        sizeOf(c.object as ReplicaSet)
        const ref = controllerOf(c.object)
        const isAdopted = c.old !== undefined && controllerOf(c.old)?.uid !== ref?.uid
        if (ref && (isAdopted || (isOwn && c.old?.spec !== c.object.spec))) disturbed.set(ref.uid, engine.now)
        setRaised(c, say)
      }
    },
  }
}

const isRecreate = (d: Deployment) => d.spec.strategy?.type === 'Recreate'
/** How many pods there may be. */
const mostOf = (d: Deployment) => d.spec.replicas + (isRecreate(d) ? 0 : maxSurge(d))

/** Whether a pod changed by something else than its ReplicaSet: it turned unready or ended, was evicted, or has another master. */
function isDisturbance({ object, old: before, type }: Commit): boolean {
  const [now, old] = [object as Pod, before as Pod | undefined]
  if (!old) return false
  if (isConditionTrue(now.status.conditions, 'DisruptionTarget')) return true
  if (!isGoing(now) && ((isReady(old) && !isReady(now)) || (hasEnded(now) && !hasEnded(old)))) return true
  return controllerOf(now)?.uid !== controllerOf(old)?.uid || (type === 'DELETED' && !isGoing(old))
}
