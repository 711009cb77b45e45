import { describe, expect, it } from 'vitest'
import { TestWorld } from './testing/world.ts'

const asking = (requests: Record<string, string>) => [{ name: 'main', image: 'nginx:1.25', resources: { requests } }]

describe('a node turns a pod away', () => {
  it('for which it has not enough: Failed at once, without containers or an address', () => {
    const t = new TestWorld()
    t.pod('out', asking({ cpu: '64' }))
    t.wait(1)
    const message = "Node didn't have enough resource: cpu, requested: 64000, used: 0, capacity: 4000"
    const { status } = t.get('out')
    expect(status).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu', message: `Pod was rejected: ${message}`, observedGeneration: 1 })
    expect(status.startTime).toBeDefined()
    expect([status.containerStatuses, status.podIP, status.conditions]).toEqual([undefined, undefined, undefined])
    expect(t.said('out')).toEqual([`Warning OutOfcpu ${message}`])
  })

  it('when the pods that are there leave too little', () => {
    const t = new TestWorld()
    t.pod('first', asking({ memory: '5Gi' }))
    t.wait(1)
    t.pod('second', asking({ memory: '5Gi' }))
    t.wait(3)
    expect(t.get('first').status.phase).toBe('Running')
    expect(t.get('second').status).toMatchObject({ phase: 'Failed', reason: 'OutOfmemory' })
    t.remove('pods', 'default/first')
    t.wait(3)
    t.pod('third', asking({ memory: '5Gi' }))
    t.until(() => t.isReady('third'), 3)
  })

  it('when it is one too many', () => {
    const t = new TestWorld({ capacity: { cpu: '4', memory: '8Gi', pods: 2 } })
    for (const name of ['a', 'b', 'c']) {
      t.pod(name)
      t.wait(3)
    }
    expect(['a', 'b', 'c'].map(name => t.get(name).status.phase)).toEqual(['Running', 'Running', 'Failed'])
    expect(t.get('c').status.reason).toBe('OutOfpods')
  })

  it('whose selector it does not match', () => {
    const t = new TestWorld()
    t.pod('picky', undefined, { nodeSelector: { disk: 'ssd' } })
    t.wait(1)
    expect(t.get('picky').status).toMatchObject({
      phase: 'Failed',
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    })
  })
})
