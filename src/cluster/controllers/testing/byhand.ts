// A StatefulSet whose pods do only what the test says: they become ready, fail and go by hand, and the server refuses what the test wants refused. Every
// pod has a finalizer, so that a deleted one stays until it is let go.
import { type ApiObject, forbidden, type Pod, type StatefulSet } from '../../../kube/index.ts'
import { ordinalOf } from '../statefulset/identity.ts'
import { statefulset } from '../statefulset.ts'
import { SmallWorld } from './world.ts'

type Op = 'CREATE' | 'UPDATE' | 'DELETE'
const HOLD = 'podium.test/hold'

export class ByHand {
  readonly w: SmallWorld
  /** Ordinals that were asked for since the last `taken`, refused requests included. */
  creates: number[] = []
  deletes: number[] = []
  claims: string[] = []
  refusals = 0
  #isOurs = false
  #refuse: ((op: Op, plural: string, o: ApiObject, subresource: string | undefined) => boolean) | undefined

  constructor() {
    this.w = new SmallWorld({
      actors: [statefulset],
      admit: (op, resource, o, _old, _env, ctx) => {
        if (this.#isOurs) return o
        if (resource.plural === 'pods' && op === 'CREATE') this.creates.push(ordinalOf(o.metadata.name))
        if (resource.plural === 'pods' && op === 'DELETE') this.deletes.push(ordinalOf(o.metadata.name))
        if (resource.plural === 'persistentvolumeclaims' && op === 'CREATE') this.claims.push(o.metadata.name)
        if (!this.#refuse?.(op, resource.plural, o, ctx.subresource)) return o
        this.refusals++
        throw forbidden(resource, o.metadata.name, 'the test says no')
      },
    })
  }

  /** Refuses the nth request of a sort, and those after it so many times. */
  refuse(op: Op, plural: string, { nth = 1, times = 1, subresource }: { nth?: number; times?: number; subresource?: string } = {}): void {
    let seen = 0
    this.#refuse = (o, p, _object, s) => o === op && p === plural && s === subresource && ++seen >= nth && seen < nth + times
  }

  ours<T>(deed: () => T): T {
    this.#isOurs = true
    try {
      return deed()
    } finally {
      this.#isOurs = false
    }
  }

  create(spec: Record<string, unknown>, image = 'web:1'): void {
    const template = { metadata: { labels: { app: 'web' }, finalizers: [HOLD] }, spec: { containers: [{ name: 'main', image }] } }
    const whole = { serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template, ...spec }
    this.ours(() =>
      this.w.create('statefulsets', {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'web', namespace: 'default' },
        spec: whole,
      }),
    )
    this.rest()
  }

  get set(): StatefulSet {
    return this.w.get<StatefulSet>('statefulsets', 'web') as StatefulSet
  }
  pods = () => this.w.pods()
  pod = (n: number) => this.w.get<Pod>('pods', `web-${n}`)
  rest(seconds = 0.5): void {
    this.w.wait(seconds)
  }

  /** What was asked for since the last time, and forgets it. */
  taken(): { creates: number[]; deletes: number[]; claims: string[] } {
    const { creates, deletes, claims } = this
    this.creates = []
    this.deletes = []
    this.claims = []
    return { creates, deletes, claims }
  }

  status(n: number, phase: string, ready = 'False'): void {
    const pod = this.pod(n)
    if (!pod) return
    const conditions = [{ type: 'Ready', status: ready, lastTransitionTime: '2017-03-30T08:00:00Z' }]
    const object = { ...pod, status: { ...pod.status, phase, conditions } }
    this.ours(() => {
      const { engine } = this.w
      engine.act('you', '-', 'test', {}, cause => engine.api.update('pods', object, { cause, subresource: 'status', trusted: true }))
    })
  }
  ready(n: number): void {
    this.status(n, 'Running', 'True')
  }
  merge(plural: string, name: string, patch: Record<string, unknown>): void {
    this.ours(() => this.w.merge(plural, name, patch))
  }
  spec(spec: Record<string, unknown>): void {
    this.merge('statefulsets', 'web', { spec })
  }
  image(image: string): void {
    this.spec({ template: { spec: { containers: [{ name: 'main', image }] } } })
  }
  remove(n: number): void {
    this.ours(() => this.w.remove('pods', `web-${n}`))
  }
  /** A deleted pod's object goes. */
  gone(n: number): void {
    if (this.pod(n)) this.merge('pods', `web-${n}`, { metadata: { finalizers: null } })
  }
  vanish(...all: readonly number[]): void {
    for (const n of all) {
      this.remove(n)
      this.gone(n)
    }
  }

  /** Pods get ready and deleted ones go, until nothing moves any more. */
  converge(): void {
    for (let round = 0; round < 200; round++) {
      const before = this.w.engine.store.rv
      for (const p of this.pods()) {
        const n = ordinalOf(p.metadata.name)
        if (p.metadata.deletionTimestamp) this.gone(n)
        else if (p.status.phase === 'Pending') this.ready(n)
      }
      this.rest()
      if (this.w.engine.store.rv === before) return
    }
    throw new Error('it does not come to rest')
  }
  images(): Record<string, string> {
    return Object.fromEntries(this.pods().map(p => [ordinalOf(p.metadata.name), p.spec.containers[0]?.image ?? '']))
  }
}
