// What the scheduler keeps in mind of a node: what it can give, what its pods (bound, or about to be) have taken, which host ports are used, which of
// its pods have opinions about their neighbours. Kept by adding and subtracting, never by counting anew. Upstream: pkg/scheduler/framework/types.go NodeInfo.
import type { Node, Pod } from '../../kube/index.ts'
import { type Amounts, amountsOf, requestsOf } from './resources.ts'

/** `TCP 8080` on an address; `0.0.0.0` is all of them. */
export interface HostPort {
  readonly address: string
  readonly port: string
}

export interface NodeInfo {
  readonly name: string
  /** Absent while pods name a node that there is no object of. */
  node: Node | undefined
  allocatable: Amounts & { readonly pods: number }
  /** Position in the order of search, -1 without a node. */
  slot: number
  pods: number
  cpu: number
  memory: number
  cpuOrDefault: number
  memoryOrDefault: number
  readonly others: Map<string, number>
  /** How many pods use a host port: `TCP 8080` → address → pods. */
  readonly ports: Map<string, Map<string, number>>
  /** Pods with rules about other pods, by key. */
  readonly opinionated: Map<string, Pod>
  /** How many pods have a priority. */
  readonly priorities: Map<number, number>
}

const NOTHING = amountsOf(undefined)

export const emptyNodeInfo = (name: string): NodeInfo => ({
  name,
  node: undefined,
  allocatable: NOTHING,
  slot: -1,
  pods: 0,
  cpu: 0,
  memory: 0,
  cpuOrDefault: 0,
  memoryOrDefault: 0,
  others: new Map(),
  ports: new Map(),
  opinionated: new Map(),
  priorities: new Map(),
})

export function setNode(info: NodeInfo, node: Node | undefined): void {
  info.node = node
  info.allocatable = amountsOf((node?.status?.allocatable ?? node?.status?.capacity) as Record<string, string> | undefined)
}

/** Adds (sign 1) or takes away (sign -1) what a pod uses. */
export function countPod(info: NodeInfo, key: string, pod: Pod, sign: 1 | -1): void {
  const r = requestsOf(pod.spec)
  info.pods += sign
  info.cpu += sign * r.cpu
  info.memory += sign * r.memory
  info.cpuOrDefault += sign * r.cpuOrDefault
  info.memoryOrDefault += sign * r.memoryOrDefault
  for (const [name, n] of r.others) shift(info.others, name, sign * n)
  shift(info.priorities, pod.spec.priority ?? 0, sign)
  for (const { address, port } of hostPortsOf(pod)) {
    const used = info.ports.get(port) ?? new Map<string, number>()
    info.ports.set(port, used)
    shift(used, address, sign)
    if (!used.size) info.ports.delete(port)
  }
  if (!hasOpinion(pod)) return
  if (sign === 1) info.opinionated.set(key, pod)
  else info.opinionated.delete(key)
}

function shift<K>(sums: Map<K, number>, name: K, by: number): void {
  const n = (sums.get(name) ?? 0) + by
  if (n === 0) sums.delete(name)
  else sums.set(name, n)
}

/** Whether a node has pods of a lower priority. */
export function hasLower(info: NodeInfo, priority: number): boolean {
  for (const p of info.priorities.keys()) if (p < priority) return true
  return false
}

const hasOpinion = ({ spec }: Pod) => spec.affinity?.podAffinity !== undefined || spec.affinity?.podAntiAffinity !== undefined

const NO_PORTS: readonly HostPort[] = []

/** The host ports that a pod wants: of its containers and sidecars. */
export function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined
  for (const c of spec.containers ?? []) found = collect(c.ports, found)
  for (const c of spec.initContainers ?? []) {
    if ((c as { restartPolicy?: string }).restartPolicy === 'Always') found = collect(c.ports, found)
  }
  return found ?? NO_PORTS
}

function collect(ports: Pod['spec']['containers'][number]['ports'], found: HostPort[] | undefined): HostPort[] | undefined {
  let all = found
  for (const p of ports ?? []) {
    if (!p.hostPort) continue
    all ??= []
    all.push({ address: p.hostIP || '0.0.0.0', port: `${p.protocol ?? 'TCP'} ${p.hostPort}` })
  }
  return all
}
