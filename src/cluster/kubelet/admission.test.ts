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

describe('what a pod asks of a node', () => {
  const cpu = (name: string, amount: string, more = {}) => ({
    name,
    image: 'nginx:1.25',
    resources: { requests: { cpu: amount } },
    ...more,
  })
  const side = (amount: string) => cpu('side', amount, { restartPolicy: 'Always' })
  const init = (amount: string) => cpu('init', amount, { command: ['true'] })
  it.each([
    ['all it has', '4', [], undefined],
    ['more than it has', '4001m', [], 4001],
    ['sidecars count beside the others', '2', [side('2001m')], 4001],
    ['sidecars count beside the init containers after them', '1', [side('2'), init('3')], 5000],
    ['sidecars do not count beside the init containers before them', '1', [init('3'), side('2')], undefined],
    ['init containers do not count beside the others', '4', [init('4')], undefined],
  ])('%s: %s CPUs with %j', (_, main, initContainers, requested) => {
    const t = new TestWorld()
    t.pod('one', [cpu('main', main)], { initContainers })
    t.wait(6)
    const { phase, message } = t.get('one').status
    const lack = `Pod was rejected: Node didn't have enough resource: cpu, requested: ${requested}, used: 0, capacity: 4000`
    expect([phase, message]).toEqual(requested ? ['Failed', lack] : ['Running', undefined])
  })

  it('one that was turned away or has ended leaves its room to the next', () => {
    const t = new TestWorld()
    for (const [name, amount] of Object.entries({ first: '2', away: '3', next: '2' })) t.pod(name, [cpu('main', amount)])
    t.wait(6)
    expect(['first', 'away', 'next'].map(name => t.get(name).status.phase)).toEqual(['Running', 'Failed', 'Running'])
    const other = new TestWorld()
    other.pod('ends', [cpu('main', '4', { image: 'busybox:1.36', command: ['true'] })], { restartPolicy: 'Never' })
    other.until(() => other.get('ends').status.phase === 'Succeeded')
    other.pod('next', [cpu('main', '4')])
    other.until(() => other.isReady('next'))
  })

  it('one whose time is up keeps its room until it has stopped', () => {
    const t = new TestWorld()
    const deaf = cpu('main', '4', { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1000'] })
    t.pod('late', [deaf], { activeDeadlineSeconds: 3, terminationGracePeriodSeconds: 20 })
    t.until(() => t.said('late').some(s => s.includes('DeadlineExceeded')))
    t.wait(5)
    t.pod('next', [cpu('main', '4')])
    t.wait(2)
    expect(t.get('next').status).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu' })
    t.until(() => t.get('late').status.phase === 'Failed')
    t.wait(2)
    t.pod('then', [cpu('main', '4')])
    t.until(() => t.isReady('then'))
  })

  it('one that somebody has declared ended leaves its room, though it runs', () => {
    const t = new TestWorld()
    t.pod('declared', [cpu('main', '4')])
    t.until(() => t.isReady('declared'))
    t.engine.act('you', '-', 'x', {}, cause =>
      t.engine.api.merge('pods', 'default/declared', { status: { phase: 'Failed' } }, { cause, subresource: 'status' }),
    )
    t.wait(0.2)
    t.pod('next', [cpu('main', '4')])
    t.until(() => t.isReady('next'))
  })
})
