import { describe, expect, it } from 'vitest'
import type { ControllerRevision, DaemonSet, Draft, Event, Pod } from '../../kube/index.ts'
import { createCluster } from '../cluster.ts'
import { daemonset } from './daemonset.ts'
import { SmallWorld, template } from './testing/world.ts'

type Cluster = ReturnType<typeof createCluster>
const agent = (spec: object = {}, pod: object = {}): Draft => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('nginx:1', { app: 'agent' }, pod), ...spec },
})

class Stage {
  readonly engine: Cluster
  constructor(nodes = 3) {
    this.engine = createCluster({ seed: 3, nodes, profile: 'classroom', freeze: true })
    this.wait(2)
  }
  act<T>(deed: (api: Cluster['api'], cause: number) => T): T {
    return this.engine.act('you', '-', 'test', {}, cause => deed(this.engine.api, cause))
  }
  create(plural: string, draft: Draft): void {
    this.act((api, cause) => api.create(plural, draft, { cause }))
  }
  merge(plural: string, key: string, patch: Record<string, unknown>): void {
    this.act((api, cause) => api.merge(plural, key, patch, { cause }))
  }
  remove(plural: string, key: string): void {
    this.act((api, cause) => api.remove(plural, key, {}, { cause }))
  }
  image(image: string): void {
    this.merge('daemonsets', 'default/agent', { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } })
  }
  wait(seconds: number): void {
    this.engine.advance(this.engine.now + seconds * 1000)
  }
  get pods(): Pod[] {
    return [...this.engine.store.list<Pod>('pods')]
  }
  get set(): DaemonSet {
    return this.engine.store.get('daemonsets', 'default/agent') as DaemonSet
  }
  get ready(): number {
    return this.set.status.numberReady
  }
  images(): string[] {
    return this.pods.map(p => `${p.spec.nodeName} ${p.spec.containers[0]?.image}`).sort()
  }
  said(reason: string): string[] {
    return [...this.engine.store.list<Event>('events')]
      .filter(e => e.reason === reason && e.involvedObject.kind === 'DaemonSet')
      .map(e => e.message ?? '')
  }
}

describe('placement', () => {
  it('puts a pod on every node, pinned there, with the tolerations of daemons', () => {
    const s = new Stage()
    s.create('daemonsets', agent())
    s.wait(5)
    expect(s.pods.map(p => p.spec.nodeName).sort()).toEqual(['node-1', 'node-2', 'node-3'])
    const [pod] = s.pods
    expect(pod?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod?.spec.nodeName] }] },
    ])
    expect(pod?.spec.tolerations?.map(t => t.key)).toContain('node.kubernetes.io/unschedulable')
    expect(s.set.status).toMatchObject({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3 })
  })
  it('follows the label that its selector asks for', () => {
    const s = new Stage()
    s.create('daemonsets', agent({}, { nodeSelector: { disk: 'ssd' } }))
    s.wait(2)
    expect(s.pods).toEqual([])
    s.merge('nodes', 'node-2', { metadata: { labels: { disk: 'ssd' } } })
    s.wait(4)
    expect(s.images()).toEqual(['node-2 nginx:1'])
    s.merge('nodes', 'node-2', { metadata: { labels: { disk: null } } })
    s.wait(4)
    expect(s.pods).toEqual([])
  })
  it('waits until the old pod has ended before it makes a new one', () => {
    const s = new Stage(1)
    s.create('daemonsets', agent({}, { containers: [{ name: 'main', image: 'busybox:1', command: ['sleep', 'infinity'] }] }))
    s.wait(5)
    s.remove('pods', `default/${s.pods[0]?.metadata.name}`)
    s.wait(20)
    expect(s.pods.length).toBe(1)
    s.wait(15)
    expect(s.pods.length).toBe(1)
    expect(s.ready).toBe(1)
    expect(s.said('SuccessfulCreate').length).toBe(2)
  })
  it('counts a pod on a node with a new NoSchedule taint as misscheduled, at the next visit only', () => {
    const s = new Stage()
    s.create('daemonsets', agent())
    s.wait(5)
    s.merge('nodes', 'node-2', { spec: { taints: [{ key: 'role', value: 'db', effect: 'NoSchedule' }] } })
    s.wait(3)
    expect(s.set.status).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0 })
    s.remove('pods', `default/${s.pods.find(p => p.spec.nodeName === 'node-1')?.metadata.name}`)
    s.wait(5)
    expect(s.set.status).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 1 })
    const said = s.engine.table<object>('captions').get(`daemonset default/${s.set.metadata.name}`)
    expect(said).toMatchObject({ code: 'daemonset.tolerating', args: { desired: 2, misscheduled: 1 } })
  })
})

