// Every case of fixtures/daemonset/should_run.json (the file names its sources). What does not fit is listed with its reason.
import { describe, expect, it } from 'vitest'
import type { Commit } from '../../../engine/index.ts'
import type { Node, Pod } from '../../../kube/index.ts'
import file from '../fixtures/daemonset/should_run.json'
import { Bench, daemonSetOf, node, type PodRow, START_MS } from '../testing/daemonset.ts'
import { eligibility } from './eligibility.ts'
import { judge } from './place.ts'
import { watches } from './wakes.ts'

interface Case<I, E> {
  name: string
  input: I
  expected: E
}
const suite = <I, E>(id: string) => file.suites.find(s => s.id === id)?.cases as unknown as Case<I, E>[]

/** Suites that do not fit, and why. */
const LEFT_OUT: Record<string, string> = {
  storeStatus:
    'how often a status update is tried again is the work queue’s affair here: a refused write makes the engine visit the set again',
}
it('leaves out only what is listed', () => {
  const here = ['nodeShouldRun', 'nodeShouldRunTaints', 'updateNode', 'sync', 'failedPodBackoff', 'surge', 'podsPerNode']
  expect(file.suites.map(s => s.id).filter(id => !here.includes(id))).toEqual(Object.keys(LEFT_OUT))
})

interface Template {
  nodeName?: string
  nodeSelector?: object
  requiredNodeAffinity?: object[]
  tolerations?: object[]
}
const templateSpec = ({ nodeName, nodeSelector, requiredNodeAffinity, tolerations }: Template) => ({
  ...(nodeName && { nodeName }),
  ...(nodeSelector && { nodeSelector }),
  ...(tolerations && { tolerations }),
  ...(requiredNodeAffinity && {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requiredNodeAffinity }] },
      },
    },
  }),
})
const templateFor = (t: Template) => daemonSetOf({}, { spec: templateSpec(t) }).spec.template

describe('NodeShouldRunDaemonPod', () => {
  interface I {
    node: { name: string; labels?: object; unschedulable?: boolean }
    template: Template
  }
  it.each(suite<I, { shouldRun: boolean; shouldContinueRunning: boolean }>('nodeShouldRun'))('$name', ({ input, expected }) => {
    const { shouldRun, mayStay } = eligibility(templateFor(input.template))(node(input.node.name, input.node))
    expect({ shouldRun, shouldContinueRunning: mayStay }).toEqual(expected)
  })
})

describe('NodeShouldRunDaemonPod, taints', () => {
  interface I {
    taints: object[]
    podTolerations: object[]
    hostNetwork: boolean
  }
  it.each(suite<I, { shouldRun: boolean; shouldContinueRunning: boolean }>('nodeShouldRunTaints'))('$name', ({ input, expected }) => {
    const spec = { tolerations: input.podTolerations, hostNetwork: input.hostNetwork }
    const { shouldRun, mayStay } = eligibility(daemonSetOf({}, { spec }).spec.template)(node('n', { taints: input.taints }))
    expect({ shouldRun, shouldContinueRunning: mayStay }).toEqual(expected)
  })
})

describe('a node that changes', () => {
  interface I {
    change: string
    dsNodeSelector: boolean
  }
  const READY = { labels: { disk: 'ssd' } }
  const CHANGES: Record<string, [Node, Node]> = {
    none: [node('n'), node('n')],
    'labels now satisfy the nodeSelector': [node('n'), node('n', READY)],
    'an untolerated NoSchedule taint is removed': [node('n', { taints: [{ key: 'a', effect: 'NoSchedule' }] }), node('n')],
    'status.allocatable set to memory 200M, cpu 200m': [node('n'), { ...node('n'), status: { allocatable: { cpu: '200m' } } } as never],
  }
  it.each(suite<I, { enqueued: boolean; createsInFirstSync: number }>('updateNode'))('$name', ({ input, expected }) => {
    const [old, object] = CHANGES[input.change] as [Node, Node]
    const bench = new Bench([old], daemonSetOf({}, { spec: input.dsNodeSelector ? { nodeSelector: READY.labels } : {} }))
    expect(bench.sync().creates).toBe(expected.createsInFirstSync)
    const keys = watches
      .find(w => w.plural === 'nodes')
      ?.keys({ type: 'MODIFIED', plural: 'nodes', key: 'n', object, old } as unknown as Commit, bench.world)
    expect(keys?.length).toBe(expected.enqueued ? 1 : 0)
  })
})

