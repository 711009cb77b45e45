// The three probes of each container, tried by their periods. Liveness and readiness wait for startup; a liveness or startup probe that fails too often
// has its container killed at the next sync; readiness goes straight into the status. Upstream: pkg/kubelet/prober/{prober_manager,worker}.go.
import type { EventData, World } from '../../../engine/index.ts'
import type { Probe } from '../../../kube/index.ts'
import { hideTimer, showTimer } from '../../tables.ts'
import { changeContainer, moveContainer } from '../drive.ts'
import { type ContainerRow, change, containerOf, isOn, pods, specOf, type Worker, workers } from '../rows.ts'
import { sayOfPod } from '../say.ts'
import { tellReadiness } from '../status/readiness.ts'
import { wantSync } from '../worker.ts'
import { answerOf, ask, type ProbedEvent } from './handlers.ts'
import { afterAnswer, initialResult, KINDS, type ProbeKind, type ProbeRow, periodMs, probeKey, probeOf, type Result } from './rows.ts'

export interface TickEvent extends EventData {
  readonly type: 'tick'
  readonly uid: string
  readonly name: string
  readonly kind: ProbeKind
  readonly epoch: number
}

const WORDS: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' }

const rowOf = (world: World, uid: string, kind: ProbeKind, name: string): ProbeRow | undefined =>
  workers(world).get(uid)?.probes[probeKey(kind, name)]

function setRow(world: World, uid: string, kind: ProbeKind, name: string, row: ProbeRow): void {
  const w = workers(world).get(uid)
  if (w) change(world, uid, { probes: { ...w.probes, [probeKey(kind, name)]: row } })
}

/** What a probe has come to for the present process. */
export const verdictOf = (world: World, uid: string, name: string, kind: ProbeKind): Result | undefined =>
  rowOf(world, uid, kind, name)?.result

/** Sees to it that every probe of the pod has its row: the first sync makes them, and their ticks count from then. */
export function refreshProbes(world: World, uid: string): void {
  const w = workers(world).get(uid) as Worker
  const { initContainers = [], containers } = w.pod.spec
  let { probes } = w
  for (const c of [...initContainers, ...containers]) {
    for (const kind of KINDS) {
      const key = probeKey(kind, c.name)
      if (!probeOf(c, kind) || probes[key]) continue
      probes = { ...probes, [key]: { epoch: 0, since: world.now, attempt: -1, result: initialResult(kind), run: 0, onHold: false } }
    }
  }
  if (probes !== w.probes) change(world, uid, { probes })
}

/** A new process: what was known of the old one does not count, and its ticks go on. */
export function resetProbes(world: World, uid: string, name: string): void {
  const c = specOf((workers(world).get(uid) as Worker).pod, name)
  const attempt = containerOf(pods(world).get(uid), name)?.attempt ?? -1
  for (const kind of KINDS) {
    const row = rowOf(world, uid, kind, name)
    const probe = probeOf(c, kind)
    if (!row || !probe) continue
    const { last: _, ...rest } = row
    setRow(world, uid, kind, name, { ...rest, attempt, result: initialResult(kind), run: 0, onHold: false })
    planTick(world, uid, name, kind, probe, firstTick(world, row, probe))
  }
}

/** The next tick by the period, not before the initial delay is over. */
function firstTick(world: World, row: ProbeRow, probe: Probe): number {
  const period = periodMs(probe)
  const earliest = world.now + (probe.initialDelaySeconds ?? 0) * 1000
  return row.since + Math.ceil((earliest - row.since) / period) * period
}

function planTick(world: World, uid: string, name: string, kind: ProbeKind, probe: Probe, at: number): void {
  const row = rowOf(world, uid, kind, name) as ProbeRow
  const epoch = row.epoch + 1
  setRow(world, uid, kind, name, { ...row, epoch })
  world.schedule(at - world.now, 'kubelet', { type: 'tick', uid, name, kind, epoch } satisfies TickEvent)
  const key = (workers(world).get(uid) as Worker).key
  if (at - world.now >= 1000 && periodMs(probe) >= 2000) showTimer(world, `pods ${key}`, kind, at - world.now, name)
}

