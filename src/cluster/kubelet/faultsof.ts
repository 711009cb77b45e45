// Which faults (podium.local/v1) touch a pod right now. Few faults exist at a time, so they are simply read through.
import type { World } from '../../engine/index.ts'
import { type Fault, type FaultType, type Pod, selectorMatches } from '../../kube/index.ts'

export function matchesFault(f: Fault, pod: Pod, container?: string): boolean {
  const { pods, nodes } = f.spec
  if (nodes && !nodes.includes(pod.spec.nodeName ?? '')) return false
  if (!pods) return nodes !== undefined
  if (pod.metadata.namespace !== (pods.namespace ?? 'default')) return false
  if (pods.name && pods.name !== pod.metadata.name) return false
  if (container !== undefined && pods.container && pods.container !== container) return false
  return !pods.selector || selectorMatches(pods.selector, pod.metadata.labels)
}

function isTouched(world: World, type: FaultType, pod: Pod, container?: string): boolean {
  if (world.count('faults') === 0) return false
  // The labels that count are those the pod has now, not those its kubelet has heard of.
  const now = world.get<Pod>('pods', `${pod.metadata.namespace}/${pod.metadata.name}`)
  const subject = now?.metadata.uid === pod.metadata.uid ? now : pod
  for (const f of world.list<Fault>('faults')) if (f.spec.type === type && matchesFault(f, subject, container)) return true
  return false
}

export const pullsFail = (world: World, pod: Pod): boolean => isTouched(world, 'PullFailure', pod)
export const probesFail = (world: World, pod: Pod, container: string): boolean => isTouched(world, 'ProbeFailure', pod, container)
export const diskIsSlow = (world: World, pod: Pod): boolean => isTouched(world, 'SlowDisk', pod)
