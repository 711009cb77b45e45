// A small world for tests of controllers: the real engine with the controllers under test, and in place of scheduler and kubelet one actor that binds
// and starts every pod after a moment, or not, as the image says. Events are only collected.
import { type Actor, Engine, keyOf, type TraceEntry } from '../../../engine/index.ts'
import {
  type ApiObject,
  type Deployment,
  type Draft,
  forbidden,
  formatTime,
  invalid,
  type Pod,
  type ReplicaSet,
  resources,
} from '../../../kube/index.ts'
import { indexes } from '../../indexes.ts'
import { profiles } from '../../profiles.ts'
import { deployment } from '../deployment.ts'
import { replicaset } from '../replicaset.ts'

/** Images that never become ready: `web:broken`. */
const isBroken = (p: Pod) => p.spec.containers.some(c => c.image?.endsWith(':broken'))
const NODES = 3
const START_MS = 1_490_864_400_000

/** Scheduler and kubelet in one: pods run after `startMs` and are gone `stopMs` after their deletion (never later than their grace). */
export function fakeKubelet({ startMs = 300, stopMs = 200 } = {}): Actor {
  return {
    name: 'kubelet',
    plural: 'pods',
    watches: [{ plural: 'pods', keys: c => (c.type === 'DELETED' ? [] : [c.key]) }],
    look(world, key) {
      const pod = world.get<Pod>('pods', key)
      if (!pod) return undefined
      if (pod.metadata.deletionTimestamp) {
        world.schedule(stopMs, 'kubelet', { type: 'stop', key, uid: pod.metadata.uid })
        return {}
      }
      if (!pod.spec.nodeName) {
        const object = { ...pod, spec: { ...pod.spec, nodeName: `node-${1 + world.dice.roll(NODES)}` } }
        return { steps: [[{ verb: 'update', plural: 'pods', object, trusted: true }]] }
      }
      if (pod.status.phase === 'Pending') {
        const kept = world.table<string>('kubelet.started')
        if (kept.has(pod.metadata.uid)) return {}
        kept.set(pod.metadata.uid, 'yes')
        world.schedule(isBroken(pod) ? 0 : startMs, 'kubelet', { type: 'start', key, uid: pod.metadata.uid })
      }
      return {}
    },
    receive(world, event) {
      const pod = world.get<Pod>('pods', event.key as string)
      if (!pod || pod.metadata.uid !== event.uid) return
      if (event.type === 'stop') {
        world.send({ verb: 'delete', plural: 'pods', key: event.key as string, options: { gracePeriodSeconds: 0 } })
        return
      }
      const ready = isBroken(pod) ? 'False' : 'True'
      const [a, b] = [world.dice.roll(250), world.dice.roll(250)]
      const podIP = pod.status.podIP ?? `10.244.${a}.${b}`
      const conditions = [{ type: 'Ready', status: ready, lastTransitionTime: world.timestamp }]
      const status = { ...pod.status, phase: isBroken(pod) ? 'Pending' : 'Running', podIP, conditions }
      world.send({ verb: 'update', plural: 'pods', subresource: 'status', object: { ...pod, status }, trusted: true })
    },
  }
}

type Admit = ConstructorParameters<typeof Engine>[0]['admit']

/** Nothing new in a namespace that ends. Upstream: admission plugin NamespaceLifecycle. */
const keepOut: Admit = (op, r, o, _old, env) => {
  const ns = o.metadata.namespace ? env.get('namespaces', o.metadata.namespace) : undefined
  if (op !== 'CREATE' || !ns?.metadata.deletionTimestamp) return o
  const why = `unable to create new content in namespace ${ns.metadata.name} because it is being terminated`
  const refusal = forbidden(r, o.metadata.name, why)
  Object.assign(refusal.status.details ?? {}, { causes: [{ reason: 'NamespaceTerminating' }] })
  throw refusal
}

export interface Told {
  at: number
  about: string
  sort: string
  reason: string
  message: string
}

export const template = (image: string, labels: Record<string, string> = { app: 'web' }, more: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'main', image }], ...more },
})

export const deploymentOf = (name: string, spec: Record<string, unknown> = {}, image = 'web:1'): Draft => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: template(image, { app: name }), ...spec },
})

/** A world with hands and eyes for tests. */
export class SmallWorld {
  readonly engine: Engine
  readonly told: Told[] = []
  readonly trace: TraceEntry[] = []

