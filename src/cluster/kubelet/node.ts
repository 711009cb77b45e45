// The machines and what their kubelets tell of them. A heartbeat renews the node's Lease every 10 s; the Node's status is written when it is not what the
// kubelet says, and every 5 minutes. A Node object that somebody creates is a machine that joins; one that is deleted is a machine that is decommissioned.
// Upstream: pkg/kubelet/kubelet_node_status.go, staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go.
import type { Actor, Api, EventData, Look, World } from '../../engine/index.ts'
import type { Node } from '../../kube/index.ts'
import type { After } from '../charts/after.ts'
import { nodeChart } from '../charts/node.ts'
import { type Machine, machines } from '../tables.ts'
import { isOutOfDate, labelWrites, leaseDraft, leaseWrite, nodeDraft, statusWrite } from './nodestatus.ts'
import { linkChanged } from './process/ensembles/index.ts'
import { type NodeRow, nodes, workers } from './rows.ts'
import { sayOfNode } from './say.ts'
import { forget } from './stopping.ts'

const BEAT_MS = 10_000
const REPORT_MS = 300_000
/** How long a machine needs to come up, and to find the API server again. */
const HOPS: Readonly<Record<string, readonly [number, number]>> = { boot: [1_500, 2_500], reconnect: [500, 3_000] }

export interface MachineSpec {
  readonly name: string
  readonly zone?: string
  /** Position in the cluster's network: 10.244.N.0/24. */
  readonly number: number
  readonly capacity: { readonly cpu: string; readonly memory: string; readonly pods: number | string }
}

export const node: Actor = {
  name: 'node',
  plural: 'nodes',
  watches: [{ plural: 'nodes', keys: c => (c.type === 'MODIFIED' ? [] : [c.key]) }],
  look,
  receive(world, e) {
    const { node, epoch, event } = e as MachineEvent
    if (nodes(world).get(node)?.epoch !== epoch) return
    const isCut = machines(world).get(node)?.link === 'cut'
    moveMachine(world, node, event === 'BOOTED' && isCut ? 'BOOTED_ALONE' : event)
  },
}

interface MachineEvent extends EventData {
  readonly node: string
  readonly epoch: number
  readonly event: string
}

/** A machine that has been there before the world began: its Node is Ready at once. */
export function bootNode(world: World, api: Api, spec: MachineSpec & { cause: number }): void {
  const { cause } = spec
  addMachine(world, spec, 'connected')
  const row = nodes(world).get(spec.name) as NodeRow
  const made = api.create('nodes', nodeDraft(row, world.timestamp), { cause, trusted: true }) as Node
  api.create('leases', leaseDraft(made, spec.name, world.nowMs), { cause, trusted: true })
}

function addMachine(world: World, spec: MachineSpec, state: string): void {
  const { name, number, zone, capacity } = spec
  machines(world).set(name, {
    node: name,
    power: 'on',
    link: 'up',
    slowDisk: false,
    images: [],
    state,
    bootedAt: world.now,
    ...(zone && { zone }),
  })
  const { cpu, memory, pods } = capacity
  nodes(world).set(name, {
    node: name,
    number,
    state,
    epoch: 0,
    relistMs: world.dice.roll(1000),
    beatAt: world.now + world.dice.roll(BEAT_MS),
    reportAt: world.now + REPORT_MS,
    lastAddress: 1,
    addressesGiven: 0,
    uids: [],
    living: [],
    capacity: { cpu: String(cpu), memory: String(memory), pods: String(pods) },
    ...(zone && { zone }),
  })
  numbers(world).set('last', Math.max(number, numbers(world).get('last') ?? 0))
}

const numbers = (world: Pick<World, 'table'>) => world.table<number>('kubelet.numbers')

function look(world: World, name: string): Look | undefined {
  const object = world.get<Node>('nodes', name)
  const row = nodes(world).get(name)
  if (!row) {
    if (object) join(world, object)
    return undefined
  }
  if (!object) {
    takeAway(world, row)
    return undefined
  }
  if (row.state !== 'connected') return undefined
  if (world.now < row.beatAt) return { againInMs: row.beatAt - world.now }
  return beat(world, row, object)
}

function beat(world: World, { starting, ...row }: NodeRow, object: Node): Look {
  const isReport = world.now >= row.reportAt
  const beatAt = row.beatAt + Math.floor((world.now - row.beatAt) / BEAT_MS + 1) * BEAT_MS
  nodes(world).set(row.node, { ...row, beatAt, ...(isReport && { reportAt: world.now + REPORT_MS }) })
  const labels = labelWrites(row, object, starting === true)
  const status = isReport || isOutOfDate(object) ? [statusWrite(world, row, object)] : []
  return { steps: [[leaseWrite(world, row.node, object)], [...labels, ...status]], againInMs: beatAt - world.now }
}

