import { describe, expect, it } from 'vitest'
import type { Deployment, Draft, Event, HorizontalPodAutoscaler, Pod } from '../../kube/index.ts'
import { createCluster } from '../cluster.ts'
import { limited, type Memory, stabilized } from './horizontalpodautoscaler/behavior.ts'
import { replicasFor } from './horizontalpodautoscaler/replicas.ts'

const NOW = 1_490_864_400_000
const NOTHING: Memory = { recommendations: [], ups: [], downs: [] }
const ago = (seconds: number, replicas: number) => ({ at: NOW - seconds * 1000, replicas })

function podOf(name: string, { phase = 'Running', ready = true, deleting = false } = {}): Pod {
  const at = '2017-03-30T08:00:00Z'
  return {
    metadata: { name, ...(deleting && { deletionTimestamp: at }) },
    spec: { containers: [] },
    status: { phase, startTime: at, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: at }] },
  } as unknown as Pod
}

describe('how many pods a measure asks for', () => {
  const ask = (pods: Pod[], used: Record<string, number>, current: number, utilization = 50) =>
    replicasFor(
      pods,
      new Map(Object.entries(used)),
      { utilization, requests: new Map(pods.map(p => [p.metadata.name, 100])) },
      current,
      NOW,
    ).replicas
  const two = [podOf('a'), podOf('b')]
  it('is in proportion to what is used', () => {
    expect(ask(two, { a: 100, b: 100 }, 2)).toBe(4)
    expect(ask(two, { a: 20, b: 20 }, 2)).toBe(1)
  })
  it('is the same within a tenth', () => {
    expect(ask(two, { a: 55, b: 55 }, 2)).toBe(2)
    expect(ask(two, { a: 45, b: 45 }, 2)).toBe(2)
    expect(ask(two, { a: 56, b: 56 }, 2)).toBe(3)
  })
  it('takes pods that are not measured as idle when growing, as fully busy when shrinking', () => {
    expect(ask([...two, podOf('c')], { a: 100, b: 100 }, 3)).toBe(4)
    expect(ask([...two, podOf('c')], { a: 10, b: 10 }, 3)).toBe(3)
  })
  it('takes pods that are not ready as idle when growing', () => {
    expect(ask([podOf('a'), podOf('b', { phase: 'Pending' })], { a: 200 }, 2)).toBe(4)
    expect(ask([podOf('a'), podOf('b', { phase: 'Pending' })], { a: 90 }, 2)).toBe(2)
  })
  it('takes pods that are not ready as idle when growing: what all together use may then be near enough', () => {
    const three = [podOf('a'), podOf('b', { phase: 'Pending' }), podOf('c', { phase: 'Pending' })]
    // 157 of 3 × 50 is within a tenth; one that uses 157 alone would be worth four.
    expect(ask(three, { a: 157 }, 3)).toBe(3)
    expect(ask(three, { a: 200 }, 3)).toBe(4)
  })
  it('changes nothing where pods that are not measured would turn the direction', () => {
    expect(ask([podOf('a'), podOf('b'), podOf('c'), podOf('d')], { a: 100 }, 4)).toBe(4)
  })
  it('does not count a young pod that has not been ready for a whole window', () => {
    const young = podOf('b')
    const at = '2017-03-30T08:59:50Z'
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: at }]
    const fresh = { ...young, status: { ...young.status, startTime: at, conditions } } as Pod
    expect(ask([podOf('a'), fresh], { a: 50, b: 400 }, 2)).toBe(2)
    expect(ask(two, { a: 50, b: 400 }, 2)).toBe(9)
  })
  it('leaves out pods that end or have failed', () => {
    expect(ask([podOf('a'), podOf('b', { deleting: true }), podOf('c', { phase: 'Failed' })], { a: 100, b: 100, c: 100 }, 1)).toBe(2)
  })
  it('is not known when nothing was measured', () => {
    expect(() => ask([podOf('a', { phase: 'Pending' })], { a: 1 }, 1)).toThrow('did not receive metrics for targeted pods')
  })
})