  constructor({
    seed = 1,
    actors = [deployment, replicaset, fakeKubelet()] as readonly Actor[],
    profile = profiles.classroom,
    admit = undefined as ConstructorParameters<typeof Engine>[0]['admit'] | undefined,
  } = {}) {
    const told = this.told
    const recorder: Actor = {
      name: 'recorder',
      receive(world, e) {
        const about = e.about as { kind: string; name: string }
        told.push({
          at: world.now,
          about: `${about.kind}/${about.name}`,
          sort: String(e.sort),
          reason: String(e.reason),
          message: String(e.message),
        })
      },
    }
    this.engine = new Engine({
      seed,
      profile,
      resources,
      indexes,
      actors: [...actors, recorder],
      admit: admit ?? keepOut,
      refuse: invalid,
      startMs: START_MS,
      timestamp: formatTime,
      freeze: true,
    })
    this.engine.trace(t => this.trace.push(t))
    this.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  }

  create<T extends ApiObject = ApiObject>(plural: string, draft: Draft): T {
    return this.#act(cause => this.engine.api.create(plural, draft, { cause })) as T
  }
  merge(plural: string, name: string, patch: Record<string, unknown>): ApiObject {
    return this.#act(cause => this.engine.api.merge(plural, `default/${name}`, patch, { cause }))
  }
  remove(plural: string, name: string, options = {}): void {
    this.#act(cause => this.engine.api.remove(plural, `default/${name}`, options, { cause }))
  }
  setImage(name: string, image: string): void {
    this.merge('deployments', name, { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } })
  }
  #act<T>(deed: (cause: number) => T): T {
    return this.engine.act('you', '-', 'test', {}, deed)
  }

  /** Lets so many seconds pass. */
  wait(seconds: number): void {
    this.engine.advance(this.engine.now + seconds * 1000)
  }
  /** Lets time pass, step by step, until something holds; throws when it does not within so many seconds. */
  until(what: string, holds: () => boolean, seconds = 60): void {
    const end = this.engine.now + seconds * 1000
    while (!holds()) {
      const next = this.engine.nextAt
      if (next === undefined || next > end) throw new Error(`not within ${seconds} s: ${what}\n${this.sizes().join('\n')}`)
      this.engine.advance(next)
    }
  }

  get = <T extends ApiObject = ApiObject>(plural: string, name: string) => this.engine.store.get<T>(plural, `default/${name}`)
  list = <T extends ApiObject = ApiObject>(plural: string) => [...this.engine.store.list<T>(plural)]
  deployment = (name: string) => this.get<Deployment>('deployments', name) as Deployment
  sets = () => this.list<ReplicaSet>('replicasets')
  pods = () => this.list<Pod>('pods')
  key = keyOf

  isRolledOut(name: string): boolean {
    const { spec, status, metadata } = this.deployment(name)
    const n = spec.replicas
    return (
      (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
      (status.updatedReplicas ?? 0) === n &&
      (status.availableReplicas ?? 0) === n &&
      (status.replicas ?? 0) === n
    )
  }
  rolled(name: string, seconds = 60): void {
    this.until(`${name} has rolled out`, () => this.isRolledOut(name), seconds)
  }
  /** One line for each ReplicaSet: image, revision and sizes. */
  sizes(): string[] {
    return this.sets()
      .map(r => {
        const a = r.metadata.annotations ?? {}
        const note = (n: string) => a[`deployment.kubernetes.io/${n}`] ?? '-'
        const s = r.status
        return `${r.spec.template.spec.containers[0]?.image} revision=${note('revision')} history=${note('revision-history')} desired=${note('desired-replicas')} max=${note('max-replicas')} spec=${r.spec.replicas} replicas=${s.replicas ?? 0} ready=${s.readyReplicas ?? 0} available=${s.availableReplicas ?? 0}`
      })
      .sort()
  }
  conditions(name: string): string[] {
    return (this.deployment(name).status.conditions ?? []).map(c => `${c.type}=${c.status} ${c.reason}`).sort()
  }
  /** What was said about a kind, in order; hashes of templates are masked. */
  said(kind: string): string[] {
    return this.told
      .filter(t => t.about.startsWith(`${kind}/`))
      .map(t => `${t.reason} ${t.message}`.replace(/-[456789bcdf]{6,10}\b/, '-HASH'))
  }
  captions(): string[] {
    return this.trace.filter(t => t.by === 'deployment').map(t => t.code)
  }
}
