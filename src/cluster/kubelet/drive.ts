// Moves pods and containers along their charts (../charts): looks the step up, keeps the new state, and puts what the state begins with on the agenda,
// stamped with the epoch, so that what was planned in a state that has been left means nothing.
import type { Effect, EventData, World } from '../../engine/index.ts'
import type { After } from '../charts/after.ts'
import { containerChart } from '../charts/container.ts'
import { podChart } from '../charts/pod.ts'
import { hideTimer, machines, showTimer } from '../tables.ts'
import { diskIsSlow } from './faultsof.ts'
import { type ContainerRow, containerOf, type PodRow, pods, workers } from './rows.ts'
import { relistAfter } from './worker.ts'

/** A planned event of a chart has come. */
export interface ChartEvent extends EventData {
  readonly type: 'chart'
  readonly uid: string
  /** The container; absent for the pod. */
  readonly name?: string
  readonly epoch: number
  readonly event: string
  /** How long it took. */
  readonly tookMs: number
}

/** States whose length is drawn, and as what. */
const DRAWN: Readonly<Record<string, string>> = {
  pulling: 'pull',
  starting: 'start',
  errImagePull: 'pullBackOff',
  imagePullBackOff: 'pullBackOff',
  exited: 'crashBackOff',
  crashBackOff: 'crashBackOff',
  'stopping.preStop': 'grace',
  'stopping.terminating': 'grace',
}

/** A tired disk makes everything that reads or writes much of it ten times slower. */
const SLOW_DISK = 10
const ON_DISK: readonly string[] = ['pull', 'start', 'sandbox', 'sync']

/** Rolls a hop for a pod on its machine. */
export function rollHop(world: World, uid: string, hop: string): number {
  const ms = world.hop(hop)
  const w = workers(world).get(uid)
  if (!w || !ON_DISK.includes(hop)) return ms
  return machines(world).get(w.node)?.slowDisk || diskIsSlow(world, w.pod) ? ms * SLOW_DISK : ms
}

const afters = (effects: readonly Effect[]): readonly After[] => effects.filter(e => e.type === 'after').map(e => e.params as After)

/** Sends a container an event, with what else changes about it. Returns the row as it is then, or undefined when the event means nothing in its state. */
export function moveContainer(
  world: World,
  uid: string,
  name: string,
  event: string,
  more: Partial<ContainerRow> | ((row: ContainerRow) => ContainerRow) = {},
  atMostMs = Number.POSITIVE_INFINITY,
): ContainerRow | undefined {
  const pod = pods(world).get(uid)
  const row = containerOf(pod, name)
  if (!pod || !row) return undefined
  const step = containerChart.next(row.state, event)
  if (!step.changed) return undefined
  const changed = typeof more === 'function' ? more(row) : { ...row, ...more }
  const next: ContainerRow = { ...changed, state: step.state, epoch: row.epoch + 1 }
  pods(world).set(uid, { ...pod, containers: pod.containers.map(c => (c === row ? next : c)) })
  const before = DRAWN[row.state]
  if (before && before !== DRAWN[step.state]) hideTimer(world, `pods ${pod.key}`, before, name)
  for (const { hop, event } of afters(step.effects)) {
    const ms = Math.min(rollHop(world, uid, hop), atMostMs)
    drawTimer(world, pod.key, step.state, ms, name)
    plan(world, { type: 'chart', uid, name, epoch: next.epoch, event, tookMs: ms })
  }
  return next
}

/** Changes what is known of a container without moving it. */
export function changeContainer(world: World, uid: string, name: string, more: Partial<ContainerRow>): void {
  const pod = pods(world).get(uid)
  const row = containerOf(pod, name)
  if (pod && row) pods(world).set(uid, { ...pod, containers: pod.containers.map(c => (c === row ? { ...row, ...more } : c)) })
}

export function movePod(world: World, uid: string, event: string, more: Partial<PodRow> = {}): PodRow | undefined {
  const pod = pods(world).get(uid)
  if (!pod) return undefined
  const step = podChart.next(pod.state, event)
  if (!step.changed) return undefined
  const next: PodRow = { ...pod, ...more, state: step.state, epoch: pod.epoch + 1 }
  pods(world).set(uid, next)
  for (const { hop, event } of afters(step.effects)) {
    // What is left of an ended pod is cleaned up by a worker that has seen the end: not before the next relist.
    const seenMs = step.state === 'cleaningUp' ? relistAfter(world, pod.node, world.now) - world.now : 0
    plan(world, { type: 'chart', uid, epoch: next.epoch, event, tookMs: seenMs + rollHop(world, uid, hop) })
  }
  return next
}

const plan = (world: World, event: ChartEvent) => world.schedule(event.tookMs, 'kubelet', event)

/** Shows how long the present state of a container will last. */
export function drawTimer(world: World, key: string, state: string, ms: number, name: string): void {
  const drawn = DRAWN[state]
  if (drawn && ms > 0) showTimer(world, `pods ${key}`, drawn, ms, name)
}

/** Whether a planned event still means something. */
export function isStale(world: World, e: ChartEvent): boolean {
  const pod = pods(world).get(e.uid)
  if (!pod) return true
  return e.name === undefined ? pod.epoch !== e.epoch : containerOf(pod, e.name)?.epoch !== e.epoch
}

const TIMERS = ['pull', 'start', 'pullBackOff', 'crashBackOff', 'startup', 'liveness', 'readiness', 'grace']

/** What was drawn of a pod no longer is. */
export function hideTimers(world: World, uid: string): void {
  const pod = pods(world).get(uid)
  for (const c of pod?.containers ?? []) for (const t of TIMERS) hideTimer(world, `pods ${pod?.key}`, t, c.name)
}
