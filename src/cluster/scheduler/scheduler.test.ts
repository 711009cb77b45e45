import { describe, expect, it } from 'vitest'
import { asking, container, node, pod, TestWorld, three } from './testing/world.ts'

const NOT_HELPFUL = (n: number) =>
  ` no new claims to deallocate, preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`
const NO_VICTIMS = (n: number) =>
  ` no new claims to deallocate, preemption: 0/${n} nodes are available: ${n} No preemption victims found for incoming pod.`

describe('A pod is bound to a node that fits', () => {
  it('says so once the binding is written', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    w.create(pod('a'))
    w.run()
    expect(w.where()).toEqual(['a node-1'])
    expect(w.said).toEqual(['Normal Scheduled a: Successfully assigned default/a to node-1'])
  })

  it('keeps the points of every node that fitted, so that the choice can be explained', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2', { allocatable: { cpu: '8', memory: '8Gi', pods: '110' } })] })
    w.create(pod('a', asking('2', '1Gi')))
    w.run()
    expect(w.engine.table('scheduling').get('default/a')).toMatchObject({
      node: 'node-2',
      scores: [
        { node: 'node-1', total: 300 + 68 + 81 },
        { node: 'node-2', total: 300 + 81 + 93 },
      ],
    })
  })
})

describe('A binding that is refused', () => {
  it('gives the room back', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    w.create(pod('a', asking('3'), { finalizers: ['example.com/hold'] }))
    while (w.engine.table('scheduler.assumed').size === 0) w.run(1)
    w.remove('pods', 'default/a')
    w.run()
    w.create(pod('b', asking('3')))
    w.run()
    expect(w.where()).toEqual(['a -', 'b node-1'])
  })

  it('of a pod that somebody else has bound meanwhile is no loss', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2', { spec: { unschedulable: true } })] })
    w.create(pod('a', asking('3')))
    while (w.engine.table('scheduler.assumed').size === 0) w.run(1)
    w.merge('pods', 'default/a', { spec: { nodeName: 'node-2' } }, 'binding')
    w.run()
    w.create(pod('b', asking('3')))
    w.run()
    expect(w.where()).toEqual(['a node-2', 'b node-1'])
  })
})

describe('NodeResourcesFit', () => {
  it('leaves a pod pending that no node has room for, until one has', () => {
    const w = new TestWorld({ nodes: three })
    for (const n of [1, 2, 3]) w.create(pod(`big-${n}`, asking('3')))
    w.create(pod('late', asking('2')))
    w.run()
    expect(w.spread()).toEqual([1, 1, 1])
    expect(w.why('late')).toBe(`0/3 nodes are available: 3 Insufficient cpu.${NO_VICTIMS(3)}`)
    w.remove('pods', 'default/big-2', 0)
    w.run()
    expect(w.pod('late').spec.nodeName).toBeDefined()
  })

  it('counts the room that a pod takes from the moment it is promised, not when the binding is written', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    for (const n of ['a', 'b', 'c']) w.create(pod(n, asking('2')))
    w.run()
    expect(w.spread()).toEqual([2])
    expect(w.pending()).toEqual([expect.stringMatching(/1 Insufficient cpu\./)])
  })

  it('says that nobody leaving would help where the node as a whole is too small', () => {
    const w = new TestWorld({ nodes: three })
    w.create(pod('huge', asking('64')))
    w.run()
    expect(w.why('huge')).toBe(`0/3 nodes are available: 3 Insufficient cpu.${NOT_HELPFUL(3)}`)
  })

  it('allows no more pods than the node says', () => {
    const w = new TestWorld({ nodes: [node('node-1', { allocatable: { cpu: '4', memory: '8Gi', pods: '2' } })] })
    for (const n of ['a', 'b', 'c']) w.create(pod(n))
    w.run()
    expect(w.pending()).toEqual([`0/1 nodes are available: 1 Too many pods.${NO_VICTIMS(1)}`])
  })
})

