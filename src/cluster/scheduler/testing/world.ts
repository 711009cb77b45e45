// A small world for tests of the scheduler: nodes and pods, the scheduler, and somebody who collects what is said. No kubelet: a bound pod stays as it is.
import { type Actor, Engine, type EventData, type TraceEntry } from '../../../engine/index.ts'
import { type ApiObject, type Draft, formatTime, invalid, type Node, type Pod, resources } from '../../../kube/index.ts'
import { refuseSecondBinding } from '../../admission/binding.ts'
import { indexes } from '../../indexes.ts'
import { profiles } from '../../profiles.ts'
import { scheduler } from '../scheduler.ts'

export type Labels = Record<string, string>

export const node = (name: string, more: { labels?: Labels; spec?: object; allocatable?: Labels; status?: object } = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...more.labels } },
  spec: more.spec ?? {},
  status: {
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    allocatable: more.allocatable ?? { cpu: '4', memory: '8Gi', pods: '110' },
    ...more.status,
  },
})

export const container = (requests: Labels = {}, more: object = {}) => ({
  name: 'main',
  image: 'nginx:1.25',
  resources: { requests },
  ...more,
})

export const pod = (name: string, spec: object = {}, meta: object = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', ...meta },
  spec: { containers: [container()], ...spec },
})

export const asking = (cpu: string, memory = '0') => ({ containers: [container({ cpu, memory })] })

export interface Options {
  nodes?: readonly Draft[]
  seed?: number
  actors?: readonly Actor[]
}

export class TestWorld {
  readonly engine: Engine
  readonly said: string[] = []
  readonly traces: TraceEntry[] = []

  constructor({ nodes = [], seed = 7, actors = [] }: Options = {}) {
    const collector: Actor = {
      name: 'recorder',
      receive: (_, event: EventData) => {
        const { about, sort, reason, message } = event as unknown as {
          about: ApiObject['metadata']
          sort: string
          reason: string
          message: string
        }
        this.said.push(`${sort} ${reason} ${about.name}: ${message}`)
      },
    }
    this.engine = new Engine({
      seed,
      profile: profiles.classroom,
      resources,
      indexes,
      actors: [collector, scheduler, ...actors],
      admit(_op, _resource, o, old, _env, { subresource }) {
        if (subresource === 'binding' && old) refuseSecondBinding(o, old)
        return o
      },
      refuse: invalid,
      startMs: 1_490_864_400_000,
      timestamp: formatTime,
      freeze: true,
    })
    this.engine.trace(t => this.traces.push(t))
    this.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default', labels: { 'kubernetes.io/metadata.name': 'default' } },
    })
    for (const n of nodes) this.create(n)
  }

  create(draft: Draft): ApiObject {
    const plural = resources.find(r => r.kind === draft.kind)?.plural ?? ''
    return this.do(cause => this.engine.api.create(plural, draft, { cause, trusted: true }))
  }

  merge(plural: string, key: string, patch: Record<string, unknown>, subresource = ''): ApiObject {
    return this.do(cause => this.engine.api.merge(plural, key, patch, { cause, subresource, trusted: true }))
  }

  remove(plural: string, key: string, gracePeriodSeconds?: number): void {
    this.do(cause => this.engine.api.remove(plural, key, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, { cause }))
  }

  do<T>(deed: (cause: number) => T): T {
    return this.engine.act('you', '-', 'test', {}, deed)
  }

  run(ms = 1000): this {
    this.engine.advance(this.engine.now + ms)
    return this
  }

  pod(name: string, namespace = 'default'): Pod {
    return this.engine.store.get<Pod>('pods', `${namespace}/${name}`) as Pod
  }

  node(name: string): Node {
    return this.engine.store.get<Node>('nodes', name) as Node
  }

  /** `web-1 node-2` by name. */
  where(): string[] {
    return [...this.engine.store.list<Pod>('pods')].map(p => `${p.metadata.name} ${p.spec.nodeName ?? '-'}`)
  }

  /** Pods on each node, all nodes, largest first. */
  spread(): number[] {
    const counts = [...this.engine.store.list<Node>('nodes')].map(n => this.engine.store.keysBy('pods', 'node', n.metadata.name).size)
    return counts.sort((a, b) => b - a)
  }

  /** Why those wait that wait. */
  pending(): (string | undefined)[] {
    return [...this.engine.store.list<Pod>('pods')].filter(p => !p.spec.nodeName).map(p => this.why(p.metadata.name))
  }

  /** The message of the PodScheduled condition. */
  why(name: string): string | undefined {
    return this.pod(name).status.conditions?.find(c => c.type === 'PodScheduled')?.message
  }
}

export const three = [node('node-1'), node('node-2'), node('node-3')]
