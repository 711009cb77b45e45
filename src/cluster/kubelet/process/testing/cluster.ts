// A whole cluster for tests of what images do: every controller, pods that come from workloads, and commands that run in them and are waited for.
import { type Actor, Engine, type EventData } from '../../../../engine/index.ts'
import { type ApiObject, type Draft, formatTime, invalid, type Pod, resources } from '../../../../kube/index.ts'
import { admit } from '../../../admission/index.ts'
import { bootstrap } from '../../../bootstrap.ts'
import { controllers } from '../../../controllers/index.ts'
import { indexes } from '../../../indexes.ts'
import { profiles } from '../../../profiles.ts'
import { type Member, members, type Traffic } from '../../../tables.ts'
import { exec } from '../../exec.ts'
import { logs } from '../logs.ts'

export interface Ran {
  readonly code: number
  readonly output: string
}

export class TestCluster {
  readonly engine: Engine
  #ran: EventData | undefined
  #tell: ((e: EventData) => void) | undefined

  constructor({ seed = 1, nodes = 3 } = {}) {
    const ear: Actor = {
      name: 'ear',
      receive: (_, e) => {
        this.#ran = e
        this.#tell?.(e)
      },
    }
    this.engine = new Engine({
      seed,
      profile: profiles.classroom,
      resources,
      indexes,
      actors: [...controllers, ear],
      admit,
      refuse: invalid,
      startMs: 1_490_864_400_000,
      timestamp: formatTime,
      freeze: true,
    })
    bootstrap(this.engine, { seed, nodes, profile: 'classroom', freeze: true })
  }

  get world() {
    return this.engine.world
  }

  wait(seconds: number): this {
    this.engine.advance(this.engine.now + seconds * 1000)
    return this
  }

  /** Lets time pass until it is so; returns the seconds it took. */
  until(what: () => unknown, seconds = 60): number {
    const from = this.engine.now
    while (!what()) {
      if (this.engine.now - from > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`)
      this.engine.advance(this.engine.now + 20)
    }
    return (this.engine.now - from) / 1000
  }

  create(plural: string, draft: Record<string, unknown>): ApiObject {
    return this.engine.act('you', '-', 'test.create', {}, cause => this.engine.api.create(plural, draft as unknown as Draft, { cause }))
  }
  merge(plural: string, key: string, patch: Record<string, unknown>): void {
    this.engine.act('you', '-', 'test.merge', {}, cause => this.engine.api.merge(plural, key, patch, { cause }))
  }
  remove(plural: string, key: string, options = {}): void {
    this.engine.act('you', '-', 'test.delete', {}, cause => this.engine.api.remove(plural, key, options, { cause }))
  }
  fault(name: string, spec: Record<string, unknown>): void {
    this.create('faults', { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name }, spec })
  }
  heal(name: string): void {
    this.remove('faults', name)
  }

  pod(name: string): Pod | undefined {
    return this.engine.store.get<Pod>('pods', `default/${name}`)
  }
  nodeOf(name: string): string {
    return this.pod(name)?.spec.nodeName ?? ''
  }
  isReady(name: string): boolean {
    return this.pod(name)?.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false
  }
  log(name: string, container = 'main'): string {
    return logs(this.world, `default/${name}`, container) ?? ''
  }

  /** A StatefulSet with a headless Service of its name. */
  set(name: string, image: string, { replicas = 3, spec = {}, container = {}, disk = '' } = {}): void {
    this.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { clusterIP: 'None', selector: { app: name }, ports: [{ name: 'peers', port: 2888 }] },
    })
    const mounts = disk === '' ? {} : { volumeMounts: [{ name: 'data', mountPath: disk }] }
    const claims = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }
    this.create('statefulsets', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, namespace: 'default' },
      spec: {
        serviceName: name,
        replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image, ...mounts, ...container }] } },
        ...(disk !== '' && { volumeClaimTemplates: [claims] }),
        ...spec,
      },
    })
  }

  member(name: string): Member | undefined {
    return members(this.world).get(`default/${name}`)
  }
  /** Who leads, as all members together see it. */
  leaders(): Member[] {
    return [...members(this.world).values()].filter(m => m.role === 'leader' || m.role === 'primary')
  }

  /** Hears what is sent to the actor `ear`. */
  hear(tell: (e: EventData) => void): void {
    this.#tell = tell
  }

  /** Runs a command in a pod and waits for its end. */
  run(pod: string, ...argv: string[]): Ran {
    this.#ran = undefined
    const problem = exec(this.world, `default/${pod}`, 'main', argv, 'ear', { type: 'ran' })
    if (problem) return { code: -1, output: problem }
    this.until(() => this.#ran, 120)
    const { code, output } = this.#ran as unknown as Ran
    return { code, output }
  }

  traffic(service: string): Pick<Traffic, 'sent' | 'served' | 'refused' | 'timedOut' | 'inFlight'> {
    const { sent, served, refused, timedOut, inFlight } = this.engine.table<Traffic>('traffic').get(`default/${service}`) as Traffic
    return { sent, served, refused, timedOut, inFlight }
  }
  load(spec: Record<string, unknown>, name = 'load'): void {
    this.create('loads', { apiVersion: 'podium.local/v1', kind: 'Load', metadata: { name, namespace: 'default' }, spec })
  }
}
