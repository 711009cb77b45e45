// What `kubectl get` says of a pod: READY, STATUS and RESTARTS, worked out of container states. STATUS is no field of the object; it is the loudest thing
// that can be said about its containers. Upstream: pkg/printers/internalversion/printers.go printPod.
import { getCondition, isConditionTrue } from '../conditions.ts'
import type { Container, ContainerStatus, Pod } from '../types.ts'

export interface PodSummary {
  ready: number
  total: number
  /** The STATUS column: Running, CrashLoopBackOff, Init:1/2, Terminating … */
  status: string
  restarts: number
  /** When the containers that were restarted had ended, each the last time. */
  ends: string[]
}

const isSidecar = (c: Container) => (c as { restartPolicy?: string }).restartPolicy === 'Always'

type Restarts = Pick<PodSummary, 'restarts' | 'ends'>
const count = (to: Restarts, s: ContainerStatus): void => {
  to.restarts += s.restartCount
  const at = s.lastState?.terminated?.finishedAt
  if (at) to.ends.push(at)
}

const endWord = (t: { reason?: string; signal?: number; exitCode: number }) =>
  t.reason || (t.signal ? `Signal:${t.signal}` : `ExitCode:${t.exitCode}`)

export function podSummary(pod: Pod): PodSummary {
  const status = pod.status ?? {}
  const spec = pod.spec ?? { containers: [] }
  const init = spec.initContainers ?? []
  const sidecars = new Set(init.filter(isSidecar).map(c => c.name))
  const out: PodSummary = {
    ready: 0,
    total: (spec.containers?.length ?? 0) + sidecars.size,
    status: status.reason || status.phase || '',
    restarts: 0,
    ends: [],
  }
  if (getCondition(status.conditions, 'PodScheduled')?.reason === 'SchedulingGated') out.status = 'SchedulingGated'
  const all: Restarts = { restarts: 0, ends: [] }
  const side: Restarts = { restarts: 0, ends: [] }
  let initializing = false
  const inits = status.initContainerStatuses ?? []
  for (let i = 0; i < inits.length; i++) {
    const s = inits[i] as ContainerStatus
    const sidecar = sidecars.has(s.name)
    count(all, s)
    if (sidecar) count(side, s)
    const ended = s.state?.terminated
    if (ended?.exitCode === 0) continue
    if (sidecar && s.started) {
      if (s.ready) out.ready++
      continue
    }
    initializing = true
    const waiting = s.state?.waiting?.reason
    if (ended) out.status = `Init:${endWord(ended)}`
    else if (waiting && waiting !== 'PodInitializing') out.status = `Init:${waiting}`
    else out.status = `Init:${i}/${init.length}`
    break
  }
  const begun = !initializing || isConditionTrue(status.conditions, 'Initialized')
  Object.assign(out, begun ? side : all)
  if (begun) containersSay(pod, out)
  if (pod.metadata.deletionTimestamp) {
    if (status.reason === 'NodeLost') out.status = 'Unknown'
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') out.status = 'Terminating'
  }
  return out
}

/** The app containers, from the last to the first, so that the first one has the last word. */
function containersSay(pod: Pod, out: PodSummary): void {
  const statuses = pod.status.containerStatuses ?? []
  let oneRuns = false
  for (let i = statuses.length - 1; i >= 0; i--) {
    const s = statuses[i] as ContainerStatus
    count(out, s)
    const { waiting, terminated, running } = s.state ?? {}
    if (waiting?.reason) out.status = waiting.reason
    else if (terminated) out.status = endWord(terminated)
    else if (s.ready && running) {
      oneRuns = true
      out.ready++
    }
  }
  if (out.status === 'Completed' && oneRuns) out.status = isConditionTrue(pod.status.conditions, 'Ready') ? 'Running' : 'NotReady'
}
