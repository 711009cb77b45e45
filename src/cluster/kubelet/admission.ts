// Whether a node takes a pod that was bound to it: enough of everything, the right labels. A pod that is turned away fails at once. Upstream:
// pkg/kubelet/lifecycle/predicate.go (generalFilter), pkg/kubelet/kubelet.go rejectPod.
import type { World } from '../../engine/index.ts'
import { milliValue, type Node, type Pod, quantityValue } from '../../kube/index.ts'
import { livingOn, type NodeRow, nodes, type Worker, workers } from './rows.ts'
import { isFinished } from './status/phase.ts'

export interface Refusal {
  readonly reason: string
  readonly message: string
}

const amount = (resource: string, text: string | number | undefined) => (resource === 'cpu' ? milliValue(text) : quantityValue(text))

/** What a pod asks for: its containers together, or its largest init container; sidecars count throughout. */
export function requestOf(pod: Pod, resource: string): number {
  const of = (c: { resources?: { requests?: Record<string, string> } }) => amount(resource, c.resources?.requests?.[resource])
  let sidecars = 0
  let largest = 0
  for (const c of pod.spec.initContainers ?? []) {
    if ((c as { restartPolicy?: string }).restartPolicy === 'Always') sidecars += of(c)
    else largest = Math.max(largest, of(c) + sidecars)
  }
  const running = pod.spec.containers.reduce((sum, c) => sum + of(c), sidecars)
  return Math.max(running, largest) + amount(resource, pod.spec.overhead?.[resource])
}

/** What has been stopped no longer counts, nor what was removed by force, nor what somebody has declared ended; what is still stopping does. Upstream: pkg/kubelet/kubelet_pods.go filterOutInactivePods. */
const isActive = (w: Worker | undefined): w is Worker =>
  w !== undefined && !w.orphaned && (w.life === 'syncing' ? !isFinished(w.pod.status.phase) : w.life === 'terminating')

export function refusalOf(world: World, pod: Pod): Refusal | undefined {
  const row = nodes(world).get(pod.spec.nodeName as string)
  if (!row) return undefined
  return lackOf(world, row, pod) ?? mismatchOf(world.get<Node>('nodes', row.node), pod)
}

function lackOf(world: World, row: NodeRow, pod: Pod): Refusal | undefined {
  let known: Worker[] | undefined
  const others = () => {
    known ??= livingOn(world, row.node)
      .map(uid => workers(world).get(uid))
      .filter(isActive)
    return known
  }
  const lacks = (resource: string, requested: number, used: number, capacity: number): Refusal | undefined =>
    used + requested > capacity && requested > 0
      ? {
          reason: `OutOf${resource}`,
          message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
        }
      : undefined
  const most = quantityValue(row.capacity.pods)
  const crowd = row.living.length < most ? undefined : lacks('pods', 1, others().length, most)
  if (crowd) return crowd
  for (const resource of Object.keys(row.capacity)) {
    if (resource === 'pods') continue
    const requested = requestOf(pod, resource)
    if (requested === 0) continue
    const used = others().reduce((sum, w) => sum + requestOf(w.pod, resource), 0)
    const lack = lacks(resource, requested, used, amount(resource, row.capacity[resource]))
    if (lack) return lack
  }
  return undefined
}

function mismatchOf(node: Node | undefined, pod: Pod): Refusal | undefined {
  const labels = node?.metadata.labels ?? {}
  const fits = Object.entries(pod.spec.nodeSelector ?? {}).every(([k, v]) => labels[k] === v)
  if (fits) return undefined
  return { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" }
}
