// What is written about a node that has fallen silent, and about its pods. Upstream: nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth,
// pkg/controller/util/node/controller_utils.go MarkPodsNotReady.
import { keyOf, type World, type Write } from '../../../engine/index.ts'
import { getCondition, type Node, type Pod, type PodCondition, updateCondition } from '../../../kube/index.ts'
import { voiceOf } from '../saying.ts'

type NodeCondition = NonNullable<Node['status']['conditions']>[number]

/** NetworkUnavailable is the network's business, not the kubelet's. */
const KUBELETS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

export const say = voiceOf('node-controller')

/** All that the kubelet used to report is unknown. */
export function unknownConditions(node: Node, timestamp: string): readonly NodeCondition[] {
  const conditions = (node.status?.conditions ?? []) as readonly NodeCondition[]
  const now = conditions.map(c =>
    KUBELETS.includes(c.type) && c.status !== 'Unknown'
      ? {
          ...c,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: timestamp,
        }
      : c,
  )
  const missing = KUBELETS.filter(type => !getCondition(conditions, type)).map(type => ({
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: node.metadata.creationTimestamp,
    lastTransitionTime: timestamp,
  }))
  return [...now, ...missing]
}

/** A pod on a node that nobody hears of is not ready, though its containers may well run. Nothing for pods that are not ready anyway. */
export function notReady(world: World, pod: Pod): Write[] {
  const conditions = (pod.status?.conditions ?? []) as readonly PodCondition[]
  const ready = getCondition(conditions, 'Ready')
  if (!ready || ready.status === 'False') return []
  const next = updateCondition(conditions, { ...ready, status: 'False', lastTransitionTime: world.timestamp })
  return [
    {
      verb: 'merge',
      plural: 'pods',
      key: keyOf(pod),
      uid: pod.metadata.uid,
      patch: { status: { conditions: next } },
      subresource: 'status',
      trusted: true,
    },
    say(pod, 'Warning', 'NodeNotReady', 'Node is not ready'),
  ]
}
