// A small world for tests of the kubelet: real engine, real kinds, machines and faults; pods are bound by hand.
import { Engine, type EventData } from '../../../engine/index.ts'
import { type ApiObject, type Draft, formatTime, invalid, type Pod, resources } from '../../../kube/index.ts'
import { indexes } from '../../indexes.ts'
import { type ProfileName, profiles } from '../../profiles.ts'
import { recorder } from '../../recorder.ts'
import { bootNode, kubelets } from '../index.ts'

const START_MS = 1_490_864_400_000

export class TestWorld {
  readonly engine: Engine
  #heard: ((e: EventData) => void) | undefined

  constructor({ seed = 1, nodes = 1, profile = 'classroom' as ProfileName, capacity = { cpu: '4', memory: '8Gi', pods: 110 } } = {}) {
    this.engine = new Engine({
      seed,
      profile: profiles[profile],
      resources,
      indexes,
      actors: [...kubelets, recorder, { name: 'ear', receive: (_world, e) => this.#heard?.(e) }],
      admit: (_op, _r, o) => o,
      refuse: invalid,
      startMs: START_MS,
      timestamp: formatTime,
      freeze: true,
    })
    const { engine } = this
    engine.act('you', '-', 'test.begin', {}, cause => {
      for (const name of ['default', 'kube-node-lease']) {
        engine.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { cause })
      }
      for (let n = 1; n <= nodes; n++) {
        bootNode(engine.world, engine.api, { name: `node-${n}`, zone: `zone-${'abc'[(n - 1) % 3]}`, number: n, capacity, cause })
      }
    })
  }

  /** Hears what is sent to the actor `ear`. */
  hear(_ear: 'ear', tell: (e: EventData) => void): void {
    this.#heard = tell
  }

  get world() {
    return this.engine.world
  }

  /** Lets this many simulated seconds pass. */
  wait(seconds: number): this {
    this.engine.advance(this.engine.now + seconds * 1000)
    return this
  }

  /** Lets time pass in steps of 10 ms until it is so; returns the seconds it took. */
  until(what: () => unknown, seconds = 120): number {
    const from = this.engine.now
    while (!what()) {
      if (this.engine.now - from > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`)
      this.engine.advance(this.engine.now + 10)
    }
    return (this.engine.now - from) / 1000
  }

  create(plural: string, draft: Draft): ApiObject {
    return this.engine.act('you', '-', 'test.create', {}, cause => this.engine.api.create(plural, draft, { cause }))
  }

  /** A pod bound to a node. `more` is spec beside the containers. */
  pod(
    name: string,
    containers: readonly Record<string, unknown>[] = [{ name: 'main', image: 'nginx:1.25' }],
    more: Record<string, unknown> = {},
    labels = {},
  ): ApiObject {
    const spec = { nodeName: 'node-1', ...more, containers }
    return this.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels }, spec })
  }

  get(name: string): Pod {
    const found = this.find(name)
    if (!found) throw new Error(`no pod ${name}`)
    return found
  }

  find(name: string): Pod | undefined {
    return this.engine.store.get<Pod>('pods', `default/${name}`)
  }

  remove(plural: string, key: string, options = {}): void {
    this.engine.act('you', '-', 'test.delete', {}, cause => this.engine.api.remove(plural, key, options, { cause }))
  }

  merge(plural: string, key: string, patch: Record<string, unknown>): void {
    this.engine.act('you', '-', 'test.merge', {}, cause => this.engine.api.merge(plural, key, patch, { cause }))
  }

  fault(name: string, spec: Record<string, unknown>): void {
    this.create('faults', { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name }, spec })
  }

  heal(name: string): void {
    this.remove('faults', name)
  }

  /** What was said about an object: `Normal Pulled …`, in order of first mention. */
  said(name: string): string[] {
    return [...this.engine.store.list('events')].filter(e => e.involvedObject.name === name).map(e => `${e.type} ${e.reason} ${e.message}`)
  }

  condition(name: string, type: string): string | undefined {
    return this.get(name).status.conditions?.find(c => c.type === type)?.status
  }

  isReady(name: string): boolean {
    return this.find(name)?.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false
  }
}