describe('one sync', () => {
  interface I {
    nodes: { name: string; labels?: object; taints?: object[] }[]
    pods: (PodRow & { matchesSelector: boolean })[]
    template: Template
    selector?: object
    deleting?: boolean
    deletingInApiOnly?: boolean
  }
  interface E {
    creates: number
    deletes: number
    events: number
    eventReason?: string
  }
  it.each(suite<I, E>('sync'))('$name', ({ input, expected }) => {
    const spec = templateSpec(input.template)
    const ds = daemonSetOf(input.selector ? { selector: input.selector } : {}, { spec })
    const bench = new Bench(
      input.nodes.map(n => node(n.name, n)),
      // The store is asked at once: there is no copy that is behind.
      input.deleting || input.deletingInApiOnly ? { ...ds, metadata: { ...ds.metadata, deletionTimestamp: '2017-03-30T09:00:00Z' } } : ds,
    )
    for (const p of input.pods) if (p.matchesSelector) bench.add(p)
    const done = bench.sync()
    expect({ creates: done.creates, deletes: done.deletes, events: done.events }).toEqual({
      creates: expected.creates,
      deletes: expected.deletes,
      events: expected.events,
    })
    if (expected.eventReason) expect(done.reasons).toContain(expected.eventReason)
  })
})

it('a failed pod is killed at once, the next one only after the back-off', () => {
  const bench = new Bench([node('node-0')])
  const again = () => {
    bench.pods = []
    bench.add({ node: 'node-0', phase: 'Failed' })
    const { creates, deletes, events } = bench.sync()
    return { creates, deletes, events }
  }
  const steps = suite<unknown, { steps: object[] }>('failedPodBackoff')[0]?.expected.steps ?? []
  const waits = [0, 0, 1000]
  expect(
    waits.map(ms => {
      bench.nowMs += ms - (ms && 1)
      if (ms) expect(again().deletes).toBe(0)
      bench.nowMs += ms && 1
      return again()
    }),
  ).toEqual(steps.map(s => ({ creates: 0, deletes: 0, events: 0, ...s, before: undefined })).map(({ before: _, ...s }) => s))
})

describe('surge', () => {
  interface I {
    nodes: number
    maxSurge: number
    minReadySeconds?: number
    now?: number
    pods: (PodRow & { matchesSelector?: boolean })[]
  }
  interface E {
    creates: number
    deletes: number
    deletedPods?: string[]
  }
  it.each(suite<I, E>('surge'))('$name', ({ input, expected }) => {
    const rollingUpdate = { maxSurge: input.maxSurge, maxUnavailable: 0 }
    const ds = daemonSetOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate }, minReadySeconds: input.minReadySeconds ?? 0 })
    const bench = new Bench(
      Array.from({ length: input.nodes }, (_, i) => node(`node-${i}`)),
      ds,
    )
    const words = new Map<string, string>()
    for (const p of input.pods) {
      if (p.matchesSelector === false) continue
      words.set(bench.add(p).metadata.name, `${p.node} ${p.revision} created ${p.created}`)
    }
    bench.nowMs = START_MS + (input.now ?? 0) * 1000
    const done = bench.sync()
    expect({ creates: done.creates, deletes: done.deletes }).toEqual({ creates: expected.creates, deletes: expected.deletes })
    if (expected.deletedPods) expect(done.deleted.map(n => words.get(n)).sort()).toEqual([...expected.deletedPods].sort())
  })
})

it('with surge old pods on nodes that are no longer wanted go as far as others serve in their place', () => {
  const bench = (wanted: number, unwanted: number) => {
    const taints = [{ key: 'own', effect: 'NoSchedule' }]
    const nodes = Array.from({ length: wanted + unwanted }, (_, i) => node(`node-${i}`, i < wanted ? {} : { taints }))
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 }
    const b = new Bench(nodes, daemonSetOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }))
    return { b, nodes }
  }
  const deleted = (ready: readonly boolean[], unwanted: number) => {
    const { b } = bench(ready.length, unwanted)
    ready.forEach((is, i) => void b.add({ node: `node-${i}`, revision: 'new', ready: is }))
    for (let i = 0; i < unwanted; i++) b.add({ node: `node-${ready.length + i}`, revision: 'old', ready: true })
    return b.sync().deletes
  }
  expect([deleted([true, true], 2), deleted([true, false], 2), deleted([false, false], 2)]).toEqual([2, 1, 0])
})

describe('pods that count for their node', () => {
  type Row = PodRow & { name: string; matchesSelector: boolean; owner: boolean | string | null }
  it.each(suite<{ includeDeletedTerminal: boolean; pods: Row[] }, { counted: string[] }>('podsPerNode'))('$name', ({ input, expected }) => {
    const bench = new Bench([])
    const terms = { ...TERMS, hash: bench.hash() }
    const counted = input.pods
      // Orphans that match have been adopted by then; those of others are never asked about.
      .filter(row => row.owner === true || row.owner === null)
      .filter(row => {
        const pod = bench.add(row)
        const own = row.matchesSelector ? pod : ({ ...pod, metadata: { ...pod.metadata, labels: {} } } as Pod)
        const v = judge(node(row.node ?? ''), [own], terms, START_MS)
        return input.includeDeletedTerminal ? v.present : !v.create
      })
    expect(counted.map(r => r.name)).toEqual(expected.counted)
  })
  const TERMS = {
    eligible: () => ({ shouldRun: true, mayStay: true }),
    matches: (l: object | undefined) => (l as { app?: string })?.app === 'agent',
    surges: false,
    minReadySeconds: 0,
  }
})
