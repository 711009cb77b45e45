// The inspector's pure parts: YAML, what differs, "Why?", what is waited for, charts read from definitions.

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { timedMachines } from '../../cluster/index.ts'
import type { TraceEntry } from '../../engine/index.ts'
import type { ApiObject, Pod } from '../../kube/index.ts'
import { Mirror } from '../../session/index.ts'
import { comparingDefinition, type MachineConfig, timedDefinition } from './chart/definition.ts'
import { layoutOf, PILL } from './chart/layout.ts'
import { changedPaths, differing } from './differing.ts'
import { cpuAskedBy } from './NodePart.tsx'
import { waitOf } from './waiting.ts'
import { whySteps } from './why.ts'
import { textOf, yamlLines } from './yaml.ts'

describe('YAML', () => {
  const print = (o: Record<string, unknown>) => yamlLines(o).map(textOf).join('\n')
  it.each<[string, Record<string, unknown>]>([
    [
      'maps and lists',
      { kind: 'Pod', spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }, { containerPort: 81 }] }], list: [1, 'b', true] } },
    ],
    [
      'strings that look like something else',
      { spec: { a: 'true', b: '1', c: '', d: 'null', e: '2017-03-30T09:00:00Z', f: '1e3', g: 'yes', h: '~' } },
    ],
    [
      'strings with signs',
      {
        spec: {
          a: 'a: b',
          b: '# no',
          c: "it's",
          d: '"x"',
          e: ' lead',
          f: '{a}',
          g: '[b]',
          h: '*c',
          i: '&d',
          j: '- e',
          k: '中文',
          l: 'a #b',
          m: 'x:',
        },
      },
    ],
    ['many lines', { data: { script: 'echo a\necho b\n', tail: 'no end\nhere', tab: 'a\tb\nc' } }],
    ['nothing', { spec: { a: null, b: {}, c: [] }, status: {} }],
    ['keys with signs', { metadata: { labels: { 'app.kubernetes.io/name': 'x', 'a: b': 'y' } } }],
    ['lists in lists', { spec: { a: [[1, 2], ['x']], b: [{ c: [{ d: 1 }] }] } }],
  ])('prints %s so that a parser reads the same', (_, object) => {
    expect(parse(print(object), { version: '1.1' })).toEqual(object)
  })
  it('prints fields in kubectl’s order and leaves managedFields out', () => {
    expect(print({ status: { x: 1 }, spec: { b: 2 }, metadata: { name: 'a', managedFields: [{}] }, kind: 'K', apiVersion: 'v1' })).toBe(
      'apiVersion: v1\nkind: K\nmetadata:\n  name: a\nspec:\n  b: 2\nstatus:\n  x: 1',
    )
  })
  it('knows which field each line is', () => {
    const lines = yamlLines({ spec: { containers: [{ image: 'nginx:1.9.1' }] } })
    expect(lines.find(l => l.value === 'nginx:1.9.1')?.path).toBe('spec.containers[0].image')
  })
})

describe('what differs', () => {
  const deployment = (spec: number, status: Record<string, number>) =>
    ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { generation: 2 },
      spec: { replicas: spec },
      status: { observedGeneration: 2, ...status },
    }) as unknown as ApiObject
  it('is nothing when all is as wanted', () => {
    expect(differing('deployments', deployment(3, { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 }))).toEqual(
      new Set(),
    )
  })
  it('counts a missing number as 0', () => {
    expect(differing('deployments', deployment(3, { replicas: 3, updatedReplicas: 3 }))).toEqual(
      new Set(['spec.replicas', 'status.readyReplicas', 'status.availableReplicas']),
    )
  })
  it('sees a spec that nobody has looked at yet', () => {
    const o = deployment(0, {})
    expect(differing('deployments', { ...o, metadata: { ...o.metadata, generation: 3 } })).toEqual(
      new Set(['metadata.generation', 'status.observedGeneration']),
    )
  })
  it('lights only what changed in the spec', () => {
    const line = (path: string, value: string) => ({ path, value })
    expect(
      changedPaths([line('spec.a', '1'), line('status.b', '1')], [line('spec.a', '2'), line('spec.c', 'x'), line('status.b', '2')]),
    ).toEqual(new Set(['spec.a', 'spec.c']))
  })
})

