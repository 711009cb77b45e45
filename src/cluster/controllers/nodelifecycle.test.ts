import { describe, expect, it } from 'vitest'
import type { Timer } from '../tables.ts'
import { nodelifecycle } from './nodelifecycle.ts'
import { NodeWorld } from './testing/nodes.ts'

const world = () => new NodeWorld([nodelifecycle])
/** The talk's cluster: three nodes, three zones. */
const three = () => world().addNode('node-1', { zone: 'a' }).addNode('node-2', { zone: 'b' }).addNode('node-3', { zone: 'c' })

describe('Node health', () => {
  it('nodes that renew their leases are left alone', () => {
    const w = three().run(300)
    expect(['node-1', 'node-2', 'node-3'].map(w.ready)).toEqual(['True', 'True', 'True'])
    expect(w.said.sort()).toEqual(
      [1, 2, 3].map(n => `5s Normal RegisteredNode node-${n}: Node node-${n} event: Registered Node node-${n} in Controller`),
    )
  })

  it('nobody knows of a dead node for 50 s, then it is Unknown, its pods are not ready, and taints say so in the same second', () => {
    const w = three().addPod('web', 'node-1').run(101).die('node-1').run(48)
    expect(w.ready('node-1')).toBe('True')
    expect(w.podReady('web')).toBe('True')
    w.run(7)
    expect(w.node('node-1').status.conditions?.map(c => [c.type, c.status, c.reason, c.message])).toEqual(
      ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(t => [
        t,
        'Unknown',
        'NodeStatusUnknown',
        'Kubelet stopped posting node status.',
      ]),
    )
    expect(w.podReady('web')).toBe('False')
    expect(w.pod('web')?.status.phase).toBe('Running')
    expect(w.taints('node-1')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute'])
    const [one, two] = w.node('node-1').spec.taints ?? []
    expect(one?.timeAdded).toBe(two?.timeAdded)
    expect(w.said.slice(3)).toEqual([
      '155s Normal NodeNotReady node-1: Node node-1 status is now: NodeNotReady',
      '155s Warning NodeNotReady web: Node is not ready',
    ])
  })

  it('the silence is a timer from the last heartbeat to the moment it will be Unknown', () => {
    const w = three().run(101).die('node-1')
    const timer = () => w.engine.table<Timer>('timers').get('nodes node-1 unknown')
    w.run(10)
    expect(timer()).toBeUndefined()
    w.run(5)
    expect(timer()).toEqual({ subject: 'nodes node-1', name: 'unknown', from: 100_000, until: 155_000 })
    w.run(40)
    expect(timer()).toBeUndefined()
    expect(w.ready('node-1')).toBe('Unknown')
  })

  it('a node that comes back in time is as if nothing had been', () => {
    const w = three().run(101).die('node-1').run(40)
    w.alive.add('node-1')
    const said = () => w.engine.table<{ code: string }>('captions').get('nodelifecycle node-1')?.code
    w.run(11)
    expect(said()).toBe('nodelifecycle.heard')
    w.run(109)
    expect(said()).toBeUndefined()
    expect(w.ready('node-1')).toBe('True')
    expect(w.engine.table('timers').size).toBe(0)
  })

  it('nothing is said any more of a node that is well again, nor of one that is gone', () => {
    const w = three().run(101).die('node-1').run(100)
    const said = () => w.engine.table<{ code: string }>('captions').get('nodelifecycle node-1')?.code
    expect(said()).toBe('nodelifecycle.unknown')
    w.revive('node-1').run(106)
    expect(w.ready('node-1')).toBe('True')
    expect(said()).toBeUndefined()
    w.die('node-1').run(100)
    expect(said()).toBe('nodelifecycle.unknown')
    w.engine.act('you', '-', 'test', {}, cause => w.engine.api.remove('nodes', 'node-1', {}, { cause }))
    w.run(10)
    expect(said()).toBeUndefined()
  })

  it('a node that comes back later loses its taints', () => {
    const w = three().run(101).die('node-1').run(100).revive('node-1').run(6)
    expect(w.taints('node-1')).toEqual([])
    w.run(100)
    expect(w.ready('node-1')).toBe('True')
  })

  it('a node that is well loses a taint that says otherwise, whoever gave it', () => {
    for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
      const w = three()
        .run(101)
        .taint('node-1', [
          { key, effect: 'NoExecute' },
          { key: 'own', effect: 'NoExecute' },
        ])
      expect(w.taints('node-1')).toHaveLength(2)
      w.run(6)
      expect(w.taints('node-1')).toEqual(['own:NoExecute'])
    }
  })

  it('a node that says itself that it is not ready is tainted as such, and swapped at once when it falls silent', () => {
    const w = three().run(101).report('node-1', 'False').run(6)
    expect(w.taints('node-1')).toEqual(['not-ready:NoSchedule', 'not-ready:NoExecute'])
    w.die('node-1').run(60)
    expect(w.ready('node-1')).toBe('Unknown')
    expect(w.taints('node-1').sort()).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule'])
  })

  it('cordoning is a taint too, at once', () => {
    const w = three().run(1)
    w.merge('nodes', 'node-2', { spec: { unschedulable: true } })
    w.run(0.1)
    expect(w.taints('node-2')).toEqual(['unschedulable:NoSchedule'])
    w.merge('nodes', 'node-2', { spec: { unschedulable: null } })
    w.run(0.1)
    expect(w.node('node-2').spec.taints).toBeUndefined()
  })

  it('a pod that is bound to a lost node after it was given up is marked too', () => {
    const w = three().run(101).die('node-1').run(60)
    w.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'late', namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'nginx' }] },
    })
    const conditions = [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: w.engine.world.timestamp }]
    w.merge('pods', 'default/late', { status: { conditions } }, 'status')
    w.merge('pods', 'default/late', { spec: { nodeName: 'node-1' } })
    w.run(1)
    expect(w.podReady('late')).toBe('False')
  })

  it('a node object that is deleted is forgotten', () => {
    const w = three().run(10)
    w.remove('nodes', 'node-3')
    w.run(100)
    expect(w.said.at(-1)).toBe('10s Normal RemovingNode node-3: Node node-3 event: Removing Node node-3 from Controller')
    expect([...w.engine.table('nodelifecycle.health').keys()]).toEqual(['node-1', 'node-2'])
  })

  it('costs nothing for each node while nothing happens: a large cluster is looked at once in fifty seconds', () => {
    const visits = (nodes: number) => {
      let n = 0
      const counting = {
        ...nodelifecycle,
        look(w: never, k: string) {
          n++
          return nodelifecycle.look?.(w, k)
        },
      }
      const w = new NodeWorld([counting])
      for (let i = 0; i < nodes; i++) w.addNode(`node-${i}`, { zone: 'a' })
      w.run(60)
      n = 0
      w.run(500)
      return n
    }
    expect(visits(120)).toBeLessThan(120 * 14)
  })
})

