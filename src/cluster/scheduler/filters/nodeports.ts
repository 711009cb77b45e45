// A host port can be had once on each address of a node. Upstream: plugins/nodeports/node_ports.go, framework/types.go HostPortInfo.
import { hostPortsOf, type NodeInfo } from '../nodeinfo.ts'
import type { Filter, Refusal } from '../plugin.ts'

const REFUSED: Refusal = { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true }
const ALL = '0.0.0.0'

function isTaken(info: NodeInfo, address: string, port: string): boolean {
  const used = info.ports.get(port)
  if (!used) return false
  return address === ALL ? used.size > 0 : used.has(address) || used.has(ALL)
}

export const nodePorts: Filter = {
  name: 'NodePorts',
  local: true,
  prepare(pod) {
    const wanted = hostPortsOf(pod)
    if (!wanted.length) return undefined
    return info => (wanted.some(({ address, port }) => isTaken(info, address, port)) ? REFUSED : undefined)
  },
}
