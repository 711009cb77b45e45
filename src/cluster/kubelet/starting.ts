// Starting one container, as one task of a sync: held back or not, image there or pulled, config found, process created and started, postStart hook
// done. Whatever goes wrong becomes the reason that the next sync puts into the status, and an event now. Upstream:
// pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer, kuberuntime_manager.go doBackOff, pkg/kubelet/images/image_manager.go.
import type { World } from '../../engine/index.ts'
import type { Container } from '../../kube/index.ts'
import { CONTAINER_BACK_OFF, heldBackMs, nextBackOff } from './backoff.ts'
import { configErrorOf } from './config.ts'
import { drawTimer, moveContainer } from './drive.ts'
import { runPostStart } from './hooks.ts'
import { resetProbes } from './probes/prober.ts'
import { launch } from './process/index.ts'
import { ensureImage } from './pulling.ts'
import { type ContainerRow, change, containerOf, pods, type Reason, specOf, type Worker, workers } from './rows.ts'
import { sayOfPod } from './say.ts'
import { containerId } from './status/containers.ts'
import { nextTask } from './sync.ts'
import { noteNews } from './worker.ts'

export function startContainer(world: World, uid: string, name: string, killed: boolean): void {
  const w = workers(world).get(uid) as Worker
  const c = specOf(w.pod, name)
  const row = containerOf(pods(world).get(uid), name)
  if (!c || !row) {
    nextTask(world, uid)
    return
  }
  if (isHeldBack(world, w, c, row, killed)) {
    nextTask(world, uid)
    return
  }
  ensureImage(world, workers(world).get(uid) as Worker, c)
}

/** The image is there (`pulled`: just now): on to the process. */
export function createContainer(world: World, uid: string, c: Container, pulled: boolean): void {
  const w = workers(world).get(uid) as Worker
  const problem = configErrorOf(world, w.pod, c)
  if (problem) {
    sayOfPod(world, w.pod, 'Warning', 'Failed', `Error: ${problem}`, c.name)
    moveContainer(world, uid, c.name, 'FAIL_CONFIG')
    world.tell('kubelet', `pods ${w.key}`, 'kubelet.configMissing', { container: c.name, problem })
    failTask(world, uid, c.name, { reason: 'CreateContainerConfigError', message: problem })
    return
  }
  const moved = moveContainer(world, uid, c.name, pulled ? 'PULLED' : 'START')
  if (moved) sayOfPod(world, w.pod, 'Normal', 'Created', `Created container: ${c.name}`, c.name, world.hop('start') / 3)
}

/** Create and start have taken their time: the process begins. */
export function containerStarted(world: World, uid: string, name: string): void {
  const w = workers(world).get(uid)
  const c = w && specOf(w.pod, name)
  if (!w || !c) return
  const attempt = (containerOf(pods(world).get(uid), name)?.attempt ?? -1) + 1
  const started = moveContainer(world, uid, name, 'STARTED', row => fresh(row, c, attempt, world.now, containerId(uid, name, attempt)))
  if (!started) return
  const problem = launch(world, w.pod, started, c)
  if (problem) {
    startFailed(world, uid, name, problem)
    return
  }
  sayOfPod(world, w.pod, 'Normal', 'Started', `Started container ${name}`, name)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.started', { container: name, node: w.node, restarts: attempt })
  forgetReason(world, uid, name)
  resetProbes(world, uid, name)
  noteNews(world, uid)
  if (c.lifecycle?.postStart) {
    runPostStart(world, uid, c)
    return
  }
  nextTask(world, uid)
}

function startFailed(world: World, uid: string, name: string, message: string): void {
  const w = workers(world).get(uid) as Worker
  sayOfPod(world, w.pod, 'Warning', 'Failed', `Error: ${message}`, name)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.startFailed', { container: name, command: specOf(w.pod, name)?.command?.[0] ?? '' })
  moveContainer(world, uid, name, 'EXIT', row => {
    const { startedAt: _, ...rest } = row
    const exit = { attempt: row.attempt, id: row.id ?? '', code: 128, reason: 'StartError', message, finishedAt: world.now }
    return { ...rest, exit, finishedAt: world.now, exitCode: 128, reason: 'StartError' }
  })
  noteNews(world, uid)
  failTask(world, uid, name, { reason: 'RunContainerError', message })
}

/** The row of a new process. */
function fresh(row: ContainerRow, c: Container, attempt: number, now: number, id: string): ContainerRow {
  // Most processes are the first of their container.
  if (attempt === 0)
    return {
      ...row,
      exit: undefined,
      spec: c,
      image: c.image ?? '',
      attempt,
      id,
      restarts: 0,
      startedAt: now,
      ready: false,
      started: false,
    }
  const { exit, finishedAt: _, exitCode: __, reason: ___, ...rest } = row
  const last = exit ?? row.last
  return {
    ...rest,
    exit: undefined,
    ...(last && { last }),
    spec: c,
    image: c.image ?? '',
    attempt,
    id,
    restarts: attempt,
    startedAt: now,
    ready: false,
    started: false,
  }
}

const backOffKey = (c: Container) => `${c.name} ${c.image}`

function isHeldBack(world: World, w: Worker, c: Container, row: ContainerRow, killed: boolean): boolean {
  const before = killed ? row.last : row.exit
  if (!before) return false
  const key = backOffKey(c)
  const known = w.backOffs[key]
  const heldMs = heldBackMs(known, before.finishedAt, world.now)
  if (heldMs <= 0) {
    change(world, w.uid, { backOffs: { ...w.backOffs, [key]: nextBackOff(known, before.finishedAt, world.now) } })
    return false
  }
  const seconds = (known?.windowMs ?? CONTAINER_BACK_OFF.firstMs) / 1000
  const pod = `${w.pod.metadata.name}_${w.pod.metadata.namespace}(${w.uid})`
  sayOfPod(world, w.pod, 'Warning', 'BackOff', `Back-off restarting failed container ${c.name} in pod ${pod}`, c.name)
  const moved = moveContainer(world, w.uid, c.name, 'HOLD')
  if (moved) {
    drawTimer(world, w.key, moved.state, heldMs, c.name)
    world.tell('kubelet', `pods ${w.key}`, 'kubelet.crashBackOff', { container: c.name, seconds, restarts: row.attempt })
  }
  noteReason(world, w.uid, c.name, {
    reason: 'CrashLoopBackOff',
    message: `back-off ${duration(seconds)} restarting failed container=${c.name} pod=${pod}`,
  })
  return true
}

/** Seconds as Go prints a duration: `20s`, `1m20s`, `5m0s`. */
export const duration = (seconds: number): string => (seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`)

export function noteReason(world: World, uid: string, name: string, why: Reason): void {
  const w = workers(world).get(uid) as Worker
  change(world, uid, { reasons: { ...w.reasons, [name]: why }, failed: true })
}

function forgetReason(world: World, uid: string, name: string): void {
  const w = workers(world).get(uid) as Worker
  if (!Object.hasOwn(w.reasons, name)) return
  const { [name]: _, ...reasons } = w.reasons
  change(world, uid, { reasons })
}

/** The task has failed; what comes after it is done all the same, unless it waits for this one. */
export function failTask(world: World, uid: string, name: string, why: Reason): void {
  noteReason(world, uid, name, why)
  nextTask(world, uid)
}