describe('Zones and rates', () => {
  const zone = (size: number, name = 'a') => {
    const w = world()
    for (let i = 1; i <= size; i++) w.addNode(`${name}${i}`, { zone: name })
    return w.addNode('far', { zone: 'far' }).run(101)
  }
  const evicting = (w: NodeWorld) =>
    [...w.engine.store.list('nodes')].map(n => n.metadata.name).filter(n => w.taints(n).includes('unreachable:NoExecute'))

  it('the second node of a zone is given over ten seconds after the first', () => {
    const w = zone(5).die('a1', 'a2').run(55)
    expect(evicting(w)).toHaveLength(1)
    w.run(9)
    expect(evicting(w)).toHaveLength(1)
    w.run(2)
    expect(evicting(w)).toEqual(['a1', 'a2'])
  })

  it('nodes of different zones do not wait for each other', () => {
    const w = three().run(101).die('node-1', 'node-2').run(56)
    expect(evicting(w)).toEqual(['node-1', 'node-2'])
  })

  it('in a small zone where 55 % have fallen silent nobody is given over; when the zone is better it goes on', () => {
    const w = zone(5).die('a1', 'a2', 'a3').run(80)
    expect(evicting(w)).toEqual([])
    expect(w.taints('a1')).toEqual(['unreachable:NoSchedule'])
    w.revive('a3').run(26)
    expect(evicting(w)).toEqual(['a1', 'a2'])
  })

  it('a zone of which nothing is left is given over at the usual rate, as long as another zone is there', () => {
    const w = zone(3)
      .die('a1', 'a2', 'a3')
      .run(58 + 20)
    expect(evicting(w)).toEqual(['a1', 'a2', 'a3'])
  })

  it('when nobody anywhere is ready nobody is given over, and who was is taken back', () => {
    const w = three().run(101).die('node-1').run(60)
    expect(evicting(w)).toEqual(['node-1'])
    w.die('node-2', 'node-3').run(60)
    expect(evicting(w)).toEqual([])
    expect(w.ready('node-3')).toBe('Unknown')
    w.revive('node-2').run(20)
    expect(evicting(w)).toEqual(['node-1', 'node-3'])
  })
})