/** Somebody has created a Node: a machine of that name comes up. */
function join(world: World, object: Node): void {
  const { name, labels } = object.metadata
  const zone = labels?.['topology.kubernetes.io/zone']
  const own = object.status?.capacity as Record<string, string> | undefined
  const capacity = { cpu: own?.cpu ?? '4', memory: own?.memory ?? '8Gi', pods: own?.pods ?? '110' }
  const number = (numbers(world).get('last') ?? 0) + 1
  addMachine(world, { name, number, capacity, ...(zone && { zone }) }, 'off')
  nodes(world).set(name, { ...(nodes(world).get(name) as NodeRow), starting: true })
  world.tell('node', `nodes ${name}`, 'node.joins', { node: name })
  moveMachine(world, name, 'POWER_ON')
  world.wake('faults', '*', 0)
}

/** The Node was deleted: the machine is taken away with all that runs on it. */
function takeAway(world: World, row: NodeRow): void {
  world.tell('node', `nodes ${row.node}`, 'node.takenAway', { node: row.node })
  loseAll(world, row.node)
  nodes(world).delete(row.node)
  machines(world).delete(row.node)
}

/** Switches a machine on or off, cuts it off or connects it again. */
export function setMachine(world: World, name: string, change: Partial<Pick<Machine, 'power' | 'link' | 'slowDisk'>>): void {
  const machine = machines(world).get(name)
  if (!machine) return
  const next = { ...machine, ...change }
  machines(world).set(name, next)
  if (next.power !== machine.power) moveMachine(world, name, next.power === 'on' ? 'POWER_ON' : 'POWER_OFF')
  if (next.link !== machine.link) moveMachine(world, name, next.link === 'up' ? 'HEAL' : 'CUT')
  if (next.link !== machine.link) linkChanged(world, name)
}

function moveMachine(world: World, name: string, event: string): void {
  const row = nodes(world).get(name)
  if (!row) return
  const step = nodeChart.next(row.state, event)
  if (!step.changed) return
  const epoch = row.epoch + 1
  nodes(world).set(name, { ...row, state: step.state, epoch })
  const machine = machines(world).get(name)
  if (machine) machines(world).set(name, { ...machine, state: step.state })
  world.tell('node', `nodes ${name}`, `node.${step.state}`, { node: name })
  for (const effect of step.effects) {
    const { hop, event } = effect.params as After
    const [least, most] = HOPS[hop] ?? [0, 0]
    world.schedule(world.dice.between(least, most), 'node', { type: 'machine', node: name, epoch, event } satisfies MachineEvent)
  }
  if (event === 'POWER_OFF') loseAll(world, name)
  if (event === 'BOOTED' || event === 'BOOTED_ALONE') booted(world, name)
  if (step.state === 'connected') connected(world, name)
}

/** Everything that ran there is gone; the images stay on its disk. */
function loseAll(world: World, name: string): void {
  const row = nodes(world).get(name) as NodeRow
  for (const uid of row.uids) {
    const w = workers(world).get(uid)
    if (w) forget(world, w)
  }
  nodes(world).set(name, {
    ...(nodes(world).get(name) as NodeRow),
    uids: [],
    living: [],
    lastAddress: 1,
    addressesGiven: 0,
    starting: true,
  })
}

function booted(world: World, name: string): void {
  const machine = machines(world).get(name)
  if (machine) machines(world).set(name, { ...machine, bootedAt: world.now })
  if (machine?.link === 'cut') return
  sayOfNode(world, name, 'Normal', 'Starting', 'Starting kubelet.')
  for (const what of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) {
    sayOfNode(world, name, 'Normal', what, `Node ${name} status is now: ${what}`)
  }
}

/** It hears again: the pods that are bound to it, and what became of those it has. */
function connected(world: World, name: string): void {
  const row = nodes(world).get(name) as NodeRow
  nodes(world).set(name, { ...row, beatAt: world.now })
  world.wake('node', name, 0)
  const keys = new Set(world.keysBy('pods', 'node', name))
  for (const uid of row.uids) keys.add(workers(world).get(uid)?.key ?? '')
  keys.delete('')
  for (const key of keys) world.wake('kubelet', key)
}
