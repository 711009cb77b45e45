// The kubelet's ear and mouth at the API server, one pod at a time: hears what became of the pod's object, and writes the status that the last sync worked
// out where the object shows another. When everything of a deleted pod is stopped and cleaned up, removes the object. Upstream:
// pkg/kubelet/status/status_manager.go (Start, syncPod, needsReconcile), pkg/kubelet/kubelet.go HandlePodAdditions/Updates/Removes.
import { type Look, type Outcome, same, type World, type Write } from '../../engine/index.ts'
import type { Pod, PodStatus } from '../../kube/index.ts'
import { containerChart } from '../charts/container.ts'
import { podChart } from '../charts/pod.ts'
import { refusalOf } from './admission.ts'
import {
  type ContainerRow,
  change,
  isConnected,
  type NodeRow,
  newWorker,
  nodes,
  type PodRow,
  pods,
  uids,
  type Worker,
  workers,
} from './rows.ts'
import { sayOfPod } from './say.ts'
import { KUBELETS_OWN } from './status/conditions.ts'
import { isFinished, isSidecar } from './status/phase.ts'
import { beginTermination, forget } from './stopping.ts'
import { tellStatus } from './sync.ts'
import { wantSync } from './worker.ts'

export function lookAtPod(world: World, key: string): Look | undefined {
  const pod = world.get<Pod>('pods', key)
  for (const uid of uids(world).get(key) ?? []) if (uid !== pod?.metadata.uid) objectGone(world, workers(world).get(uid))
  if (!pod?.spec.nodeName || !isConnected(world, pod.spec.nodeName)) return undefined
  const known = workers(world).get(pod.metadata.uid)
  if (known) objectChanged(world, known, pod)
  else podAdded(world, key, pod)
  const w = workers(world).get(pod.metadata.uid)
  return w ? lookOf(world, w, pod) : undefined
}

function lookOf(world: World, w: Worker, pod: Pod): Look | undefined {
  const steps: Write[][] = []
  const status = w.status && merged(w.status, pod)
  if (status && !same(status, pod.status)) {
    steps.push([{ verb: 'update', plural: 'pods', object: { ...pod, status }, subresource: 'status', trusted: true }])
  }
  const row = pods(world).get(w.uid)
  if (row?.state === 'gone' && pod.metadata.deletionTimestamp) {
    const options = { gracePeriodSeconds: 0, preconditions: { uid: w.uid } }
    steps.push([{ verb: 'delete', plural: 'pods', key: w.key, options }])
  }
  if (!steps.length) return undefined
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.status', { phase: w.status?.phase ?? '', node: w.node, state: row?.state ?? 'gone' })
  return { steps, afterMs: turnOf(world, w.node), memo: { uid: w.uid } satisfies Memo }
}

/** A kubelet speaks of one pod after the other, and asks for each before it writes: how long this one has to wait until those before are through. */
function turnOf(world: World, node: string): number {
  const busy = world.table<number>('kubelet.busy')
  const from = Math.max(world.now, busy.get(node) ?? 0)
  busy.set(node, from + world.hop('write') + world.hop('write'))
  return from - world.now
}

interface Memo {
  readonly uid: string
}

/** What the kubelet itself wrote it knows from the answer. */
export function statusWritten(world: World, _key: string, outcomes: readonly Outcome[], memo: unknown): undefined {
  const { uid } = memo as Memo
  for (const o of outcomes) if (o.ok && o.object && workers(world).has(uid)) change(world, uid, { pod: o.object as Pod })
}

/** The kubelet's conditions stand; those of others stay as they are in the object. A pod that has ended stays as it ended. */
function merged(own: PodStatus, pod: Pod): PodStatus {
  // Of a pod that it turned away a kubelet says nothing else.
  if (!own.conditions) return { ...own, ...(pod.status.conditions && { conditions: pod.status.conditions }) }
  const isOwn = (c: { type: string }) => KUBELETS_OWN.includes(c.type)
  if (own.conditions.every(isOwn) && (pod.status.conditions ?? []).every(isOwn) && !isFinished(pod.status.phase)) return own
  const others = (pod.status.conditions ?? []).filter(c => !KUBELETS_OWN.includes(c.type))
  const mine = own.conditions.filter(c => KUBELETS_OWN.includes(c.type))
  const phase = isFinished(pod.status.phase) ? pod.status.phase : own.phase
  return { ...own, ...(phase && { phase }), conditions: [...mine, ...others] }
}