describe('stabilisation', () => {
  it('keeps the highest recommendation of the last five minutes when shrinking', () => {
    const memory = { ...NOTHING, recommendations: [ago(299, 6), ago(301, 9)] }
    expect(stabilized(2, 6, memory, undefined, NOW)).toMatchObject({ replicas: 6, reason: 'ScaleDownStabilized' })
    expect(stabilized(2, 6, { ...NOTHING, recommendations: [ago(301, 9)] }, undefined, NOW)).toMatchObject({ replicas: 2 })
  })
  it('has windows of its own with a behavior', () => {
    const behavior = { scaleUp: { stabilizationWindowSeconds: 60 }, scaleDown: { stabilizationWindowSeconds: 0 } }
    expect(stabilized(8, 3, { ...NOTHING, recommendations: [ago(30, 4)] }, behavior, NOW)).toMatchObject({
      replicas: 4,
      reason: 'ScaleUpStabilized',
    })
    expect(stabilized(1, 3, { ...NOTHING, recommendations: [ago(30, 4)] }, behavior, NOW)).toMatchObject({ replicas: 1 })
  })
})

describe('rates and bounds', () => {
  const bounds = { min: 2, max: 20 }
  it('let a target double, or grow to four, where no behavior is given', () => {
    expect(limited(15, 1, bounds, NOTHING, undefined, NOW)).toMatchObject({ replicas: 4, reason: 'ScaleUpLimit' })
    expect(limited(30, 15, bounds, NOTHING, undefined, NOW)).toMatchObject({ replicas: 20, reason: 'TooManyReplicas' })
    expect(limited(1, 5, bounds, NOTHING, undefined, NOW)).toMatchObject({ replicas: 2, reason: 'TooFewReplicas' })
  })
  const rules = (more: object) => ({
    policies: [
      { type: 'Pods', value: 2, periodSeconds: 60 },
      { type: 'Percent', value: 50, periodSeconds: 60 },
    ],
    ...more,
  })
  it('take the policy that changes most, or least, or none', () => {
    const up = (selectPolicy: string) => limited(20, 10, bounds, NOTHING, { scaleUp: rules({ selectPolicy }) }, NOW).replicas
    expect([up('Max'), up('Min'), up('Disabled')]).toEqual([15, 12, 10])
    const down = (selectPolicy: string) => limited(2, 10, bounds, NOTHING, { scaleDown: rules({ selectPolicy }) }, NOW)
    expect([down('Max'), down('Min'), down('Disabled')].map(v => v.replicas)).toEqual([5, 8, 10])
    expect(down('Min').reason).toBe('ScaleDownLimit')
  })
  it('count what was changed within the period', () => {
    const memory = { ...NOTHING, downs: [ago(30, 2)] }
    expect(limited(2, 8, bounds, memory, { scaleDown: rules({ selectPolicy: 'Min' }) }, NOW).replicas).toBe(8)
  })
})

