// The status of a pod as its kubelet sees it at a sync. Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus; pkg/kubelet/status/status_manager.go
// mergePodStatus (a pod does not turn Succeeded or Failed while something of it may still run), TerminatePod (what is left open at the end).
import type { World } from '../../../engine/index.ts'
import { type ContainerStatus, getCondition, type PodCondition, type PodStatus } from '../../../kube/index.ts'
import { nodeAddress } from '../addresses.ts'
import { pods, type Worker } from '../rows.ts'
import { conditionsOf, KUBELETS_OWN } from './conditions.ts'
import { containerStatuses, timeOf } from './containers.ts'
import { isFinished, phaseOf, wasInitialized } from './phase.ts'

/** `over`: everything has been stopped for good. */
export function generateStatus(world: World, w: Worker, over: boolean): Generated {
  const { pod } = w
  const old = w.status ?? pod.status
  if (w.verdict && !old.containerStatuses && !old.startTime) return { status: rejected(world, w), phase: w.verdict.phase }
  const row = pods(world).get(w.uid)
  const inits = containerStatuses(world, pod, row, w.reasons, old.initContainerStatuses ?? [], true)
  const mains = containerStatuses(world, pod, row, w.reasons, old.containerStatuses ?? [], false)
  const worked = isFinished(pod.status.phase) ? pod.status.phase : (w.verdict?.phase ?? phaseOf(pod.spec, inits, mains, over))
  // The conditions are told before what never ended is taken for lost, and the pod for failed with it.
  const told = { phase: worked, containerStatuses: mains, initContainerStatuses: inits } as PodStatus
  const phase = over && !isFinished(worked) ? 'Failed' : (worked as string)
  const shownMains = over && wasInitialized(pod.spec, inits, mains) ? mains.map(lostWhenStopped) : mains
  const shownInits = over ? inits.map((s, i) => (i < begunOf(inits) ? lostWhenStopped(s) : s)) : inits
  const hasSandbox = row?.ip !== undefined
  // Readiness gates of others are read where they are written: in the object.
  const before = ownBefore(old.conditions ?? [], pod.status.conditions ?? [])
  const conditions = conditionsOf(pod, told, hasSandbox && !over, before, world.timestamp)
  const mayRun = w.life !== 'terminated'
  const held = mayRun && isFinished(phase) && !isFinished(pod.status.phase)
  const { verdict } = w
  const hostIP = nodeAddress(world, w.node)
  const ip = row?.ip ?? (over ? old.podIP : undefined)
  // What every status has stands in one literal, the rest follows: statuses are made again and again.
  const status = {
    phase: held ? (old.phase ?? 'Pending') : phase,
    conditions,
    hostIP,
    hostIPs: hostIP === old.hostIP && old.hostIPs ? old.hostIPs : [{ ip: hostIP }],
    startTime: old.startTime ?? timeOf(world, world.now),
    containerStatuses: shownMains,
    qosClass: pod.status.qosClass,
  } as Draft
  if (pod.metadata.generation !== undefined) status.observedGeneration = pod.metadata.generation
  if (ip) {
    status.podIP = ip
    status.podIPs = ip === old.podIP && old.podIPs ? old.podIPs : [{ ip }]
  }
  if (pod.spec.initContainers?.length) status.initContainerStatuses = shownInits
  if (verdict && !held) {
    status.reason = verdict.reason
    status.message = verdict.message
  }
  return { status, phase }
}

type Draft = { -readonly [K in keyof PodStatus]: PodStatus[K] } & { observedGeneration?: number }

export interface Generated {
  readonly status: PodStatus
  /** The phase by rule, also where the status still holds it back. */
  readonly phase: string
}

/** The kubelet's own conditions as it last wrote them, those of others as they stand in the object. */
function ownBefore(own: readonly PodCondition[], stored: readonly PodCondition[]): PodCondition[] {
  const mine = own.filter(c => KUBELETS_OWN.includes(c.type))
  return [...mine.filter(c => !getCondition(stored, c.type)), ...stored.map(c => getCondition(mine, c.type) ?? c)]
}

function rejected(world: World, { pod, verdict, status }: Worker): PodStatus {
  const { generation } = pod.metadata
  return {
    ...pod.status,
    ...(generation !== undefined && { observedGeneration: generation }),
    ...verdict,
    startTime: status?.startTime ?? world.timestamp,
  } as PodStatus
}

/** How many init containers had their turn: up to the last that ever started, and always the first. */
const begunOf = (inits: readonly ContainerStatus[]): number =>
  Math.max(1, inits.findLastIndex(s => !s.state?.waiting || s.lastState?.terminated !== undefined) + 1)

/** A container that nobody can find when all has been stopped counts as ended, unless its turn had not come. */
function lostWhenStopped(s: ContainerStatus): ContainerStatus {
  if (s.state?.terminated) return s
  const never = null as unknown as string
  const message = 'The container could not be located when the pod was terminated'
  const state = { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', message, startedAt: never, finishedAt: never } }
  return { ...s, state, ready: false, started: false }
}