describe('NodeUnschedulable and TaintToleration', () => {
  it('a cordoned node takes nothing new; uncordoned it is tried at once', () => {
    const w = new TestWorld({ nodes: three.map(n => ({ ...n, spec: { unschedulable: true } })) })
    w.create(pod('a'))
    w.run()
    expect(w.why('a')).toBe(`0/3 nodes are available: 3 node(s) were unschedulable.${NOT_HELPFUL(3)}`)
    w.merge('nodes', 'node-2', { spec: { unschedulable: null } })
    w.run(100)
    expect(w.where()).toEqual(['a node-2'])
  })

  it('a taint keeps off who does not tolerate it', () => {
    const taints = [{ key: 'only', value: 'gpu', effect: 'NoSchedule' }]
    const w = new TestWorld({ nodes: [node('node-1', { spec: { taints } })] })
    w.create(pod('intolerant'))
    w.create(pod('tolerant', { tolerations: [{ key: 'only', value: 'gpu', effect: 'NoSchedule' }] }))
    w.create(pod('other', { tolerations: [{ key: 'only', value: 'fpga' }] }))
    w.create(pod('any', { tolerations: [{ key: 'only', operator: 'Exists' }] }))
    w.run()
    expect(w.where()).toEqual(['intolerant -', 'tolerant node-1', 'other -', 'any node-1'])
    expect(w.why('intolerant')).toBe(`0/1 nodes are available: 1 node(s) had untolerated taint(s).${NOT_HELPFUL(1)}`)
  })

  it('PreferNoSchedule is avoided while there is another place', () => {
    const soft = node('node-1', { spec: { taints: [{ key: 'old', effect: 'PreferNoSchedule' }] } })
    const w = new TestWorld({ nodes: [soft, node('node-2')] })
    for (let i = 0; i < 5; i++) w.create(pod(`p${i}`))
    w.run()
    expect(w.spread()).toEqual([5, 0])
  })
})

describe('NodeAffinity', () => {
  it('a nodeSelector is fulfilled by a label that comes later', () => {
    const w = new TestWorld({ nodes: three })
    w.create(pod('picky', { nodeSelector: { disk: 'ssd' } }))
    w.run()
    expect(w.why('picky')).toBe(`0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.${NOT_HELPFUL(3)}`)
    w.merge('nodes', 'node-2', { metadata: { labels: { disk: 'ssd' } } })
    w.run()
    expect(w.where()).toEqual(['picky node-2'])
  })

  it('names the nodes that were not asked when the pod names one itself', () => {
    const w = new TestWorld({ nodes: three })
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }]
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } }
    w.create(pod('big', { ...asking('3'), nodeSelector: { 'kubernetes.io/hostname': 'node-2' } }))
    w.run()
    w.create(pod('agent', { ...asking('2'), affinity }))
    w.run()
    expect(w.why('agent')).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    )
  })
})

describe('NodePorts', () => {
  it('a host port is free once a node', () => {
    const w = new TestWorld({ nodes: three })
    for (let i = 0; i < 4; i++) w.create(pod(`p${i}`, { containers: [container({}, { ports: [{ containerPort: 80, hostPort: 8080 }] })] }))
    w.run()
    expect(w.spread()).toEqual([1, 1, 1])
    expect(w.pending()).toEqual([`0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.${NO_VICTIMS(3)}`])
  })
})

describe('PodTopologySpread', () => {
  const constraint = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
  }
  const web = (i: number) => pod(`web-${i}`, { topologySpreadConstraints: [constraint] }, { labels: { app: 'web' } })

  it('a hard constraint of 1 spreads five pods 2, 2 and 1', () => {
    const w = new TestWorld({ nodes: three })
    for (let i = 0; i < 5; i++) w.create(web(i))
    w.run()
    expect(w.spread()).toEqual([2, 2, 1])
  })

  it('says that the constraints do not hold', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2', { spec: { unschedulable: true } })] })
    for (let i = 0; i < 2; i++) w.create(web(i))
    w.run()
    expect(w.pending()).toEqual([
      expect.stringContaining("1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable."),
    ])
  })

  it('with nothing said, the pods of a ReplicaSet are spread evenly, even where one node has far more room', () => {
    const w = new TestWorld({ nodes: [...three.slice(1), node('huge', { allocatable: { cpu: '64', memory: '128Gi', pods: '500' } })] })
    const labels = { app: 'web' }
    const rs = w.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 6, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container()] } } },
    })
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: rs.metadata.uid, controller: true }
    for (let i = 0; i < 9; i++) w.create(pod(`web-${i}`, {}, { labels, ownerReferences: [owner] }))
    w.run()
    expect(w.spread()).toEqual([3, 3, 3])
  })
})

