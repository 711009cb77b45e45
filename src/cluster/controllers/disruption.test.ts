import { describe, expect, it } from 'vitest'
import type { Draft, Event, Pod, PodDisruptionBudget } from '../../kube/index.ts'
import { createCluster } from '../cluster.ts'

const container = { name: 'main', image: 'nginx:1' }

class Stage {
  readonly engine = createCluster({ seed: 4, nodes: 3, profile: 'classroom', freeze: true })

  create(plural: string, draft: Draft): void {
    const named = { ...draft, metadata: { namespace: 'default', ...draft.metadata } }
    this.engine.act('you', '-', 'test', {}, cause => this.engine.api.create(plural, named, { cause }))
  }
  workload(kind: string, plural: string, replicas?: number): void {
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } }
    const spec = { ...(replicas !== undefined && { replicas }), selector: { matchLabels: { app: 'web' } }, template }
    this.create(plural, { apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, spec })
  }
  budget(spec: object, name = 'web'): void {
    const full = { selector: { matchLabels: { app: 'web' } }, ...spec }
    this.create('poddisruptionbudgets', { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: full })
  }
  mark(pod: Pod, status: object): void {
    const object = { ...pod, status: { ...pod.status, ...status } }
    this.engine.act('you', '-', 'test', {}, cause =>
      this.engine.api.update('pods', object, { cause, subresource: 'status', trusted: true }),
    )
  }
  wait(seconds: number): void {
    this.engine.advance(this.engine.now + seconds * 1000)
  }
  get pods(): Pod[] {
    return [...this.engine.store.list<Pod>('pods')]
  }
  get(name = 'web'): PodDisruptionBudget {
    return this.engine.store.get('poddisruptionbudgets', `default/${name}`) as PodDisruptionBudget
  }
  said(): string[] {
    return [...this.engine.store.list<Event>('events')]
      .filter(e => e.source?.component === 'controllermanager')
      .map(e => `${e.reason} ${e.message}`)
  }
}

describe('a budget', () => {
  it('allows what is healthy beyond what must be', () => {
    const s = new Stage()
    s.workload('Deployment', 'deployments', 3)
    s.wait(4)
    s.budget({ maxUnavailable: '50%' })
    s.wait(1)
    expect(s.get().status).toMatchObject({
      expectedPods: 3,
      desiredHealthy: 1,
      currentHealthy: 3,
      disruptionsAllowed: 2,
      observedGeneration: 1,
    })
    expect(s.get().status.conditions).toEqual([
      expect.objectContaining({ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }),
    ])
  })
  it('follows the size of the Deployment, whose ReplicaSets are only its hands', () => {
    const s = new Stage()
    s.workload('Deployment', 'deployments', 2)
    s.budget({ minAvailable: '100%' })
    s.wait(4)
    expect(s.get().status).toMatchObject({ expectedPods: 2, disruptionsAllowed: 0 })
    s.engine.act('you', '-', 'test', {}, cause => s.engine.api.merge('deployments', 'default/web', { spec: { replicas: 4 } }, { cause }))
    s.wait(4)
    expect(s.get().status).toMatchObject({ expectedPods: 4, desiredHealthy: 4, currentHealthy: 4, disruptionsAllowed: 0 })
  })
  it('counts the size of a Deployment once, while two of its ReplicaSets have pods', () => {
    const s = new Stage()
    s.workload('Deployment', 'deployments', 4)
    s.budget({ minAvailable: '50%' })
    s.wait(4)
    const containers = [{ ...container, image: 'nosuch:1' }]
    s.engine.act('you', '-', 'test', {}, cause =>
      s.engine.api.merge('deployments', 'default/web', { spec: { template: { spec: { containers } } } }, { cause }),
    )
    s.wait(10)
    expect(new Set(s.pods.map(p => p.metadata.ownerReferences?.[0]?.name)).size).toBe(2)
    expect(s.pods).toHaveLength(5)
    expect(s.get().status).toMatchObject({ expectedPods: 4, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 })
  })
  it('allows nothing, and says why, when an owner has no size', () => {
    const s = new Stage()
    s.workload('DaemonSet', 'daemonsets')
    s.wait(4)
    s.budget({ maxUnavailable: 1 })
    s.wait(1)
    const message = 'daemonsets.apps does not implement the scale subresource'
    expect(s.get().status).toMatchObject({ disruptionsAllowed: 0, conditions: [{ status: 'False', reason: 'SyncFailed', message }] })
    expect(s.said()).toContain(`CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: ${message}`)
  })
  it('says that pods without an owner cannot be a share of anything', () => {
    const s = new Stage()
    s.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lone', labels: { app: 'web' } },
      spec: { containers: [container] },
    })
    s.wait(3)
    s.budget({ maxUnavailable: 1 })
    s.wait(1)
    expect(s.get().status).toMatchObject({ currentHealthy: 1, expectedPods: 0, disruptionsAllowed: 0 })
    expect(s.said()[0]).toContain(
      'UnmanagedPods Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,}',
    )
  })
  it('says when it means no pod', () => {
    const s = new Stage()
    s.budget({ minAvailable: 1 })
    s.wait(1)
    expect(s.said()).toEqual(['NoPods No matching pods found'])
  })
})

describe('a pod whose eviction was granted', () => {
  it('counts as gone for two minutes, and then again', () => {
    const s = new Stage()
    s.workload('Deployment', 'deployments', 3)
    s.wait(4)
    s.budget({ minAvailable: 2 })
    s.wait(1)
    const b = s.get()
    const disruptedPods = { [s.pods[0]?.metadata.name as string]: s.engine.world.timestamp }
    const object = { ...b, status: { ...b.status, disruptionsAllowed: 0, disruptedPods } }
    s.engine.act('you', '-', 'test', {}, cause =>
      s.engine.api.update('poddisruptionbudgets', object, { cause, subresource: 'status', trusted: true }),
    )
    s.wait(100)
    expect(s.get().status).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0, disruptedPods })
    s.wait(25)
    expect(s.get().status).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 })
    expect(s.get().status.disruptedPods).toBeUndefined()
    expect(s.said().some(t => t.startsWith('NotDeleted '))).toBe(true)
  })
  it('keeps the mark that its kubelet gave it', () => {
    const { s, state } = marked('TerminationByKubelet')
    s.wait(300)
    expect(state()).toBe('True')
  })
  it('loses its mark after two minutes when it does not go', () => {
    const { s, state } = marked('EvictionByEvictionAPI')
    s.wait(110)
    expect(state()).toBe('True')
    s.wait(15)
    expect(state()).toBe('False')
  })
})

/** A pod that runs, marked as the target of a disruption; `state` tells what has become of the mark. */
function marked(reason: string) {
  const s = new Stage()
  s.workload('Deployment', 'deployments', 1)
  s.wait(4)
  const pod = s.pods[0] as Pod
  const mark = { type: 'DisruptionTarget', status: 'True', reason, lastTransitionTime: s.engine.world.timestamp }
  s.mark(pod, { conditions: [...(pod.status.conditions ?? []), mark] })
  return { s, state: () => s.pods[0]?.status.conditions?.find(c => c.type === 'DisruptionTarget')?.status }
}