/** A tick has come: ask, if it is time for this probe, and plan the next. */
export function probeTick(world: World, e: TickEvent): void {
  const w = workers(world).get(e.uid)
  const row = rowOf(world, e.uid, e.kind, e.name)
  const c = w && specOf(w.pod, e.name)
  const probe = probeOf(c, e.kind)
  if (!w || !c || !row || !probe || row.epoch !== e.epoch || !isOn(world, w.node)) return
  const container = containerOf(pods(world).get(e.uid), e.name)
  // Between two processes it sleeps; the next start wakes it.
  if (!container || container.exit || container.attempt < 0 || row.onHold) {
    hide(world, w, e)
    return
  }
  if (isDue(world, w, e.kind, probe, container)) ask(world, w.pod, c, probe, e.kind, container.attempt)
  // A startup probe that has succeeded has done its work.
  if (e.kind === 'startup' && row.result === 'success') {
    hide(world, w, e)
    return
  }
  planTick(world, e.uid, e.name, e.kind, probe, world.now + periodMs(probe))
}

const hide = (world: World, w: Worker, e: TickEvent) => hideTimer(world, `pods ${w.key}`, e.kind, e.name)

function isDue(world: World, w: Worker, kind: ProbeKind, probe: Probe, c: ContainerRow): boolean {
  const age = Math.floor((world.now - (c.startedAt ?? world.now)) / 1000)
  if (age < (probe.initialDelaySeconds ?? 0)) return false
  const startup = w.probes[probeKey('startup', c.name)]
  const isStarted = !startup || startup.result === 'success'
  return kind === 'startup' ? !isStarted : isStarted
}

/** An answer has come. */
export function probed(world: World, e: ProbedEvent): void {
  const w = workers(world).get(e.uid)
  const row = rowOf(world, e.uid, e.kind, e.name)
  const probe = w && probeOf(specOf(w.pod, e.name), e.kind)
  const c = containerOf(pods(world).get(e.uid), e.name)
  if (!w || !row || !probe || !c || c.exit || row.attempt !== e.attempt || row.onHold || !isOn(world, w.node)) return
  const { result, output, errored } = answerOf(e)
  const what = `${WORDS[e.kind]} probe`
  if (errored) sayOfPod(world, w.pod, 'Warning', 'Unhealthy', `${what} errored and resulted in unknown state: ${errored}`, e.name)
  else if (result === 'failure') sayOfPod(world, w.pod, 'Warning', 'Unhealthy', `${what} failed: ${output}`, e.name)
  if (result === 'unknown') return
  const next = afterAnswer(row, e.kind, probe, result)
  setRow(world, e.uid, e.kind, e.name, next)
  if (next.result !== row.result) turned(world, w, e, next.result)
}

function turned(world: World, w: Worker, e: ProbedEvent, result: Result): void {
  world.tell('kubelet', `pods ${w.key}`, `kubelet.${e.kind}.${result}`, { container: e.name })
  if (e.kind === 'readiness') {
    changeContainer(world, e.uid, e.name, { ready: result === 'success' })
    moveContainer(world, e.uid, e.name, result === 'success' ? 'READY' : 'UNREADY')
    tellReadiness(world, e.uid, e.name)
  }
  if (e.kind === 'startup' && result === 'success') {
    changeContainer(world, e.uid, e.name, { started: true })
    moveContainer(world, e.uid, e.name, 'LIVE')
    tellReadiness(world, e.uid, e.name)
  }
  if (e.kind !== 'liveness' || result === 'failure') wantSync(world, e.uid)
}

/** At a sync: who runs counts as started and ready unless a probe has to say so first; who is still unready is asked at once. */
export function settleReadiness(world: World, uid: string): void {
  const w = workers(world).get(uid) as Worker
  for (const row of pods(world).get(uid)?.containers ?? []) {
    if (!row.state.startsWith('running')) continue
    const startup = w.probes[probeKey('startup', row.name)]
    const readiness = w.probes[probeKey('readiness', row.name)]
    const started = !startup || startup.result === 'success'
    const ready = started && row.kind !== 'init' && (!readiness || readiness.result === 'success')
    const moved = started && moveContainer(world, uid, row.name, ready ? 'READY' : 'LIVE', { started, ready })
    if (!moved && (started !== row.started || ready !== row.ready)) changeContainer(world, uid, row.name, { started, ready })
    const probe = probeOf(specOf(w.pod, row.name), 'readiness')
    if (started && !ready && readiness && probe) planTick(world, uid, row.name, 'readiness', probe, world.now)
  }
}

/** The process has ended: its next tries are not drawn. */
export function hideProbes(world: World, w: Worker, name: string): void {
  for (const kind of KINDS) if (w.probes[probeKey(kind, name)]) hideTimer(world, `pods ${w.key}`, kind, name)
}

/** The pod is being stopped: liveness and startup no longer matter; readiness goes on. */
export function stopProbes(world: World, uid: string): void {
  const w = workers(world).get(uid) as Worker
  const left = Object.entries(w.probes).filter(([key]) => key.startsWith('readiness'))
  change(world, uid, { probes: Object.fromEntries(left) })
}
