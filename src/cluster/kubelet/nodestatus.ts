// What a kubelet says of its machine: the Node object it registers, the conditions it posts, its Lease. Compared with what a kubelet of 1.34.4 writes.
// Upstream: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go, pkg/kubelet/nodelease.
import { same, type World, type Write } from '../../engine/index.ts'
import { type Draft, formatMicroTime, type Node } from '../../kube/index.ts'
import { addressOfNode } from './addresses.ts'
import type { NodeRow } from './rows.ts'

type Condition = NonNullable<Node['status']['conditions']>[number]

const HEALTHY: readonly (readonly [type: string, status: string, reason: string, message: string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

const LABELS = {
  'beta.kubernetes.io/arch': 'amd64',
  'beta.kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
  'kubernetes.io/os': 'linux',
}
const INFO = {
  architecture: 'amd64',
  bootID: '',
  containerRuntimeVersion: 'containerd://2.1.4',
  kernelVersion: '6.1.0',
  kubeProxyVersion: '',
  kubeletVersion: 'v1.34.4',
  machineID: '',
  operatingSystem: 'linux',
  osImage: 'Debian GNU/Linux 12 (bookworm)',
  systemUUID: '',
}
const FIRST_PORT = 10_300

const labelsOf = (row: NodeRow) => ({
  ...LABELS,
  'kubernetes.io/hostname': row.node,
  ...(row.zone && { 'topology.kubernetes.io/zone': row.zone }),
})

/** The healthy conditions, with the time of their last transition kept while the status stays; those of others follow. */
export function conditionsNow(old: readonly Condition[], now: string): Condition[] {
  const own = HEALTHY.map(([type, status, reason, message]): Condition => {
    const before = old.find(c => c.type === type)
    const since = before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : now
    return { type, status, lastHeartbeatTime: now, lastTransitionTime: since, reason, message }
  })
  return [...own, ...old.filter(c => !HEALTHY.some(([type]) => type === c.type))]
}

/** Whether the object shows something else than the kubelet would say, heartbeat times aside. */
export const isOutOfDate = (node: Node): boolean =>
  !node.status.nodeInfo?.kubeletVersion ||
  HEALTHY.some(
    ([type, status, reason]) => !node.status.conditions?.some(c => c.type === type && c.status === status && c.reason === reason),
  )

function statusOf(row: NodeRow, old: readonly Condition[], now: string) {
  return {
    addresses: [
      { address: addressOfNode(row.number), type: 'InternalIP' },
      { address: row.node, type: 'Hostname' },
    ],
    allocatable: row.capacity,
    capacity: row.capacity,
    conditions: conditionsNow(old, now),
    daemonEndpoints: { kubeletEndpoint: { Port: FIRST_PORT + row.number } },
    nodeInfo: INFO,
  }
}

export const nodeDraft = (row: NodeRow, now: string): Draft => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: row.node, annotations: { 'node.alpha.kubernetes.io/ttl': '0' }, labels: labelsOf(row) },
  spec: { providerID: `kubemark://${row.node}` },
  status: statusOf(row, [], now),
})

/** Labels that are the kubelet's to give: all when it registers and finds its Node there, later those without which no pod finds it (tryUpdateNodeStatus). */
export function labelWrites(row: NodeRow, node: Node, registers: boolean): Write[] {
  const labels = { ...node.metadata.labels, ...(registers ? labelsOf(row) : LABELS) }
  if (same(labels, node.metadata.labels)) return []
  return [{ verb: 'merge', plural: 'nodes', key: row.node, patch: { metadata: { labels } }, trusted: true }]
}

export const statusWrite = (world: World, row: NodeRow, node: Node): Write => ({
  verb: 'merge',
  plural: 'nodes',
  key: row.node,
  patch: { status: statusOf(row, node.status.conditions ?? [], world.timestamp) },
  subresource: 'status',
  trusted: true,
})

const LEASE_SECONDS = 40
export const leaseKey = (node: string) => `kube-node-lease/${node}`

export const leaseDraft = (node: Node, name: string, nowMs: number): Draft => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: {
    name,
    namespace: 'kube-node-lease',
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }],
  },
  spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: formatMicroTime(nowMs) },
})

/** Renews the Lease. One that is not there is made, in the name of the Node. */
export function leaseWrite(world: World, name: string, node: Node): Write {
  const key = leaseKey(name)
  if (!world.get('leases', key)) return { verb: 'create', plural: 'leases', object: leaseDraft(node, name, world.nowMs), trusted: true }
  return { verb: 'merge', plural: 'leases', key, patch: { spec: { renewTime: formatMicroTime(world.nowMs) } }, trusted: true }
}