describe('an autoscaler', () => {
  const LABELS = { app: 'web' }
  function stage(replicas: number, perSecond: number, spec: object = {}, requests: object = { cpu: '100m' }) {
    const engine = createCluster({ seed: 5, nodes: 3, profile: 'classroom' })
    const create = (plural: string, draft: Draft) =>
      engine.act('you', '-', 'test', {}, cause =>
        engine.api.create(plural, { ...draft, metadata: { namespace: 'default', ...draft.metadata } }, { cause }),
      )
    const pod = {
      metadata: { labels: LABELS },
      spec: { containers: [{ name: 'main', image: 'nginx:1', ports: [{ containerPort: 80 }], resources: { requests } }] },
    }
    create('deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas, selector: { matchLabels: LABELS }, template: pod },
    })
    create('services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: LABELS, ports: [{ port: 80 }] } })
    create('horizontalpodautoscalers', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        maxReplicas: 6,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
        ...spec,
      },
    })
    if (perSecond)
      create('loads', {
        apiVersion: 'podium.local/v1',
        kind: 'Load',
        metadata: { name: 'web' },
        spec: { service: 'web', requestsPerSecond: perSecond },
      })
    const wait = (seconds: number) => engine.advance(engine.now + seconds * 1000)
    const size = () => (engine.store.get('deployments', 'default/web') as Deployment).spec.replicas
    const hpa = () => engine.store.get('horizontalpodautoscalers', 'default/web') as HorizontalPodAutoscaler
    const reasons = () => hpa().status.conditions?.map(c => `${c.type}=${c.status} ${c.reason}`)
    const said = () =>
      [...engine.store.list<Event>('events')]
        .filter(e => e.involvedObject.kind === 'HorizontalPodAutoscaler')
        .map(e => `${e.reason} ${e.message}`)
    return { engine, create, wait, size, hpa, reasons, said }
  }

  it('grows with the load, and shrinks five minutes after it is gone', () => {
    const s = stage(1, 20)
    s.wait(180)
    // 20 requests a second cost 200 m and a bit; half of 100 m is meant: five pods.
    expect(s.size()).toBe(5)
    expect(s.reasons()).toEqual(
      ['AbleToScale=True ScaleDownStabilized', 'ScalingActive=True ValidMetricFound', 'ScalingLimited=False DesiredWithinRange'].map(r =>
        expect.stringContaining(r.split(' ')[0] as string),
      ),
    )
    expect(
      s.said().some(t => /SuccessfulRescale New size: \d; reason: cpu resource utilization \(percentage of request\) above target/.test(t)),
    ).toBe(true)
    s.engine.act('you', '-', 'test', {}, cause => s.engine.api.remove('loads', 'default/web', {}, { cause }))
    s.wait(240)
    expect(s.size()).toBe(5)
    s.wait(120)
    expect(s.size()).toBe(1)
    expect(s.said()).toContain('SuccessfulRescale New size: 1; reason: All metrics below target')
  })
  it('says what it cannot measure, and changes nothing', () => {
    const s = stage(2, 0, {}, {})
    s.wait(60)
    expect(s.size()).toBe(2)
    expect(s.reasons()).toEqual(['AbleToScale=True SucceededGetScale', 'ScalingActive=False FailedGetResourceMetric'])
    expect(
      s
        .said()
        .some(t =>
          t.startsWith('FailedGetResourceMetric failed to get cpu utilization: missing request for cpu in container main of Pod web-'),
        ),
    ).toBe(true)
  })
  it('keeps to its bounds whatever is measured', () => {
    const s = stage(1, 0, { minReplicas: 3 }, {})
    s.wait(20)
    expect(s.size()).toBe(3)
    expect(s.said()).toContain('SuccessfulRescale New size: 3; reason: Current number of replicas below Spec.MinReplicas')
  })
  it('looks every 15 s', () => {
    const s = stage(1, 20)
    const at: number[] = []
    s.engine.trace(t => {
      if (t.by === 'horizontalpodautoscaler' || t.subject.startsWith('horizontalpodautoscalers ')) at.push(t.at)
    })
    s.wait(200)
    const gaps = at
      .slice(1)
      .map((t, i) => t - (at[i] ?? 0))
      .filter(ms => ms > 1000)
    expect(gaps.length).toBeGreaterThan(3)
    for (const ms of gaps) expect(Math.abs(ms - 15_000 * Math.round(ms / 15_000))).toBeLessThan(300)
  })
  it('leaves alone what is scaled to zero', () => {
    const s = stage(0, 0)
    s.wait(40)
    expect(s.size()).toBe(0)
    expect(s.reasons()).toContain('ScalingActive=False ScalingDisabled')
  })
})
