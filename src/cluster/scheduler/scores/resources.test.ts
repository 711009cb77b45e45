// The tables of Kubernetes' own tests for the two scores that look at resources. Their units are arbitrary but equal.
import { describe, expect, it } from 'vitest'
import balancedTable from '../fixtures/scheduler_balanced_allocation.json' with { type: 'json' }
import leastTable from '../fixtures/scheduler_least_allocated.json' with { type: 'json' }
import { balanced } from './noderesourcesbalancedallocation.ts'
import { leastAllocated } from './noderesourcesfit.ts'

interface Amount {
  cpu: number
  memory: number
}
interface Case {
  name: string
  input: { pod: Amount; nodes: (Amount & { name: string })[]; existing: Record<string, Amount[]>; weights?: Amount }
  expected: { scores: Record<string, number> }
}

const used = ({ existing }: Case['input'], node: string): Amount =>
  (existing[node] ?? []).reduce((sum, a) => ({ cpu: sum.cpu + a.cpu, memory: sum.memory + a.memory }), { cpu: 0, memory: 0 })

const scores = ({ input }: Case, score: (node: Amount, taken: Amount) => number) =>
  Object.fromEntries(input.nodes.map(n => [n.name, score(n, used(input, n.name))]))

describe(leastTable.source, () => {
  it.each(leastTable.cases as unknown as Case[])('$name', c => {
    const { pod, weights = { cpu: 1, memory: 1 } } = c.input
    const use = (n: Amount, taken: Amount, what: 'cpu' | 'memory') => ({
      requested: taken[what] + pod[what],
      allocatable: n[what],
      weight: weights[what],
    })
    expect(scores(c, (n, taken) => leastAllocated([use(n, taken, 'cpu'), use(n, taken, 'memory')]))).toEqual(c.expected.scores)
  })
})

describe(balancedTable.source, () => {
  it.each(balancedTable.cases as unknown as Case[])('$name', c => {
    const score = (n: Amount, taken: Amount) => balanced(c.input.pod, { ...taken, allocatable: { ...n, pods: 110, others: new Map() } })
    expect(scores(c, score)).toEqual(c.expected.scores)
  })
})