describe('why', () => {
  const mirror = new Mirror()
  const e = (id: number, cause: number, by: string, subject: string, code: string): TraceEntry => ({
    id,
    at: id * 100,
    cause,
    by,
    subject,
    code,
    args: {},
  })
  mirror.trace.add([
    e(1, 0, 'you', '/apis', 'act.image'),
    e(2, 1, 'apiserver', 'deployments d/web', 'write.update'),
    e(3, 2, 'deployment', 'deployments d/web', 'deployment.creatingNew'),
    e(4, 3, 'apiserver', 'replicasets d/web-1', 'write.create'),
    e(5, 4, 'replicaset', 'replicasets d/web-1', 'replicaset.creating'),
    e(6, 5, 'apiserver', 'pods d/web-1-a', 'write.create'),
    e(7, 6, 'scheduler', 'pods d/web-1-a', 'scheduler.bound'),
    e(8, 7, 'kubelet', 'pods d/web-1-a', 'kubelet.started'),
    e(9, 8, 'apiserver', 'pods d/web-1-a', 'write.update'),
    e(10, 9, 'recorder', 'events d/web-1-a.1', 'write.create'),
  ])
  it('goes back from a pod to what a person did, decisions only', () => {
    expect(whySteps(mirror.trace, 'pods d/web-1-a').map(s => [s.mark, s.entry.code])).toEqual([
      ['you', 'act.image'],
      ['controller', 'deployment.creatingNew'],
      ['controller', 'replicaset.creating'],
      ['controller', 'scheduler.bound'],
      ['kubelet', 'kubelet.started'],
    ])
  })
  it('of a pod tells how it came to be, and apart from that what has befallen it since', () => {
    const { trace } = new Mirror()
    const steps = (subject: string) => whySteps(trace, subject).map(s => [s.entry.id, s.entry.code, ...(s.later ? ['later'] : [])])
    const restarted = { ...e(28, 27, 'kubelet', 'pods d/web-1-a', 'kubelet.started'), args: { restarts: 1 } }
    trace.add([
      e(1, 0, 'you', '/apis', 'act.image'),
      e(5, 1, 'replicaset', 'replicasets d/web-1', 'replicaset.creating'),
      e(6, 5, 'apiserver', 'pods d/web-1-a', 'write.create'),
      e(7, 6, 'scheduler', 'pods d/web-1-a', 'scheduler.bound'),
      e(8, 7, 'kubelet', 'pods d/web-1-a', 'kubelet.pulling'),
      e(9, 7, 'kubelet', 'pods d/web-1-a', 'kubelet.started'),
      e(20, 0, 'nodelifecycle', 'nodes n', 'nodelifecycle.silent'),
      e(26, 0, 'you', 'faults f', 'fault.containerCrash'),
      e(27, 26, 'kubelet', 'pods d/web-1-a', 'kubelet.exited'),
      restarted,
    ])
    const came = [
      [1, 'act.image'],
      [5, 'replicaset.creating'],
      [7, 'scheduler.bound'],
      [9, 'kubelet.started'],
    ]
    const fell = [
      [26, 'fault.containerCrash', 'later'],
      [27, 'kubelet.exited', 'later'],
      [28, 'kubelet.started', 'later'],
    ]
    expect(steps('pods d/web-1-a')).toEqual([...came, ...fell])
    trace.add([e(30, 20, 'tainteviction', 'pods d/web-1-a', 'tainteviction.waiting')])
    const waits = [
      [20, 'nodelifecycle.silent', 'later'],
      [30, 'tainteviction.waiting', 'later'],
    ]
    expect(steps('pods d/web-1-a')).toEqual([...came, waits[0], ...fell, waits[1]])
  })
  it('of a name that was given again tells the story of its present bearer', () => {
    const { trace } = new Mirror()
    trace.add([
      e(1, 0, 'you', '/apis', 'act.apply'),
      e(2, 1, 'statefulset', 'statefulsets d/zk', 'statefulset.creating'),
      e(3, 2, 'apiserver', 'pods d/zk-0', 'write.create'),
      e(4, 3, 'scheduler', 'pods d/zk-0', 'scheduler.bound'),
      e(5, 0, 'tainteviction', 'pods d/zk-0', 'tainteviction.evicting'),
      e(6, 0, 'you', 'faults f', 'fault.heal'),
      e(7, 6, 'node', 'nodes node-1', 'node.connected'),
      e(8, 7, 'kubelet', 'pods d/zk-0', 'kubelet.stopped'),
      e(9, 8, 'apiserver', 'pods d/zk-0', 'write.delete'),
      e(10, 9, 'statefulset', 'statefulsets d/zk', 'statefulset.creating'),
      e(11, 10, 'apiserver', 'pods d/zk-0', 'write.create'),
      e(12, 11, 'scheduler', 'pods d/zk-0', 'scheduler.bound'),
      e(13, 12, 'kubelet', 'pods d/zk-0', 'kubelet.started'),
      e(14, 7, 'tainteviction', 'pods d/zk-0', 'tainteviction.cancelled'),
    ])
    expect(whySteps(trace, 'pods d/zk-0').map(s => s.entry.code)).toEqual([
      'fault.heal',
      'node.connected',
      'kubelet.stopped',
      'statefulset.creating',
      'scheduler.bound',
      'kubelet.started',
      'tainteviction.cancelled',
    ])
  })
  it('tells the machine’s own story beside a silence, which has no cause', () => {
    const { trace } = new Mirror()
    trace.add([
      e(1, 0, 'you', 'faults crash', 'fault.nodeCrash'),
      e(2, 1, 'node', 'nodes node-2', 'node.off'),
      e(3, 0, 'nodelifecycle', 'nodes node-2', 'nodelifecycle.silent'),
    ])
    expect(whySteps(trace, 'nodes node-2').map(s => [s.mark, s.entry.code])).toEqual([
      ['fault', 'fault.nodeCrash'],
      ['kubelet', 'node.off'],
      ['controller', 'nodelifecycle.silent'],
    ])
  })
  it('has nothing to say of what nobody told', () => {
    expect(whySteps(mirror.trace, 'pods d/other')).toEqual([])
  })
})

