// Every case of fixtures/daemonset/update.json (the file names its sources): visits one after another, with what happens between them.
import { describe, expect, it } from 'vitest'
import file from '../fixtures/daemonset/update.json'
import { Bench, daemonSetOf, node, START_MS, taintOf } from '../testing/daemonset.ts'
import { budgets } from './numbers.ts'

interface Step {
  before?: string
  creates: number
  deletes: number
}
interface Case<I, E> {
  name: string
  input: I
  expected: E
}
interface I {
  nodes: number
  maxUnavailable?: number
  maxSurge?: number
  minReadySeconds?: number
  nodeTaints?: Record<string, string>
  startState?: string
}
const suite = <T, E>(id: string) => file.suites.find(s => s.id === id)?.cases as unknown as Case<T, E>[]
const TOLERATION = { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }

function benchFor({ nodes, maxUnavailable = 1, maxSurge = 0, minReadySeconds = 0, nodeTaints = {}, startState }: I): Bench {
  const all = Array.from({ length: nodes }, (_, i) => {
    const taint = nodeTaints[`node-${i}`]
    return node(`node-${i}`, taint ? { taints: [taintOf(taint)] } : {})
  })
  const rollingUpdate = { maxUnavailable, maxSurge }
  const bench = new Bench(all, daemonSetOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate }, minReadySeconds }))
  const [, ready = 0, broken = 0] = /(\d+) old Ready, (\d+) old not Ready/.exec(startState ?? '')?.map(Number) ?? []
  if (startState)
    for (let i = 0; i < nodes; i++) bench.add({ node: `node-${i}`, revision: i < ready + broken ? 'old' : 'new', ready: i < ready })
  return bench
}

const nodesWith = (bench: Bench, revision: 'new' | 'old') =>
  new Set(
    bench.pods
      .filter(p => (p.metadata.labels?.['controller-revision-hash'] === bench.hash()) === (revision === 'new'))
      .map(p => p.spec.nodeName),
  )

/** What the words between two visits mean. */
const MEANINGS: [RegExp, (bench: Bench, match: RegExpExecArray) => void][] = [
  [/template tolerates the taint/, b => b.changeTemplate({ tolerations: [TOLERATION] })],
  [/maxUnavailable set to any value/, b => b.changeStrategy({ maxUnavailable: 5, maxSurge: 0 })],
  [/maxUnavailable (1\d)$/, (b, m) => b.changeStrategy({ maxUnavailable: Number(m[1]), maxSurge: 0 })],
  [/only updateStrategy changed/, b => b.changeStrategy({ maxUnavailable: 3, maxSurge: 0 })],
  [/all (5 )?pods become Ready/, b => b.setReady(true)],
  [/no pod is Ready/, b => b.setReady(false)],
  [
    /clock (\d+)/,
    (b, m) => {
      b.nowMs = START_MS + Number(m[1]) * 1000
    },
  ],
  [/minReadySeconds 15/, b => b.changeStrategy({ maxUnavailable: 0, maxSurge: 3 }, { minReadySeconds: 15 })],
  [/toleration removed/, b => b.changeTemplate({ tolerations: [] })],
  [/template changed/, b => b.changeTemplate()],
  [
    /2 of the new pods become Ready at 300; 1 old pod/,
    b => {
      const fresh = [...nodesWith(b, 'new')].slice(0, 2)
      const without = [...nodesWith(b, 'old')].find(n => !nodesWith(b, 'new').has(n))
      const now = b.nowMs
      b.nowMs = START_MS + 300_000
      const isNew = (hash: string | undefined) => hash === b.hash()
      b.setReady(true, p => fresh.includes(p.spec.nodeName) && isNew(p.metadata.labels?.['controller-revision-hash']))
      b.setReady(false, p => p.spec.nodeName === without)
      b.nowMs = now
    },
  ],
  [
    /the other 3 new pods become Ready at 320/,
    b => {
      const now = b.nowMs
      b.nowMs = START_MS + 320_000
      b.setReady(true, p => !(p.status.conditions ?? []).some(c => c.type === 'Ready'))
      b.nowMs = now
    },
  ],
]

describe('rolling update', () => {
  it.each(suite<I, { steps: Step[]; final?: string }>('rollingUpdate'))('$name', ({ input, expected }) => {
    const bench = benchFor(input)
    const ready = () => bench.pods.filter(p => p.status.conditions?.[0]?.status === 'True').map(p => p.metadata.name)
    const before = ready()
    const steps = expected.steps.map(step => {
      for (const [words, deed] of MEANINGS) {
        const match = words.exec(step.before ?? '')
        if (match) deed(bench, match)
      }
      const { creates, deletes } = bench.sync()
      return { creates, deletes }
    })
    expect(steps).toEqual(expected.steps.map(({ creates, deletes }) => ({ creates, deletes })))
    if (expected.final?.startsWith('3 pods of the first')) expect(ready().length).toBe(3)
    if (input.startState) expect(ready()).toEqual(before)
  })
  it('says nothing between visits that the bench does not understand', () => {
    const all = suite<I, { steps: Step[] }>('rollingUpdate').flatMap(c => c.expected.steps.flatMap(s => s.before ?? []))
    const known = [...MEANINGS.map(([words]) => words), /new pods are not Ready/]
    expect(all.filter(text => !known.some(words => words.test(text)))).toEqual([])
  })
})

describe('budgets', () => {
  interface B {
    nodes: number
    pods: { node: string; ready: boolean; terminating?: boolean }[]
    strategy: object
  }
  it.each(suite<B, { maxSurge: number; maxUnavailable: number; nodesWithoutPods: number }>('budgets'))('$name', ({ input, expected }) => {
    const ds = daemonSetOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: input.strategy } })
    const bench = new Bench(
      Array.from({ length: input.nodes }, (_, i) => node(`node-${i}`)),
      ds,
    )
    for (const p of input.pods) bench.add(p)
    const { maxSurge, maxUnavailable } = budgets(ds, input.nodes)
    expect({ maxSurge, maxUnavailable, nodesWithoutPods: bench.sync().creates }).toEqual(expected)
  })
})

describe('rounding', () => {
  type R = { maxUnavailable: string; maxSurge: number; desired: number }
  it.each(suite<R, { effectiveMaxUnavailable: number }>('rounding'))('$name', ({ input, expected }) => {
    const { desired, ...rollingUpdate } = input
    const ds = daemonSetOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } })
    expect(budgets(ds, desired).maxUnavailable).toBe(expected.effectiveMaxUnavailable)
  })
})
