// Stopping: one container that has to go, or a whole pod. preStop first, then SIGTERM, at the end of the grace SIGKILL; the containers of a pod side by
// side, its sidecars after them in reverse order; then the last status, the clean-up, and the object's removal. Upstream:
// pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, kuberuntime_termination_order.go; pkg/kubelet/kubelet.go SyncTerminatingPod.
import type { World } from '../../engine/index.ts'
import { showTimer } from '../tables.ts'
import { takeAddress } from './addresses.ts'
import { drawTimer, hideTimers, moveContainer, movePod, rollHop } from './drive.ts'
import { runPreStop } from './hooks.ts'
import { stopProbes } from './probes/prober.ts'
import { dropShell, endProcess, programGone, terminateProcess } from './process/index.ts'
import { logTable } from './process/logs.ts'
import { shellKey } from './process/rows.ts'
import { type ContainerRow, change, containerOf, nodes, pods, specOf, uids, type Worker, workers } from './rows.ts'
import { sayOfPod } from './say.ts'
import { nextTask, tellStatus } from './sync.ts'
import { dropVolumes, unmountClaims } from './volumes/volumes.ts'
import { endSync, noteNews, wantSync } from './worker.ts'

/** However short the grace: so long a process may take to obey. */
const LEAST_SECONDS = 2
const DEFAULT_GRACE_SECONDS = 30

export interface GraceEvent {
  readonly type: 'grace'
  readonly uid: string
  readonly name: string
  readonly epoch: number
}

/** The sandbox of a pod in which nothing ran any more is stopped. */
export interface SandboxStoppedEvent {
  readonly type: 'sandboxStopped'
  readonly uid: string
  /** When the stopping began. */
  readonly from: number
}

const isRunning = (c: ContainerRow) => c.state.startsWith('running')
const isStopping = (c: ContainerRow) => c.state.startsWith('stopping')

/** Stops one container as a task of a sync. */
export function killContainer(world: World, uid: string, name: string, message: string): void {
  const w = change(world, uid, { killing: name })
  stopContainer(world, w, name, message, probeGrace(w, name, message) ?? w.pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS)
}

/** A probe may bring its own grace. */
function probeGrace(w: Worker, name: string, message: string): number | undefined {
  const c = specOf(w.pod, name)
  if (message.includes('failed liveness probe')) return c?.livenessProbe?.terminationGracePeriodSeconds
  if (message.includes('failed startup probe')) return c?.startupProbe?.terminationGracePeriodSeconds
  return undefined
}

export function stopContainer(world: World, w: Worker, name: string, message: string, graceSeconds: number): void {
  sayOfPod(world, w.pod, 'Normal', 'Killing', message, name)
  const moved = moveContainer(world, w.uid, name, 'STOP')
  if (!moved) return
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.stopping', { container: name, graceSeconds, node: w.node })
  drawTimer(world, w.key, moved.state, Math.max(graceSeconds, LEAST_SECONDS) * 1000, name)
  if (specOf(w.pod, name)?.lifecycle?.preStop && graceSeconds > 0) {
    runPreStop(world, w, name, graceSeconds)
    return
  }
  sendTerm(world, w.uid, name, graceSeconds)
}

/** preStop is over, or there was none: what is left of the grace begins with SIGTERM. */
export function sendTerm(world: World, uid: string, name: string, leftSeconds: number): void {
  const moved = moveContainer(world, uid, name, 'TERM')
  if (!moved) return
  const ms = Math.max(leftSeconds, LEAST_SECONDS) * 1000
  const key = pods(world).get(uid)?.key ?? ''
  showTimer(world, `pods ${key}`, 'grace', ms, name)
  world.schedule(ms, 'kubelet', { type: 'grace', uid, name, epoch: moved.epoch })
  terminateProcess(world, uid, name)
}

export function graceOver(world: World, e: GraceEvent): void {
  const c = containerOf(pods(world).get(e.uid), e.name)
  if (!c || c.epoch !== e.epoch) return
  world.tell('kubelet', `pods ${pods(world).get(e.uid)?.key}`, 'kubelet.killed', { container: e.name })
  endProcess(world, e.uid, e.name, c.attempt, 137)
}

/** A process has ended, by itself or because it had to. */
export function containerExited(world: World, uid: string, name: string): void {
  const w = workers(world).get(uid)
  if (!w) return
  noteNews(world, uid)
  if (w.killing === name) {
    change(world, uid, { killing: undefined })
    if (w.life === 'syncing') {
      nextTask(world, uid)
      return
    }
  }
  if (w.life !== 'terminating' || !w.busy) return
  if (w.graceFrom !== undefined) {
    goOnStopping(world, workers(world).get(uid) as Worker)
    return
  }
  // It was being restarted when the pod's end came.
  endSync(world, uid, true)
  wantSync(world, uid)
}