describe('what is waited for', () => {
  const podAt = (fields: { node?: string; status: Record<string, unknown>; deleted?: boolean; spec?: Record<string, unknown> }) => {
    const mirror = new Mirror()
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'a',
        namespace: 'd',
        uid: 'u',
        resourceVersion: '1',
        creationTimestamp: '',
        ...(fields.deleted && { deletionTimestamp: 'x' }),
      },
      spec: { containers: [{ name: 'c', readinessProbe: {} }], ...(fields.node && { nodeName: fields.node }), ...fields.spec },
      status: fields.status,
    } as unknown as ApiObject
    mirror.take({ now: 1000, reset: true, rv: 1, trace: [], objects: [{ plural: 'pods', key: 'd/a', object }], rows: [] })
    return mirror
  }
  const timer = (mirror: Mirror, name: string, until: number) =>
    mirror.take({
      now: 1000,
      reset: false,
      rv: 1,
      trace: [],
      objects: [],
      rows: [{ table: 'timers', key: `pods d/a ${name}`, row: { subject: 'pods d/a', name, from: 0, until } }],
    })

  it('is the scheduler, or its reason', () => {
    expect(waitOf(podAt({ status: { phase: 'Pending' } }), 'pods d/a')?.code).toBe('wait.scheduler')
    const refused = podAt({
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }] },
    })
    expect(waitOf(refused, 'pods d/a')).toEqual({ code: 'wait.unschedulable', args: { message: '0/3 nodes are available' } })
  })
  it('is the readiness probe of a running pod that is not ready', () => {
    const mirror = podAt({ node: 'n', status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } })
    expect(waitOf(mirror, 'pods d/a')?.code).toBe('wait.readiness')
  })
  it('is nothing when it is ready', () => {
    expect(
      waitOf(podAt({ node: 'n', status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }), 'pods d/a'),
    ).toBeUndefined()
  })
  it('counts the seconds of a back-off', () => {
    const mirror = podAt({ node: 'n', status: { phase: 'Running' } })
    timer(mirror, 'crashBackOff', 10_500)
    expect(waitOf(mirror, 'pods d/a')).toEqual({ code: 'wait.crashBackOff', args: { seconds: 10 } })
  })
  it('says that nobody can stop it on a node without power', () => {
    const mirror = podAt({ node: 'n', status: { phase: 'Running' }, deleted: true })
    mirror.take({
      now: 1000,
      reset: false,
      rv: 1,
      trace: [],
      objects: [],
      rows: [{ table: 'machines', key: 'n', row: { node: 'n', power: 'off', link: 'up' } }],
    })
    expect(waitOf(mirror, 'pods d/a')?.code).toBe('wait.terminatingLost')
  })
})

