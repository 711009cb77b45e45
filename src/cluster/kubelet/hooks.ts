// postStart and preStop: a command, a request or a sleep beside the container's process. A postStart that fails kills its container; a preStop uses up the
// grace. Upstream: pkg/kubelet/lifecycle/handlers.go, kuberuntime_container.go executePreStopHook.
import type { EventData, World } from '../../engine/index.ts'
import type { Container } from '../../kube/index.ts'
import { portOf } from './probes/handlers.ts'
import { execIn, listenerOn } from './process/index.ts'
import { containerOf, pods, specOf, type Worker, workers } from './rows.ts'
import { sayOfPod } from './say.ts'
import { noteReason } from './starting.ts'
import { killContainer, sendTerm } from './stopping.ts'
import { nextTask } from './sync.ts'

export interface HookEvent extends EventData {
  readonly type: 'hook'
  readonly hook: 'postStart' | 'preStop'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly code: number
  readonly output?: string
  readonly error?: string
  readonly timedOut?: boolean
  readonly startedAt: number
}

type Handler = NonNullable<NonNullable<Container['lifecycle']>['postStart']> & { sleep?: { seconds: number } }
const FOREVER_MS = 86_400_000

function run(world: World, uid: string, name: string, handler: Handler, timeoutMs: number, hook: HookEvent['hook']): void {
  const attempt = containerOf(pods(world).get(uid), name)?.attempt ?? -1
  const reply = { type: 'hook' as const, hook, uid, name, attempt, code: 0, startedAt: world.now }
  if (handler.exec) {
    execIn(world, uid, name, handler.exec.command ?? [], timeoutMs, reply)
    return
  }
  if (handler.sleep) {
    const ms = handler.sleep.seconds * 1000
    world.schedule(Math.min(ms, timeoutMs), 'kubelet', { ...reply, ...(ms > timeoutMs && { code: 1, timedOut: true }) })
    return
  }
  if (handler.httpGet) {
    const c = specOf(workers(world).get(uid)?.pod as Worker['pod'], name)
    const listener = listenerOn(world, uid, portOf(c, handler.httpGet.port))
    const status = listener?.answer(handler.httpGet.path || '/').status
    const ok = status !== undefined && status < 400
    world.schedule(world.hop('probe'), 'kubelet', {
      ...reply,
      ...(!ok && { code: 1, error: status ? `unexpected status ${status}` : 'connection refused' }),
    })
    return
  }
  world.schedule(0, 'kubelet', reply)
}

export function runPostStart(world: World, uid: string, c: Container): void {
  run(world, uid, c.name, c.lifecycle?.postStart as Handler, FOREVER_MS, 'postStart')
}

export function runPreStop(world: World, w: Worker, name: string, graceSeconds: number): void {
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.preStop', { container: name })
  run(world, w.uid, name, specOf(w.pod, name)?.lifecycle?.preStop as Handler, graceSeconds * 1000, 'preStop')
}

export function hookEnded(world: World, e: HookEvent): void {
  const row = containerOf(pods(world).get(e.uid), e.name)
  const w = workers(world).get(e.uid)
  if (!w || !row || row.attempt !== e.attempt) return
  if (e.hook === 'preStop') {
    preStopEnded(world, w, e)
    return
  }
  if (!w.busy || w.life !== 'syncing') return
  if (row.exit) {
    nextTask(world, e.uid)
    return
  }
  if (e.code === 0) {
    nextTask(world, e.uid)
    return
  }
  sayOfPod(world, w.pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', e.name)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.postStartFailed', { container: e.name, code: e.code })
  noteReason(world, e.uid, e.name, { reason: 'PostStartHookError', message: wordsOf(w, e) })
  killContainer(world, e.uid, e.name, 'FailedPostStartHook')
}

function preStopEnded(world: World, w: Worker, e: HookEvent): void {
  if (e.code !== 0) sayOfPod(world, w.pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', e.name)
  const given = w.graceSeconds ?? w.pod.spec.terminationGracePeriodSeconds ?? 30
  sendTerm(world, e.uid, e.name, given - (world.now - e.startedAt) / 1000)
}

function wordsOf(w: Worker, e: HookEvent): string {
  const handler = specOf(w.pod, e.name)?.lifecycle?.postStart as Handler
  const pod = `${w.pod.metadata.name}_${w.pod.metadata.namespace}(${w.uid})`
  const where = `for Container "${e.name}" in Pod "${pod}" failed - error: `
  if (handler.exec) {
    const command = `[${handler.exec.command?.join(' ')}]`
    return `Exec lifecycle hook (${command}) ${where}command terminated with exit code ${e.code}, message: ${JSON.stringify(e.output ?? '')}`
  }
  return `HTTP lifecycle hook (${handler.httpGet?.path ?? ''}) ${where}${e.error ?? 'unknown'}, message: ""`
}