describe('InterPodAffinity', () => {
  const near = (app: string, topologyKey: string) => ({ labelSelector: { matchLabels: { app } }, topologyKey })
  const HOST = 'kubernetes.io/hostname'

  it('required anti-affinity by host: as many pods as nodes', () => {
    const w = new TestWorld({ nodes: three })
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('web', HOST)] } }
    for (let i = 0; i < 4; i++) w.create(pod(`web-${i}`, { affinity }, { labels: { app: 'web' } }))
    w.run()
    expect(w.spread()).toEqual([1, 1, 1])
    expect(w.pending()).toEqual([`0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.${NO_VICTIMS(3)}`])
  })

  it('the anti-affinity of a pod that is there already counts too', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('web', HOST)] } }
    w.create(pod('hermit', { affinity }))
    w.run()
    w.create(pod('web', {}, { labels: { app: 'web' } }))
    w.run()
    expect(w.why('web')).toBe(`0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.${NO_VICTIMS(1)}`)
  })

  it('required affinity to pods of a zone: nowhere without them, in their zone with them', () => {
    const zones = [1, 2, 3].map(i => node(`node-${i}`, { labels: { zone: i < 3 ? 'a' : 'b' } }))
    const w = new TestWorld({ nodes: zones })
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('db', 'zone')] } }
    for (let i = 0; i < 2; i++) w.create(pod(`web-${i}`, { affinity }, { labels: { app: 'web' } }))
    w.run()
    expect(w.why('web-0')).toBe(`0/3 nodes are available: 3 node(s) didn't match pod affinity rules.${NOT_HELPFUL(3)}`)
    w.create(pod('db', { nodeSelector: { [HOST]: 'node-3' } }, { labels: { app: 'db' } }))
    w.run()
    expect(w.where()).toEqual(['web-0 node-3', 'web-1 node-3', 'db node-3'])
  })

  it('a pod whose affinity means pods like itself may be the first of them', () => {
    const w = new TestWorld({ nodes: three })
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('web', HOST)] } }
    for (let i = 0; i < 3; i++) w.create(pod(`web-${i}`, { affinity }, { labels: { app: 'web' } }))
    w.run()
    expect(w.spread()).toEqual([3, 0, 0])
  })

  it('preferred anti-affinity keeps pods apart while it can', () => {
    const w = new TestWorld({ nodes: three })
    const affinity = {
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: near('web', HOST) }] },
    }
    for (let i = 0; i < 4; i++) w.create(pod(`web-${i}`, { affinity }, { labels: { app: 'web' } }))
    w.run()
    expect(w.spread()).toEqual([2, 1, 1])
  })
})

describe('Preferred affinity between pods', () => {
  const term = (app: string) => ({
    weight: 100,
    podAffinityTerm: { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
  })
  const huge = node('huge', { allocatable: { cpu: '64', memory: '128Gi', pods: '500' } })
  const onHuge = { nodeSelector: { 'kubernetes.io/hostname': 'huge' } }
  const beside = (affinity?: object) => {
    const w = new TestWorld({ nodes: [node('small'), huge] })
    w.create(pod('db', onHuge, { labels: { app: 'db' } }))
    w.run()
    w.create(pod('web', { ...(affinity && { affinity }) }))
    w.run()
    return w.pod('web').spec.nodeName
  }

  it('a pod stays away from pods that it dislikes, though they have no opinion', () => {
    expect(beside()).toBe('huge')
    expect(beside({ podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term('db')] } })).toBe('small')
  })

  it('a pod is drawn to where a pod is that likes it', () => {
    const likes = { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term('web')] } }
    const w = new TestWorld({ nodes: [node('small'), huge] })
    w.create(pod('fan', { affinity: likes, nodeSelector: { 'kubernetes.io/hostname': 'small' } }))
    w.run()
    w.create(pod('web', {}, { labels: { app: 'web' } }))
    w.run()
    expect(w.pod('web').spec.nodeName).toBe('small')
  })
})

describe('Queue', () => {
  it('the pod of higher priority is tried first', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { unschedulable: true } })] })
    for (const [name, priority] of [
      ['low', 1],
      ['high', 9],
      ['middle', 5],
    ] as const)
      w.create(pod(name, { priority, preemptionPolicy: 'Never', ...asking('3') }))
    w.run()
    w.merge('nodes', 'node-1', { spec: { unschedulable: null } })
    w.run()
    expect(w.where()).toEqual(['low -', 'high node-1', 'middle -'])
  })

  it('scheduling gates hold a pod back until they are taken away', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    w.create(pod('gated', { schedulingGates: [{ name: 'wait' }] }))
    w.run()
    expect(w.where()).toEqual(['gated -'])
    expect(w.said).toEqual([])
    w.merge('pods', 'default/gated', { spec: { schedulingGates: null } })
    w.run()
    expect(w.where()).toEqual(['gated node-1'])
  })

  it('without any node there is nothing to ask', () => {
    const w = new TestWorld()
    w.create(pod('a'))
    w.run()
    expect(w.said).toEqual(['Warning FailedScheduling a: no nodes available to schedule pods'])
    w.create(node('node-1'))
    w.run()
    expect(w.where()).toEqual(['a node-1'])
  })
})