/** Stops everything that runs of a pod; the worker is busy until the last has ended. */
export function terminate(world: World, w: Worker): void {
  movePod(world, w.uid, 'TERMINATE')
  hideTimers(world, w.uid)
  stopProbes(world, w.uid)
  tellStatus(world, w.uid, false)
  const { deletionGracePeriodSeconds } = w.pod.metadata
  const grace = deletionGracePeriodSeconds ?? w.pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS
  const next = change(world, w.uid, { graceSeconds: Math.max(1, grace), graceFrom: world.now })
  if (alive(world, w.uid).length) goOnStopping(world, next)
  // What the containers came to is told before it is told that the pod has ended: its sandbox has to be stopped in between.
  else world.schedule(rollHop(world, w.uid, 'stop'), 'kubelet', { type: 'sandboxStopped', uid: w.uid, from: world.now })
}

export function sandboxStopped(world: World, e: SandboxStoppedEvent): void {
  const w = workers(world).get(e.uid)
  if (w?.life === 'terminating' && w.busy && w.graceFrom === e.from) stopped(world, w)
}

const alive = (world: World, uid: string) => (pods(world).get(uid)?.containers ?? []).filter(c => isRunning(c) || isStopping(c))

function goOnStopping(world: World, w: Worker): void {
  const left = alive(world, w.uid)
  if (!left.length) {
    stopped(world, w)
    return
  }
  const leftSeconds = Math.max(1, (w.graceSeconds ?? 1) - Math.floor((world.now - (w.graceFrom ?? world.now)) / 1000))
  const mains = left.filter(c => c.kind !== 'sidecar')
  const next = mains.length ? mains : left.slice(-1)
  for (const c of next) if (isRunning(c)) stopContainer(world, w, c.name, `Stopping container ${c.name}`, leftSeconds)
}

function stopped(world: World, w: Worker): void {
  change(world, w.uid, { life: 'terminated', probes: {} })
  tellStatus(world, w.uid, true)
  takeAddress(world, w.uid)
  const forGood = w.pod.metadata.deletionTimestamp !== undefined || w.orphaned
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.stopped', { node: w.node })
  movePod(world, w.uid, forGood ? 'STOPPED_FOR_GOOD' : 'STOPPED')
  if (!forGood) unmountClaims(world, w.pod)
  endSync(world, w.uid, true)
}

/** A pod that had ended is deleted: only the clean-up is left. */
export function removePod(world: World, w: Worker): void {
  movePod(world, w.uid, 'TERMINATE')
  endSync(world, w.uid, true)
}

/** Clean-up is over. The object may go (statusmanager.ts deletes it), or is gone already. */
export function cleanedUp(world: World, uid: string): void {
  const w = workers(world).get(uid)
  if (!w) return
  if (w.orphaned) {
    forget(world, w)
    return
  }
  world.wake('kubelet', w.key, 0)
}

/** The pod is to end: what its worker is doing is broken off. */
export function beginTermination(world: World, w: Worker, more: Partial<Worker> = {}): void {
  if (w.life !== 'syncing') return void change(world, w.uid, more)
  change(world, w.uid, { ...more, life: 'terminating', todo: [] })
  if (w.busy) {
    for (const c of pods(world).get(w.uid)?.containers ?? []) moveContainer(world, w.uid, c.name, 'GIVE_UP')
    if (!w.killing) endSync(world, w.uid, true)
  }
  wantSync(world, w.uid)
}

/** Nothing is left of the pod on this machine. */
export function forget(world: World, w: Worker): void {
  hideTimers(world, w.uid)
  for (const c of pods(world).get(w.uid)?.containers ?? []) {
    if (!c.exit && c.attempt >= 0) programGone(world, w.uid, c.name, undefined)
    dropShell(world, w.uid, c.name)
    logTable(world).delete(shellKey(w.uid, c.name))
  }
  dropVolumes(world, w.pod)
  pods(world).delete(w.uid)
  workers(world).delete(w.uid)
  const left = (uids(world).get(w.key) ?? []).filter(uid => uid !== w.uid)
  if (left.length) uids(world).set(w.key, left)
  else uids(world).delete(w.key)
  const node = nodes(world).get(w.node)
  const others = (list: readonly string[]) => (list.includes(w.uid) ? list.filter(uid => uid !== w.uid) : list)
  if (node) nodes(world).set(w.node, { ...node, uids: others(node.uids), living: others(node.living) })
}
