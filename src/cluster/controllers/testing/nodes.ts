// A world for tests of what happens to nodes and their pods: nodes whose kubelets renew their leases every ten seconds as long as they are alive, and bound
// pods that run. Events are only collected.
import { type Actor, Engine, type EventData } from '../../../engine/index.ts'
import {
  type ApiObject,
  type Draft,
  formatMicroTime,
  formatTime,
  invalid,
  type Node,
  type Pod,
  resources,
  type Taint,
} from '../../../kube/index.ts'
import { indexes } from '../../indexes.ts'
import { profiles } from '../../profiles.ts'

const CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure']

export interface NodeOptions {
  zone?: string
  ready?: 'True' | 'False' | 'Unknown' | null
  labels?: Record<string, string>
}

export class NodeWorld {
  readonly engine: Engine
  readonly said: string[] = []
  /** Nodes whose kubelets give signs of life. */
  readonly alive = new Set<string>()

  constructor(actors: readonly Actor[], seed = 7) {
    const collector: Actor = {
      name: 'recorder',
      receive: (world, event: EventData) => {
        const { about, sort, reason, message } = event as unknown as {
          about: ApiObject['metadata']
          sort: string
          reason: string
          message: string
        }
        this.said.push(`${Math.round(world.now / 1000)}s ${sort} ${reason} ${about.name}: ${message}`)
      },
    }
    const heart: Actor = {
      name: 'heart',
      receive: (world, { node }) => {
        world.schedule(10_000, 'heart', { type: 'beat', node })
        if (!this.alive.has(node as string)) return
        const key = `kube-node-lease/${node as string}`
        const spec = { renewTime: formatMicroTime(world.nowMs) }
        world.send({ verb: 'merge', plural: 'leases', key, patch: { spec } })
      },
    }
    this.engine = new Engine({
      seed,
      profile: profiles.classroom,
      resources,
      indexes,
      actors: [collector, heart, ...actors],
      admit: (_op, _r, o) => o,
      refuse: invalid,
      startMs: 1_490_864_400_000,
      timestamp: formatTime,
      freeze: true,
    })
    for (const name of ['default', 'kube-node-lease'])
      this.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  }

  create(plural: string, draft: Draft): ApiObject {
    return this.engine.act('you', '-', 'test', {}, cause => this.engine.api.create(plural, draft, { cause, trusted: true }))
  }

  merge(plural: string, key: string, patch: Record<string, unknown>, subresource = ''): ApiObject {
    return this.engine.act('you', '-', 'test', {}, cause =>
      this.engine.api.merge(plural, key, patch, { cause, subresource, trusted: true }),
    )
  }

  remove(plural: string, key: string, gracePeriodSeconds?: number): void {
    const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }
    this.engine.act('you', '-', 'test', {}, cause => this.engine.api.remove(plural, key, options, { cause }))
  }

  /** A node with a kubelet that is alive. */
  addNode(name: string, { zone, ready = 'True', labels = {} }: NodeOptions = {}): this {
    const zoned = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }
    const { timestamp, nowMs } = this.engine.world
    const condition = (type: string, status: string) => ({ type, status, lastHeartbeatTime: timestamp, lastTransitionTime: timestamp })
    const conditions = ready === null ? [] : [...CONDITIONS.map(t => condition(t, 'False')), condition('Ready', ready)]
    this.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { ...zoned, ...labels } },
      spec: {},
      status: { conditions },
    })
    if (ready === null) return this
    this.create('leases', {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: name, renewTime: formatMicroTime(nowMs) },
    })
    this.alive.add(name)
    this.engine.world.schedule(10_000, 'heart', { type: 'beat', node: name })
    return this
  }

  addPod(name: string, nodeName: string, spec: object = {}, meta: object = {}): this {
    this.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', ...meta },
      spec: { containers: [{ name: 'main', image: 'nginx' }], terminationGracePeriodSeconds: 30, ...(nodeName && { nodeName }), ...spec },
    })
    const { timestamp } = this.engine.world
    const conditions = [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp }]
    if (nodeName) this.merge('pods', `default/${name}`, { status: { phase: 'Running', conditions } }, 'status')
    return this
  }

  /** The kubelet reports its own state. */
  report(name: string, status: 'True' | 'False'): this {
    const { timestamp } = this.engine.world
    const conditions = (this.node(name).status.conditions ?? []).map(c => ({
      ...c,
      status: c.type === 'Ready' ? status : 'False',
      lastHeartbeatTime: timestamp,
      lastTransitionTime: timestamp,
    }))
    this.merge('nodes', name, { status: { conditions } }, 'status')
    return this
  }

  die(...names: string[]): this {
    for (const n of names) this.alive.delete(n)
    return this
  }

  /** Comes back: renews its lease and reports that it is ready. */
  revive(...names: string[]): this {
    for (const name of names) {
      this.alive.add(name)
      this.merge('leases', `kube-node-lease/${name}`, { spec: { renewTime: formatMicroTime(this.engine.nowMs) } })
      this.report(name, 'True')
    }
    return this
  }

  taint(name: string, taints: readonly Taint[]): this {
    this.merge('nodes', name, { spec: { taints: taints.length ? taints : null } })
    return this
  }

  run(seconds: number): this {
    this.engine.advance(this.engine.now + seconds * 1000)
    return this
  }

  node = (name: string): Node => this.engine.store.get<Node>('nodes', name) as Node
  pod = (name: string): Pod | undefined => this.engine.store.get<Pod>('pods', `default/${name}`)
  ready = (name: string) => this.node(name).status.conditions?.find(c => c.type === 'Ready')?.status
  podReady = (name: string) => this.pod(name)?.status.conditions?.find(c => c.type === 'Ready')?.status
  /** `unreachable:NoExecute` */
  taints = (name: string) => (this.node(name).spec.taints ?? []).map(t => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`)
  evicted = (name: string) => this.pod(name) === undefined || this.pod(name)?.metadata.deletionTimestamp !== undefined
}
