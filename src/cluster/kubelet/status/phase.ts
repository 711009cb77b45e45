// A pod's phase, worked out from how its containers stand. Upstream: pkg/kubelet/kubelet_pods.go getPhase.
import type { ContainerStatus, PodSpec } from '../../../kube/index.ts'

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

export const isSidecar = (c: { restartPolicy?: string }): boolean => c.restartPolicy === 'Always'

export const isFinished = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed'

/** Whether a regular container has ever started: from then on the pod counts as initialized. */
export const hasStarted = (spec: PodSpec, statuses: readonly ContainerStatus[]): boolean =>
  spec.containers.some(c => {
    const s = statuses.find(s => s.name === c.name)
    return s !== undefined && (s.state?.running !== undefined || s.state?.terminated !== undefined || s.lastState?.terminated !== undefined)
  })

/** Whether the pod had come past its init containers. Upstream: pkg/kubelet/status/status_manager.go hasPodInitialized. */
export function wasInitialized(spec: PodSpec, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[]): boolean {
  const last = spec.initContainers?.at(-1)
  if (!last || hasStarted(spec, mains)) return true
  const s = inits.find(s => s.name === last.name)
  if (isSidecar(last)) return s?.started === true
  return s?.state?.terminated?.exitCode === 0 || s?.lastState?.terminated?.exitCode === 0
}

interface Tally {
  pending: number
  failed: number
}

function initTally(spec: PodSpec, find: (name: string) => ContainerStatus | undefined, initialized: boolean): Tally {
  const tally = { pending: 0, failed: 0 }
  for (const c of spec.initContainers ?? []) {
    const s = find(c.name)
    if (isSidecar(c)) {
      if (!s?.started && !initialized) tally.pending++
      continue
    }
    const ended = s?.state?.terminated ?? (s?.state?.running ? undefined : s?.lastState?.terminated)
    if (!ended) tally.pending++
    else if (ended.exitCode !== 0) tally.failed++
  }
  return tally
}

/** `over`: the kubelet has stopped the pod for good. */
export function phaseOf(spec: PodSpec, inits: readonly ContainerStatus[], mains: readonly ContainerStatus[], over: boolean): Phase {
  const init = initTally(spec, name => inits.find(s => s.name === name), hasStarted(spec, mains))
  let running = 0
  let waiting = 0
  let stopped = 0
  let succeeded = 0
  let unknown = 0
  for (const c of spec.containers) {
    const s = mains.find(s => s.name === c.name)
    if (!s) unknown++
    else if (s.state?.running) running++
    else if (s.state?.terminated) {
      stopped++
      if (s.state.terminated.exitCode === 0) succeeded++
    } else if (s.state?.waiting) {
      if (s.lastState?.terminated) stopped++
      else waiting++
    } else unknown++
  }
  if (init.failed > 0 && spec.restartPolicy === 'Never') return 'Failed'
  if (init.pending > 0 || waiting > 0) return 'Pending'
  if (running > 0 && unknown === 0) return 'Running'
  if (running === 0 && stopped > 0 && unknown === 0) {
    if (over) return stopped === succeeded ? 'Succeeded' : 'Failed'
    if (spec.restartPolicy === 'Always') return 'Running'
    if (stopped === succeeded) return 'Succeeded'
    return spec.restartPolicy === 'Never' ? 'Failed' : 'Running'
  }
  return 'Pending'
}
