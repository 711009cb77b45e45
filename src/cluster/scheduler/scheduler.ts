// The scheduler: takes one pod after another from its queue, looks for the best node and binds the pod to it. What fits nowhere waits until something
// happens that could help. It never moves a pod that is bound. Upstream: pkg/scheduler/{scheduler,schedule_one,eventhandlers}.go.
import type { Actor, Commit, Look, Outcome, World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { choose, rate, search } from './decide.ts'
import { decisions, filteredOf, keep, scoresOf } from './decisions.ts'
import { anybodyWaits, lookAtCluster, retry, wakeFor } from './events.ts'
import { nominations, priorityOf } from './nominations.ts'
import { bindingOf, failureOf, type Memo, settleBinding } from './outcome.ts'
import { drop, next, put, takeNumber, waiting } from './queue.ts'
import { openSlot } from './slots.ts'
import { assume, assumed, endAssumption, followCommit, isTerminal, snapshotOf } from './snapshot.ts'
import { areVolumesBound, reserved, reserveVolumes, type VolumeMemo, wakenByClaim, wakenByVolume } from './volumes.ts'

const NAME = 'scheduler'
const PROFILE = 'default-scheduler'

const mayBeOurs = (pod: Pod) => (pod.spec.schedulerName ?? PROFILE) === PROFILE
const waits = (pod: Pod) => !pod.spec.nodeName && !isTerminal(pod) && !pod.metadata.deletionTimestamp && mayBeOurs(pod)

/** Whether a commit changes what a waiting pod asks for. */
const asksAnew = (now: Pod, old: Pod) =>
  now.spec !== old.spec || now.metadata.labels !== old.metadata.labels || now.metadata.deletionTimestamp !== old.metadata.deletionTimestamp

function podKeys(commit: Commit, world: World): readonly string[] {
  followCommit(world, commit)
  const pod = commit.object as Pod
  const old = commit.old as Pod | undefined
  if (commit.type !== 'DELETED' && !pod.spec.nodeName) return old && !asksAnew(pod, old) ? [] : [commit.key]
  const row = waiting(world).get(commit.key)
  const known = commit.type === 'DELETED' ? row !== undefined || decisions(world).has(commit.key) : row !== undefined
  // A binding of our own is on its way home anyway; who has failed before has a caption to lose.
  const own = known && !(row?.state === 'turn' && row.failures === 0 && commit.type !== 'DELETED') ? [commit.key] : []
  return anybodyWaits(world) ? [...own, ...wakeFor(commit, world)] : own
}

function nodeKeys(commit: Commit, world: World): readonly string[] {
  followCommit(world, commit)
  return anybodyWaits(world) ? wakeFor(commit, world) : []
}

export const scheduler: Actor = {
  name: NAME,
  plural: 'pods',
  watches: [
    { plural: 'pods', keys: podKeys },
    { plural: 'nodes', keys: nodeKeys },
    { plural: 'persistentvolumeclaims', keys: wakenByClaim },
    { plural: 'persistentvolumes', keys: wakenByVolume },
    { plural: 'storageclasses', keys: wakenByVolume },
  ],

  look(world, key) {
    if (key.includes(' ')) return lookAtCluster(world, key)
    const pod = world.get<Pod>('pods', key)
    const row = waiting(world).get(key)
    if (row && row.uid !== pod?.metadata.uid) forget(world, key)
    if (!pod || !waits(pod)) {
      forget(world, key)
      if (!pod) decisions(world).delete(key)
      return undefined
    }
    const gate = pod.spec.schedulingGates?.[0]?.name
    if (gate) {
      forget(world, key)
      return { caption: { code: 'scheduler.gated', args: { pod: pod.metadata.name, gate } } }
    }
    const now = waiting(world).get(key)
    if (now?.state === 'turn') return assumed(world).has(key) ? bindWhenReady(world, key, pod) : decide(world, key, pod)
    if (!now) enqueue(world, key, pod)
    else if (now.state === 'unschedulable') retry(world, key, now)
    return {}
  },

  settle(world, key, outcomes: readonly Outcome[], memo) {
    if (!(memo as Partial<VolumeMemo> | undefined)?.volumes || outcomes.some(o => !o.ok))
      return settleBinding(world, key, outcomes, memo as Memo | undefined)
    world.wake(NAME, key)
    return undefined
  },

  receive(world, event) {
    if (event.type === 'cycle') {
      const place = next(world)
      if (!place) return
      put(world, place.key, { ...place.row, state: 'turn' })
      world.wake(NAME, place.key, 0)
    } else if (event.type === 'ready') {
      const row = waiting(world).get(event.key as string)
      if (!row || row.seq !== event.seq || (row.state !== 'backoff' && row.state !== 'unschedulable')) return
      put(world, event.key as string, { ...row, state: 'active' })
      openSlot(world)
    }
  },
}

function forget(world: World, key: string): void {
  const held = reserved(world).get(key)
  if (held) endAssumption(world, key, held.uid, false)
  reserved(world).delete(key)
  drop(world, key)
  nominations(world).delete(key)
}

function enqueue(world: World, key: string, pod: Pod): void {
  put(world, key, {
    uid: pod.metadata.uid,
    priority: priorityOf(pod),
    seq: takeNumber(world),
    state: 'active',
    failures: 0,
    refusedBy: [],
  })
  openSlot(world)
}

function decide(world: World, key: string, pod: Pod): Look {
  const snapshot = snapshotOf(world)
  const found = search(world, pod, snapshot)
  if (!found.feasible.length) return failureOf(world, key, pod, snapshot, found)
  const ratings = rate(pod, snapshot, found.feasible)
  const chosen = choose(world, ratings)
  const node = snapshot.order[found.feasible[chosen] as number]?.name as string
  keep(world, {
    at: world.now,
    pod: key,
    node,
    filtered: filteredOf(snapshot, found),
    scores: scoresOf(pod, snapshot, ratings, chosen),
  })
  assume(world, pod, node)
  const [fit, of] = [found.feasible.length, snapshot.order.length]
  return reserveVolumes(world, pod, node, fit, of) ?? bindingOf(world, pod, node, fit, of)
}

/** A pod that has its node and waits for its claims to be bound is bound when they are. */
function bindWhenReady(world: World, key: string, pod: Pod): Look {
  const held = reserved(world).get(key)
  if (!held || held.uid !== pod.metadata.uid || !areVolumesBound(world, pod)) return {}
  return bindingOf(world, pod, held.node, held.fit, held.of)
}
