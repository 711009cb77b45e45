// What can befall a node or a zone, and what can be done to it: power, network, cordon, labels.
import type { Node } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { faultsOf, faultsOfNode, mend, mendNode, strike, ZONE } from './fault.ts'
import { kubectl, merge, pathOfObject } from './requests.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

/** Kill and power on; the one verb that the first visit invites to. */
export function power(scenery: Scenery, name: string): Verb {
  const faults = faultsOfNode(scenery, 'NodeCrash', name)
  return faults.length
    ? {
        id: 'power',
        key: 'verb.powerOn',
        letter: 'K',
        group: 'fault',
        prominent: true,
        deed: mendNode(scenery, { code: 'fault.powerOn', args: { node: name } }, faults, name),
      }
    : {
        id: 'power',
        key: 'verb.kill',
        letter: 'K',
        group: 'fault',
        prominent: true,
        deed: strike(scenery, { code: 'fault.nodeCrash', args: { node: name } }, `crash-${name}`, { type: 'NodeCrash', nodes: [name] }),
      }
}

function network(scenery: Scenery, name: string): Verb {
  const faults = faultsOfNode(scenery, 'NodePartition', name)
  const deed = faults.length
    ? mendNode(scenery, { code: 'fault.linked', args: { node: name } }, faults, name)
    : strike(scenery, { code: 'fault.nodePartition', args: { node: name } }, `partition-${name}`, { type: 'NodePartition', nodes: [name] })
  return { id: 'network', key: faults.length ? 'verb.heal' : 'verb.partition', letter: 'P', group: 'fault', prominent: true, deed }
}

function cordon(node: Node): Verb {
  const { name } = node.metadata
  const cordoned = node.spec?.unschedulable === true
  return {
    id: 'cordon',
    key: cordoned ? 'verb.uncordon' : 'verb.cordon',
    letter: 'O',
    group: 'change',
    prominent: true,
    deed: {
      say: { code: cordoned ? 'act.uncordon' : 'act.cordon', args: { name } },
      requests: [merge(pathOfObject('nodes', node), { spec: { unschedulable: cordoned ? null : true } })],
      line: kubectl('', cordoned ? 'uncordon' : 'cordon', name),
    },
  }
}

/** `color=red` sets a label, `color-` takes it away: as kubectl has it. */
const LABEL = /^([A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?)(?:=([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?|(-))$/

function label(node: Node): Verb {
  const { name } = node.metadata
  const deed = (answer: string): Deed => {
    const text = answer.trim()
    const [, key = '', , value = '', , gone] = LABEL.exec(text) ?? []
    return {
      say: gone ? { code: 'act.unlabel', args: { name, key } } : { code: 'act.label', args: { name, label: text } },
      requests: [merge(pathOfObject('nodes', node), { metadata: { labels: { [key]: gone ? null : value } } })],
      line: kubectl('', 'label', 'node', name, text, ...(!gone && node.metadata.labels?.[key] !== undefined ? ['--overwrite'] : [])),
    }
  }
  return {
    id: 'label',
    key: 'verb.label',
    letter: 'L',
    group: 'change',
    question: {
      key: 'verb.label.question',
      initial: 'color=red',
      check: answer => (LABEL.test(answer.trim()) ? undefined : 'verb.label.refused'),
      deed,
    },
  }
}

export function ofNode(scenery: Scenery, name: string): Verb[] {
  const node = scenery.mirror.object<Node>('nodes', name)
  // A machine may be there without a Node object: it can still lose its power.
  const zone = zoneOf(node)
  const wide = zone ? ofZone(scenery, zone).map(v => ({ ...v, letter: 'Z', prominent: false })) : []
  const machine = scenery.mirror.row('machines', name) ? [power(scenery, name), network(scenery, name), ...wide] : []
  if (!node) return machine
  const removal = deletions('nodes', node).map(v => ({ ...v, letter: 'D', prominent: false }))
  return [...machine, cordon(node), label(node), ...removal]
}

export function ofZone(scenery: Scenery, zone: string): Verb[] {
  const faults = faultsOf(scenery, 'NodeCrash').filter(f => f.spec.zone === zone)
  return [
    {
      id: 'outage',
      key: faults.length ? 'verb.zoneOn' : 'verb.outage',
      letter: 'K',
      group: 'fault',
      prominent: true,
      deed: faults.length
        ? mend({ code: 'fault.zoneOn', args: { zone } }, faults)
        : strike(scenery, { code: 'fault.zoneOutage', args: { zone } }, `outage-${zone}`, { type: 'NodeCrash', zone }),
    },
  ]
}

const zoneOf = (node: Node | undefined): string => node?.metadata.labels?.[ZONE] ?? ''
