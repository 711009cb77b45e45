// What can befall a node, and what can be done to it: power, network, disk; cordon, drain, labels, taints; one more, one less.
import type { Node, Taint } from '../../kube/index.ts'
import { zoneOf } from '../machines.ts'
import { addNode } from './addnode.ts'
import { deletions } from './any.ts'
import { drain } from './drain.ts'
import { faultsOfNode, mendNodes, strike } from './fault.ts'
import { kubectl, merge, pathOfObject } from './requests.ts'
import type { Deed, Scenery, Verb } from './verb.ts'
import { ofZone } from './zone.ts'

/** Kill and power on; the one verb that the first visit invites to. */
export function power(scenery: Scenery, name: string): Verb {
  const faults = faultsOfNode(scenery, 'NodeCrash', name)
  const deed = faults.length
    ? mendNodes(scenery, { code: 'fault.powerOn', args: { node: name } }, faults, [name])
    : strike(scenery, { code: 'fault.nodeCrash', args: { node: name } }, `crash-${name}`, { type: 'NodeCrash', nodes: [name] })
  return { id: 'power', key: faults.length ? 'verb.powerOn' : 'verb.kill', letter: 'K', group: 'fault', prominent: true, deed }
}

function network(scenery: Scenery, name: string): Verb {
  const faults = faultsOfNode(scenery, 'NodePartition', name)
  const deed = faults.length
    ? mendNodes(scenery, { code: 'fault.linked', args: { node: name } }, faults, [name])
    : strike(scenery, { code: 'fault.nodePartition', args: { node: name } }, `partition-${name}`, { type: 'NodePartition', nodes: [name] })
  return { id: 'network', key: faults.length ? 'verb.heal' : 'verb.partition', letter: 'P', group: 'fault', prominent: true, deed }
}

function disk(scenery: Scenery, name: string): Verb {
  const faults = faultsOfNode(scenery, 'SlowDisk', name)
  const deed = faults.length
    ? mendNodes(scenery, { code: 'fault.fastDisk', args: { node: name } }, faults, [name])
    : strike(scenery, { code: 'fault.slowDisk', args: { node: name } }, `slow-${name}`, { type: 'SlowDisk', nodes: [name] })
  return { id: 'disk', key: faults.length ? 'verb.fastDisk' : 'verb.slowDisk', letter: 'S', group: 'fault', deed }
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

/** `dedicated=db:NoSchedule` sets a taint, `dedicated-` and `dedicated:NoSchedule-` take it away. */
const TAINT = /^([A-Za-z0-9][A-Za-z0-9._/-]*?)(?:=([A-Za-z0-9._-]*))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?(-)?$/
const isTaint = (text: string) => {
  const [, , value, effect, gone] = TAINT.exec(text.trim()) ?? []
  return gone ? value === undefined : effect !== undefined
}

function taint(node: Node): Verb {
  const { name } = node.metadata
  const now = node.spec?.taints ?? []
  const deed = (answer: string): Deed => {
    const text = answer.trim()
    const [, key = '', value, effect, gone] = TAINT.exec(text) ?? []
    const others = now.filter(t => t.key !== key || (effect !== undefined && t.effect !== effect))
    const fresh: Taint[] = gone ? [] : [{ key, ...(value && { value }), effect: effect as Taint['effect'] }]
    const overwrites = !gone && others.length < now.length
    return {
      say: { code: gone ? 'act.untaint' : 'act.taint', args: { name, taint: gone ? text.slice(0, -1) : text } },
      requests: [merge(pathOfObject('nodes', node), { spec: { taints: [...others, ...fresh] } })],
      line: kubectl('', 'taint', 'node', name, text, ...(overwrites ? ['--overwrite'] : [])),
    }
  }
  const own = now.find(t => !t.key.startsWith('node.kubernetes.io/'))
  return {
    id: 'taint',
    key: 'verb.taint',
    letter: 'T',
    group: 'change',
    question: {
      key: 'verb.taint.question',
      initial: own ? `${own.key}:${own.effect}-` : 'dedicated=db:NoSchedule',
      check: answer => (isTaint(answer) ? undefined : 'verb.taint.refused'),
      deed,
    },
  }
}

export function ofNode(scenery: Scenery, name: string): Verb[] {
  const node = scenery.mirror.object<Node>('nodes', name)
  // A machine may be there without a Node object: it can still lose its power.
  const zone = zoneOf(node)
  const outage = zone ? ofZone(scenery, zone).filter(v => v.id === 'outage' && v.letter) : []
  const wide = outage.map(v => ({ ...v, letter: 'Z', prominent: false, alone: true }))
  const has = scenery.mirror.row('machines', name) !== undefined
  const machine = has ? [power(scenery, name), network(scenery, name), disk(scenery, name), ...wide] : []
  if (!node) return machine
  const removal = deletions('nodes', node).map(v => ({ ...v, prominent: false }))
  return [...machine, cordon(node), drain(scenery, node), label(node), taint(node), addNode(scenery, zone), ...removal]
}