describe('what pods ask of a node', () => {
  const asks = (cpu: string, more: object = {}) => ({ name: cpu, resources: { requests: { cpu } }, ...more })
  const pod = (spec: object, phase = 'Running') => ({ spec, status: { phase } }) as unknown as Pod
  it('is what the scheduler counts: sidecars beside the others, an init container where it asks for more, nothing of those that have ended', () => {
    expect(cpuAskedBy([pod({ containers: [asks('100m')], initContainers: [asks('50m', { restartPolicy: 'Always' })] })])).toBe(150)
    expect(cpuAskedBy([pod({ containers: [asks('100m')], initContainers: [asks('1')] })])).toBe(1000)
    expect(cpuAskedBy([pod({ containers: [asks('100m')] }), pod({ containers: [asks('2')] }, 'Succeeded')])).toBe(100)
  })
})

describe('charts, read from the definitions that run', () => {
  const charts = Object.entries(timedMachines).map(([name, m]) => [name, timedDefinition(m.config as MachineConfig)] as const)
  it.each(charts)('%s: every state has its place, once', (_, d) => {
    const { boxes } = layoutOf(d, 328)
    expect(boxes.map(b => b.id).sort()).toEqual([...d.states.keys()].sort())
    expect(d.states.size).toBeGreaterThan(3)
  })
  it.each(charts)('%s: no two states lie on each other, nor outside', (_, d) => {
    const { boxes, height } = layoutOf(d, 264)
    for (const a of boxes) {
      expect(a.x + a.w).toBeLessThanOrEqual(264)
      expect(a.y + PILL).toBeLessThanOrEqual(height)
      for (const b of boxes) if (a !== b) expect(a.x === b.x && Math.abs(a.y - b.y) < PILL, `${a.id} on ${b.id}`).toBe(false)
    }
  })
  it('a container usually waits, pulls, starts, runs, is ready, stops and has ended', () => {
    const { main, sides } = timedDefinition(timedMachines.container.config as MachineConfig)
    expect(main).toEqual([
      'waiting',
      'pulling',
      'starting',
      'running.starting',
      'running.notReady',
      'running.ready',
      'stopping.preStop',
      'stopping.terminating',
      'exited',
    ])
    expect(sides.find(s => s.id === 'crashBackOff')?.from).toBe('exited')
    expect(sides.find(s => s.id === 'errImagePull')?.from).toBe('pulling')
  })
  it('a compound state gives its ways to each state within', () => {
    const { states } = timedDefinition(timedMachines.container.config as MachineConfig)
    expect(states.get('running.ready')?.edges).toContainEqual({ event: 'STOP', target: 'stopping.preStop' })
  })
  it('a comparing chart is its questions in order', () => {
    const config = {
      id: 'x',
      initial: 'looking',
      states: { looking: { on: { LOOK: [{ guard: 'isPaused', target: 'paused' }, { target: 'complete' }] } } },
    }
    expect(comparingDefinition(config).rows).toEqual([
      { guard: 'isPaused', target: 'paused' },
      { guard: undefined, target: 'complete' },
    ])
  })
})
