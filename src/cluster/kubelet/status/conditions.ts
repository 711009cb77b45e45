// The conditions that a kubelet writes. Upstream: pkg/kubelet/status/generate.go (GeneratePodReadyCondition and its siblings), status_manager.go
// mergePodStatus, updateLastTransitionTime.
import { getCondition, type Pod, type PodCondition, type PodStatus } from '../../../kube/index.ts'
import { hasStarted, isSidecar } from './phase.ts'

export const KUBELETS_OWN: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']

type Told = Omit<PodCondition, 'lastTransitionTime' | 'lastProbeTime'>

const names = (list: readonly string[]) => `[${list.join(' ')}]`
const isTrue = (type: string): Told => ({ type, status: 'True' })
const isFalse = (type: string, reason: string, message?: string): Told => ({ type, status: 'False', reason, ...(message && { message }) })

function complaint(what: string, unknown: readonly string[], others: readonly string[]): string {
  const parts = []
  if (unknown.length) parts.push(`containers with unknown status: ${names(unknown)}`)
  if (others.length) parts.push(`containers with ${what} status: ${names(others)}`)
  return parts.join(', ')
}

export function initializedCondition(pod: Pod, status: PodStatus): Told {
  const unknown: string[] = []
  const incomplete: string[] = []
  for (const c of pod.spec.initContainers ?? []) {
    const s = status.initContainerStatuses?.find(s => s.name === c.name)
    if (!s) unknown.push(c.name)
    else if (isSidecar(c) ? !s.started : !s.ready) incomplete.push(c.name)
  }
  if (status.phase === 'Succeeded' && !unknown.length) return { type: 'Initialized', status: 'True', reason: 'PodCompleted' }
  if (hasStarted(pod.spec, status.containerStatuses ?? [])) return isTrue('Initialized')
  const message = complaint('incomplete', unknown, incomplete)
  return message ? isFalse('Initialized', 'ContainersNotInitialized', message) : isTrue('Initialized')
}

export function containersReadyCondition(pod: Pod, status: PodStatus): Told {
  const unknown: string[] = []
  const unready: string[] = []
  for (const c of pod.spec.initContainers ?? []) {
    if (!isSidecar(c)) continue
    const s = status.initContainerStatuses?.find(s => s.name === c.name)
    if (!s) unknown.push(c.name)
    else if (!s.ready) unready.push(c.name)
  }
  for (const c of pod.spec.containers) {
    const s = status.containerStatuses?.find(s => s.name === c.name)
    if (!s) unknown.push(c.name)
    else if (!s.ready) unready.push(c.name)
  }
  if (status.phase === 'Succeeded' && !unknown.length) return isFalse('ContainersReady', 'PodCompleted')
  if (status.phase === 'Failed' && !unknown.length) return isFalse('ContainersReady', 'PodFailed')
  const message = complaint('unready', unknown, unready)
  return message ? isFalse('ContainersReady', 'ContainersNotReady', message) : isTrue('ContainersReady')
}

export function readyCondition(pod: Pod, containersReady: Told, all: readonly PodCondition[]): Told {
  if (containersReady.status !== 'True') return { ...containersReady, type: 'Ready' }
  const missing = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = getCondition(all, conditionType)
    if (!gate) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`]
    if (gate.status !== 'True') return [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`]
    return []
  })
  return missing.length ? isFalse('Ready', 'ReadinessGatesNotReady', missing.join(', ')) : isTrue('Ready')
}

/** The five conditions, each with the time of its last transition: kept from `old` while the status stays. Those of others follow as they were. */
export function conditionsOf(
  pod: Pod,
  status: PodStatus,
  sandboxReady: boolean,
  old: readonly PodCondition[],
  now: string,
): PodCondition[] {
  const containersReady = containersReadyCondition(pod, status)
  const told: Told[] = [
    { type: 'PodReadyToStartContainers', status: sandboxReady ? 'True' : 'False' },
    initializedCondition(pod, status),
    readyCondition(pod, containersReady, old),
    containersReady,
    isTrue('PodScheduled'),
  ]
  const { generation } = pod.metadata
  // What has not changed is the same object, so that it is kept once.
  const all: PodCondition[] = []
  for (const c of told) {
    const before = getCondition(old, c.type)
    const since = before?.status === c.status && before.lastTransitionTime ? before.lastTransitionTime : now
    if (before && says(before, c, generation, before.lastTransitionTime)) all.push(before)
    else all.push(shared(c, generation, since))
  }
  for (const c of old) if (!KUBELETS_OWN.includes(c.type)) all.push(c)
  return all
}

/** Whether a condition says this, with these times. */
function says(c: PodCondition, told: Told, generation: number | undefined, since: string | undefined): boolean {
  const { status, reason, message, observedGeneration, lastTransitionTime } = c
  return (
    status === told.status &&
    reason === told.reason &&
    message === told.message &&
    observedGeneration === generation &&
    lastTransitionTime === since &&
    (c.lastProbeTime as unknown) === null
  )
}

/** By type and status: the one made last. Pods that start together say the same in the same second. */
const latest = new Map<string, PodCondition>()

function shared(told: Told, generation: number | undefined, since: string): PodCondition {
  const name = told.status === 'True' ? told.type : `not ${told.type}`
  const known = latest.get(name)
  if (known && says(known, told, generation, since)) return known
  const { type, status, ...why } = told
  const made: PodCondition = {
    type,
    ...(generation !== undefined && { observedGeneration: generation }),
    status,
    lastProbeTime: null as unknown as string,
    lastTransitionTime: since,
    ...why,
  }
  latest.set(name, made)
  return made
}
