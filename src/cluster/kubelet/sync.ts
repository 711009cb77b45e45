// One sync of a pod: what is to be seen is told, what is to be done is done, one thing after the other, each in its time; the worker is busy until then.
// Upstream: pkg/kubelet/kubelet.go SyncPod, pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod.
import type { World } from '../../engine/index.ts'
import { same } from '../../engine/index.ts'
import { tasksOf } from './actions.ts'
import { giveAddress, nodeAddress } from './addresses.ts'
import { isOverdue, planDeadline } from './deadline.ts'
import { movePod } from './drive.ts'
import { refreshProbes, settleReadiness } from './probes/prober.ts'
import { change, containerOf, isOn, pods, type Task, type Worker, workers } from './rows.ts'
import { startContainer } from './starting.ts'
import { generateStatus } from './status/generate.ts'
import { hasStarted, isFinished } from './status/phase.ts'
import { beginTermination, killContainer, removePod, terminate } from './stopping.ts'
import { type MountEvent, mountAgain, mountVolumes } from './volumes/mounting.ts'
import { beginSync, endSync, noteNews } from './worker.ts'

/** A planned sync is due. */
export function syncPod(world: World, uid: string): void {
  const planned = workers(world).get(uid)
  if (!planned || planned.busy || !isOn(world, planned.node)) return
  const w = beginSync(world, planned)
  if (w.life === 'terminated') {
    removePod(world, w)
    return
  }
  if (w.life === 'terminating') {
    terminate(world, w)
    return
  }
  if (isOverdue(world, w)) return
  refreshProbes(world, uid)
  settleReadiness(world, uid)
  const phase = tellStatus(world, uid, false)
  if (w.turn === 1) planDeadline(world, uid)
  const now = workers(world).get(uid) as Worker
  if (isFinished(phase)) {
    beginTermination(world, now)
    return
  }
  act(world, now)
}

/** Works out the status; the status manager (statusmanager.ts) writes it when it differs. Returns the phase by rule. */
export function tellStatus(world: World, uid: string, over: boolean): string {
  const w = workers(world).get(uid) as Worker
  const { status, phase } = generateStatus(world, w, over)
  if (!w.status || !same(w.status, status)) {
    change(world, uid, { status })
    world.wake('kubelet', w.key, 0)
  }
  return phase
}

function act(world: World, w: Worker): void {
  const row = pods(world).get(w.uid)
  if (row?.state === 'admitting') {
    if (mountVolumes(world, w.pod)) movePod(world, w.uid, 'ADMIT')
    return
  }
  if (row?.state === 'creatingSandbox') return
  const { todo, allOver } = tasksOf(world, w)
  if (allOver) {
    beginTermination(world, w)
    return
  }
  if (row?.state === 'initializing' && hasStarted(w.pod.spec, w.status?.containerStatuses ?? [])) movePod(world, w.uid, 'INITIALIZED')
  if (!todo.length) {
    endSync(world, w.uid, !Object.keys(w.reasons).length && isSettled(world, w))
    return
  }
  if (todo.length > 1 || w.todo.length) change(world, w.uid, { todo })
  doTask(world, w.uid, todo)
}

/** Whether another sync would change nothing: all containers run, and whoever has a readiness probe is ready. */
function isSettled(world: World, w: Worker): boolean {
  return (
    pods(world)
      .get(w.uid)
      ?.containers.every(c => c.kind === 'init' || (c.state === 'running.ready' && c.ready)) ?? false
  )
}

/** A volume was tried again. */
export function mountTried(world: World, e: MountEvent): void {
  if (mountAgain(world, e)) movePod(world, e.uid, 'ADMIT')
}

/** The sandbox is there: the pod has an address, and its containers can start. */
export function sandboxReady(world: World, uid: string): void {
  const w = workers(world).get(uid)
  if (!w) return
  const row = pods(world).get(uid)
  const ip = row?.ip ?? (w.pod.spec.hostNetwork ? nodeAddress(world, w.node) : giveAddress(world, w.node))
  if (!ip) {
    change(world, uid, { failed: true })
    endSync(world, uid, false)
    return
  }
  const pod = pods(world).get(uid)
  if (pod) pods(world).set(uid, { ...pod, ip })
  noteNews(world, uid)
  act(world, workers(world).get(uid) as Worker)
}

/** Does the next task of the sync, or ends it. */
export function nextTask(world: World, uid: string): void {
  const w = workers(world).get(uid)
  if (w?.busy && w.life === 'syncing') doTask(world, uid, w.todo)
}

function doTask(world: World, uid: string, [task, ...todo]: readonly Task[]): void {
  if (!task) {
    endSync(world, uid, false)
    return
  }
  if (workers(world).get(uid)?.todo.length) change(world, uid, { todo })
  if ('start' in task) {
    startContainer(world, uid, task.start, task.killed === true)
    return
  }
  const c = containerOf(pods(world).get(uid), task.kill)
  if (c && !c.exit) killContainer(world, uid, task.kill, task.message)
  else nextTask(world, uid)
}