describe('updates', () => {
  it('takes away one at a time, and stops at a pod that does not come up', () => {
    const s = new Stage()
    s.create('daemonsets', agent())
    s.wait(5)
    s.image('nginx:broken')
    s.wait(20)
    expect(s.images().filter(i => i.endsWith(':broken')).length).toBe(1)
    expect(s.ready).toBe(2)
    s.image('nginx:2')
    s.wait(30)
    expect(s.images()).toEqual(['node-1 nginx:2', 'node-2 nginx:2', 'node-3 nginx:2'])
  })
  it('with surge runs the new pod beside the old one until it is ready', () => {
    const s = new Stage()
    s.create('daemonsets', agent({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }))
    s.wait(5)
    s.image('nginx:2')
    let most = 0
    for (let i = 0; i < 300; i++) {
      s.wait(0.1)
      most = Math.max(most, s.pods.filter(p => !p.metadata.deletionTimestamp).length)
      expect(s.pods.filter(p => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True')).length).toBeGreaterThanOrEqual(3)
    }
    expect(most).toBe(4)
    expect(s.images()).toEqual(['node-1 nginx:2', 'node-2 nginx:2', 'node-3 nginx:2'])
  })
  it('waits for minReadySeconds before it takes the next one', () => {
    const s = new Stage(2)
    s.create('daemonsets', agent({ minReadySeconds: 20 }))
    s.wait(5)
    expect(s.set.status).toMatchObject({ numberReady: 2, numberUnavailable: 2 })
    s.wait(25)
    expect(s.set.status.numberAvailable).toBe(2)
    s.image('nginx:2')
    s.wait(15)
    expect(s.images().filter(i => i.endsWith(':2')).length).toBe(1)
    s.wait(20)
    expect(s.images().filter(i => i.endsWith(':2')).length).toBe(2)
  })
  it('with surge takes the old pod a second after the new one has been ready for minReadySeconds', () => {
    const s = new Stage(1)
    s.create(
      'daemonsets',
      agent({ minReadySeconds: 7, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
    )
    s.wait(15)
    s.image('nginx:2')
    const isNewReady = () =>
      s.pods.some(
        p => p.spec.containers[0]?.image === 'nginx:2' && p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True'),
      )
    for (let i = 0; i < 100 && !isNewReady(); i++) s.wait(0.1)
    s.wait(7.5)
    expect(s.images()).toEqual(['node-1 nginx:1', 'node-1 nginx:2'])
    s.wait(1.5)
    expect(s.pods.filter(p => !p.metadata.deletionTimestamp)).toHaveLength(1)
    s.wait(3)
    expect(s.images()).toEqual(['node-1 nginx:2'])
  })
  it('hears of minReadySeconds changed by itself: the template need not change with it', () => {
    const s = new Stage(1)
    s.create('daemonsets', agent({ minReadySeconds: 600 }))
    s.wait(5)
    expect(s.set.status.numberUnavailable).toBe(1)
    s.merge('daemonsets', `default/${s.set.metadata.name}`, { spec: { minReadySeconds: 0 } })
    s.wait(1)
    expect(s.set.status.numberAvailable).toBe(1)
  })
  it('with OnDelete leaves it to others to delete', () => {
    const s = new Stage()
    s.create('daemonsets', agent({ updateStrategy: { type: 'OnDelete' } }))
    s.wait(5)
    s.image('nginx:2')
    s.wait(20)
    expect(s.images().filter(i => i.endsWith(':2'))).toEqual([])
    s.remove('pods', `default/${s.pods.find(p => p.spec.nodeName === 'node-3')?.metadata.name}`)
    s.wait(5)
    expect(s.images()).toEqual(['node-1 nginx:1', 'node-2 nginx:1', 'node-3 nginx:2'])
  })
  it('goes back by giving the old revision the highest number', () => {
    const s = new Stage()
    s.create('daemonsets', agent())
    s.wait(5)
    s.image('nginx:2')
    s.wait(20)
    s.image('nginx:1')
    s.wait(20)
    const revisions = [...s.engine.store.list<ControllerRevision>('controllerrevisions')]
    expect(revisions.map(r => r.revision)).toEqual([3, 2])
    expect(s.images()).toEqual(['node-1 nginx:1', 'node-2 nginx:1', 'node-3 nginx:1'])
  })
  it('forgets what is older than the limit', () => {
    const s = new Stage()
    s.create('daemonsets', agent({ revisionHistoryLimit: 1 }))
    for (const n of [2, 3, 4]) {
      s.wait(20)
      s.image(`nginx:${n}`)
    }
    s.wait(20)
    expect([...s.engine.store.list<ControllerRevision>('controllerrevisions')].map(r => r.revision)).toEqual([3, 4])
  })
})

describe('pods that fail', () => {
  it('are replaced at once, then after one second, two, four', () => {
    const w = new SmallWorld({ actors: [daemonset] })
    w.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } })
    w.create('daemonsets', agent())
    w.wait(1)
    const replaced: number[] = []
    let failed = ''
    w.until('the fifth is there', () => {
      const [pod] = w.pods()
      if (pod && pod.metadata.uid !== failed) {
        failed = pod.metadata.uid
        replaced.push(w.engine.now)
        w.engine.act('you', '-', 'test', {}, cause => {
          const bound = w.engine.api.update('pods', { ...pod, spec: { ...pod.spec, nodeName: 'node-1' } }, { cause, trusted: true })
          w.engine.api.update('pods', { ...bound, status: { phase: 'Failed' } }, { cause, subresource: 'status', trusted: true })
        })
      }
      return replaced.length === 5
    })
    const gaps = replaced.slice(1).map((at, i) => Math.round((at - (replaced[i] as number)) / 1000))
    expect(gaps).toEqual([0, 1, 2, 4])
    expect(w.said('DaemonSet').filter(t => t.startsWith('FailedDaemonPod')).length).toBe(4)
  })
})

it('says and does the same after a checkpoint as without one', () => {
  const play = (restores: boolean) => {
    const s = new Stage(6)
    s.create('daemonsets', agent({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } } }))
    s.wait(5)
    s.merge('nodes', 'node-3', { metadata: { labels: { a: 'b' } } })
    s.image('nginx:2')
    s.wait(2)
    if (restores) s.engine.restore(s.engine.checkpoint())
    s.wait(20)
    return s.engine.hash()
  }
  expect(play(true)).toBe(play(false))
})
