// Faults as verbs make and mend them. A Fault that exists is so; taking a node or pod out of it, or deleting it, mends it. See the kind in kube/kinds/podium.ts.
import type { Fault, FaultSpec, FaultType, Node } from '../../kube/index.ts'
import type { DoorRequest } from '../../session/index.ts'
import { zoneOf } from '../machines.ts'
import { kubectl, kubectlCreate, merge, post, remove } from './requests.ts'
import type { Deed, Scenery } from './verb.ts'

const FAULTS = '/apis/podium.local/v1/faults'

export const faultsOf = ({ mirror }: Scenery, type: FaultType): Fault[] =>
  [...mirror.objects<Fault>('faults').values()].filter(f => f.spec.type === type)

/** Faults of a type that hold this node. */
export function faultsOfNode(scenery: Scenery, type: FaultType, node: string): Fault[] {
  const zone = zoneOf(scenery.mirror.object<Node>('nodes', node))
  return faultsOf(scenery, type).filter(f => f.spec.nodes?.includes(node) || (zone !== '' && f.spec.zone === zone))
}

/** A name for a new fault that nobody has yet. */
function freeName({ mirror }: Scenery, name: string): string {
  const taken = mirror.objects('faults')
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}-${n}`
    if (!taken.has(tried)) return tried
  }
}

/** Makes a fault. */
export function strike(scenery: Scenery, say: Deed['say'], name: string, spec: FaultSpec): Deed {
  const fault = { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name: freeName(scenery, name) }, spec }
  return { say, requests: [post(FAULTS, fault)], line: kubectlCreate(fault) }
}

/** The nodes that carry a zone's label. */
export const nodesIn = ({ mirror }: Scenery, zone: string): string[] =>
  [...mirror.objects<Node>('nodes').values()].filter(n => zoneOf(n) === zone).map(n => n.metadata.name)

/** Mends what faults do to these nodes: each is deleted, or loses only these nodes where it holds others too. */
export function mendNodes(scenery: Scenery, say: Deed['say'], faults: readonly Fault[], nodes: readonly string[]): Deed {
  const requests: DoorRequest[] = []
  const lines: string[] = []
  for (const f of faults) {
    const held = [...(f.spec.nodes ?? []), ...(f.spec.zone ? nodesIn(scenery, f.spec.zone) : [])]
    const left = [...new Set(held)].filter(n => !nodes.includes(n))
    const { name } = f.metadata
    const spec = { nodes: left, zone: null }
    requests.push(left.length ? merge(`${FAULTS}/${name}`, { spec }) : remove(`${FAULTS}/${name}`))
    lines.push(
      left.length
        ? kubectl('', 'patch', 'fault', name, '--type=merge', '-p', JSON.stringify({ spec }))
        : kubectl('', 'delete', 'fault', name),
    )
  }
  return { say, requests, line: lines.join('; ') }
}

/** Deletes faults as a whole. */
export const mend = (say: Deed['say'], faults: readonly Fault[]): Deed => ({
  say,
  requests: faults.map(f => remove(`${FAULTS}/${f.metadata.name}`)),
  line: kubectl('', 'delete', 'fault', ...faults.map(f => f.metadata.name)),
})
