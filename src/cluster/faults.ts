// Faults (podium.local/v1): a Fault that exists is so, deleting it heals it. Machines are switched off and on, cut off and connected; a ContainerCrash
// happens once. Failing probes and pulls are asked for where they matter (kubelet/faultsof.ts).
import type { Actor, Look, World } from '../engine/index.ts'
import type { Fault, Pod } from '../kube/index.ts'
import { matchesFault } from './kubelet/faultsof.ts'
import { setMachine } from './kubelet/node.ts'
import { endProcess } from './kubelet/process/index.ts'
import { isOn, nodes, pods } from './kubelet/rows.ts'
import type { Machine } from './tables.ts'
import { machines } from './tables.ts'

export const faults: Actor = {
  name: 'faults',
  plural: 'faults',
  watches: [{ plural: 'faults', keys: c => [c.key] }],
  look,
}

function look(world: World, key: string): Look | undefined {
  setMachines(world)
  const fault = world.get<Fault>('faults', key)
  if (fault?.spec.type !== 'ContainerCrash' || fault.status?.phase === 'Done') return undefined
  crash(world, fault)
  const status = { phase: 'Done', since: world.timestamp }
  return { steps: [[{ verb: 'merge', plural: 'faults', key, patch: { status }, subresource: 'status', trusted: true }]] }
}

/** Makes every machine what the faults together say it is. */
function setMachines(world: World): void {
  const all = [...world.list<Fault>('faults')].filter(f => f.spec.nodes || f.spec.zone)
  for (const { node, zone } of nodes(world).values()) {
    const machine = machines(world).get(node)
    if (!machine) continue
    const has = (type: string) =>
      all.some(f => f.spec.type === type && (f.spec.nodes?.includes(node) || (f.spec.zone && f.spec.zone === zone)))
    const wanted: Pick<Machine, 'power' | 'link' | 'slowDisk'> = {
      power: has('NodeCrash') ? 'off' : 'on',
      link: has('NodePartition') ? 'cut' : 'up',
      slowDisk: has('SlowDisk'),
    }
    if (machine.power !== wanted.power || machine.link !== wanted.link || machine.slowDisk !== wanted.slowDisk)
      setMachine(world, node, wanted)
  }
}

/** Ends the processes of the containers that a ContainerCrash means. */
function crash(world: World, fault: Fault): void {
  const { container } = fault.spec.pods ?? {}
  for (const pod of world.by<Pod>('pods', 'namespace', fault.spec.pods?.namespace ?? 'default')) {
    if (!pod.spec.nodeName || !isOn(world, pod.spec.nodeName) || !matchesFault(fault, pod)) continue
    for (const c of pods(world).get(pod.metadata.uid)?.containers ?? []) {
      if (c.exit || c.attempt < 0 || (container && container !== c.name)) continue
      world.tell('faults', `pods ${pod.metadata.namespace}/${pod.metadata.name}`, 'fault.containerCrash', {
        container: c.name,
        fault: fault.metadata.name,
      })
      endProcess(world, pod.metadata.uid, c.name, c.attempt, fault.spec.exitCode ?? 1)
    }
  }
}