function podAdded(world: World, key: string, pod: Pod): void {
  const node = nodes(world).get(pod.spec.nodeName as string)
  if (!node || (isFinished(pod.status.phase) && !pod.metadata.deletionTimestamp)) return
  const w = newWorker(pod, key)
  const refusal = pod.metadata.deletionTimestamp ? undefined : refusalOf(world, pod)
  const { uid } = pod.metadata
  workers(world).set(uid, w)
  pods(world).set(uid, newRow(pod, key))
  uids(world).set(key, [...(uids(world).get(key) ?? []), uid])
  const row = nodes(world).get(node.node) as NodeRow
  nodes(world).set(node.node, { ...row, uids: [...row.uids, uid], living: [...row.living, uid] })
  if (refusal) reject(world, w, refusal)
  else if (pod.metadata.deletionTimestamp) beginTermination(world, w)
  else wantSync(world, uid)
}

function reject(world: World, w: Worker, { reason, message }: { reason: string; message: string }): void {
  sayOfPod(world, w.pod, 'Warning', reason, message)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.rejected', { reason, message, node: w.node })
  pods(world).set(w.uid, { ...(pods(world).get(w.uid) as PodRow), state: podChart.next('admitting', 'REJECT').state, containers: [] })
  change(world, w.uid, { life: 'terminated', verdict: { phase: 'Failed', reason, message: `Pod was rejected: ${message}` } })
  tellStatus(world, w.uid, false)
}

function newRow(pod: Pod, key: string): PodRow {
  const container = (c: { name: string; image?: string }, kind: ContainerRow['kind']): ContainerRow => ({
    name: c.name,
    kind,
    image: c.image ?? '',
    state: containerChart.initial.state,
    epoch: 0,
    ready: false,
    started: false,
    restarts: 0,
    attempt: -1,
  })
  const { initContainers = [], containers } = pod.spec
  return {
    uid: pod.metadata.uid,
    key,
    node: pod.spec.nodeName as string,
    state: podChart.initial.state,
    epoch: 0,
    containers: [...initContainers.map(c => container(c, isSidecar(c) ? 'sidecar' : 'init')), ...containers.map(c => container(c, 'main'))],
  }
}

function objectChanged(world: World, w: Worker, pod: Pod): void {
  if (w.pod === pod) return
  const before = w.pod
  change(world, w.uid, { pod })
  const isEnding = pod.metadata.deletionTimestamp !== undefined
  if (isEnding && before.metadata.deletionTimestamp === undefined) {
    if (w.life === 'syncing') {
      beginTermination(world, workers(world).get(w.uid) as Worker)
      return
    }
    if (w.life === 'terminated') {
      wantSync(world, w.uid)
      return
    }
    return
  }
  if (w.life === 'syncing' && wantsSync(before, pod)) wantSync(world, w.uid)
}

/** A new spec, other labels, or a readiness gate that turned. */
function wantsSync(before: Pod, now: Pod): boolean {
  if (before.metadata.generation !== now.metadata.generation) return true
  const { labels, annotations } = now.metadata
  if (!same(before.metadata.labels, labels) || !same(before.metadata.annotations, annotations)) return true
  const gates = now.spec.readinessGates ?? []
  const status = (p: Pod, type: string) => p.status.conditions?.find(c => c.type === type)?.status
  return gates.some(g => status(before, g.conditionType) !== status(now, g.conditionType))
}

/** The object is gone while something of the pod may still be here: it is stopped with its own grace. */
function objectGone(world: World, w: Worker | undefined): void {
  if (!w || w.orphaned || !isConnected(world, w.node)) return
  const row = pods(world).get(w.uid)
  if (w.life === 'terminated' || row?.state === 'gone') {
    forget(world, w)
    return
  }
  if (w.life === 'terminating') return void change(world, w.uid, { orphaned: true })
  beginTermination(world, w, { orphaned: true })
}
