// Who owns what, by kind: what is taken in, let go and left alone. ReplicaSets claim among their active pods only, the others among all they have.
import { describe, expect, it } from 'vitest'
import type { ApiObject, Draft, Pod } from '../../kube/index.ts'
import { createCluster } from '../cluster.ts'

const FOREVER = ['sleep', 'infinity']
const podSpec = (kind: string) => ({
  ...(kind === 'Job' && { restartPolicy: 'Never' }),
  terminationGracePeriodSeconds: 600,
  containers: [{ name: 'main', image: 'busybox:1.36', command: FOREVER }],
})
const template = (kind: string) => ({ metadata: { labels: { app: 'web' } }, spec: podSpec(kind) })

class Hands {
  readonly engine = createCluster({ seed: 5, nodes: 1, profile: 'classroom', freeze: true })
  readonly kind: string
  readonly plural: string
  constructor(kind: string) {
    this.kind = kind
    this.plural = `${kind.toLowerCase()}s`
    this.wait(2)
  }
  #act<T>(deed: (cause: number) => T): T {
    return this.engine.act('you', '-', 'test', {}, deed)
  }
  create(plural: string, draft: Draft): ApiObject {
    return this.#act(cause => this.engine.api.create(plural, draft, { cause }))
  }
  /** An owner whose selector means `app: web`. */
  owner(spec: Record<string, unknown> = {}): void {
    const { kind } = this
    const own = kind === 'DaemonSet' ? {} : kind === 'Job' ? { manualSelector: true } : { replicas: 1 }
    this.create(this.plural, {
      apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
      kind,
      metadata: { name: 'web', namespace: 'default' },
      spec: { ...own, selector: { matchLabels: { app: 'web' } }, template: template(kind), ...spec },
    })
    this.wait(10)
  }
  merge(plural: string, name: string, patch: Record<string, unknown>, subresource?: string): void {
    this.#act(cause => this.engine.api.merge(plural, `default/${name}`, patch, { cause, subresource }))
    this.wait(3)
  }
  relabel(plural: string, name: string): void {
    this.merge(plural, name, { metadata: { labels: { app: 'other' } } })
  }
  remove(plural: string, name: string, options = {}): void {
    this.#act(cause => this.engine.api.remove(plural, `default/${name}`, options, { cause }))
    this.wait(3)
  }
  wait(seconds: number): void {
    this.engine.advance(this.engine.now + seconds * 1000)
  }
  get pod(): string {
    return ([...this.engine.store.list<Pod>('pods')][0] as Pod).metadata.name
  }
  ownersOf(plural: string, name: string): readonly string[] {
    return this.engine.store.get(plural, `default/${name}`)?.metadata.ownerReferences?.map(r => r.kind) ?? []
  }
}

describe('a pod whose labels no longer fit', () => {
  it.each(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'])('is let go: %s', kind => {
    const h = new Hands(kind)
    h.owner()
    const { pod } = h
    h.relabel('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual([])
  })

  it.each(['StatefulSet', 'DaemonSet', 'Job'])('is let go also on its way out: %s', kind => {
    const h = new Hands(kind)
    h.owner()
    const { pod } = h
    h.remove('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual([kind])
    h.relabel('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual([])
  })

  it('stays with its ReplicaSet when it is on its way out', () => {
    const h = new Hands('ReplicaSet')
    h.owner()
    const { pod } = h
    h.remove('pods', pod)
    h.relabel('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual(['ReplicaSet'])
  })

  it('stays with its ReplicaSet when it has failed', () => {
    const h = new Hands('ReplicaSet')
    h.owner({ template: { ...template('ReplicaSet'), spec: { ...podSpec('ReplicaSet'), nodeSelector: { no: 'where' } } } })
    const { pod } = h
    h.merge('pods', pod, { status: { phase: 'Failed' } }, 'status')
    h.relabel('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual(['ReplicaSet'])
  })

  it.each(['StatefulSet', 'DaemonSet', 'Job'])('stays while its owner itself is being deleted: %s', kind => {
    const h = new Hands(kind)
    h.owner()
    const { pod } = h
    h.remove(h.plural, 'web', { propagationPolicy: 'Foreground' })
    h.relabel('pods', pod)
    expect(h.ownersOf('pods', pod)).toEqual([kind])
  })
})

describe('a pod that nobody owns', () => {
  const orphan = (h: Hands) => {
    // Held by a finalizer: it stays however long it takes.
    const metadata = { name: 'web-0', namespace: 'default', labels: { app: 'web' }, finalizers: ['example.com/hold'] }
    h.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...podSpec(h.kind), nodeName: 'node-1' } })
    h.wait(3)
  }

  it.each(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'])('is taken in: %s', kind => {
    const h = new Hands(kind)
    orphan(h)
    h.owner()
    expect(h.ownersOf('pods', 'web-0')).toEqual([kind])
  })

  it.each(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'])('is left alone on its way out: %s', kind => {
    const h = new Hands(kind)
    orphan(h)
    h.remove('pods', 'web-0')
    h.owner()
    expect(h.ownersOf('pods', 'web-0')).toEqual([])
  })
})

describe('a ReplicaSet of a Deployment', () => {
  const held = () => {
    const h = new Hands('Deployment')
    h.owner({ replicas: 0 })
    const name = ([...h.engine.store.list('replicasets')][0] as ApiObject).metadata.name
    h.merge('replicasets', name, { metadata: { finalizers: ['example.com/hold'] } })
    h.remove('replicasets', name)
    return { h, name }
  }

  it('is let go also on its way out, when its labels no longer fit', () => {
    const { h, name } = held()
    expect(h.ownersOf('replicasets', name)).toEqual(['Deployment'])
    h.relabel('replicasets', name)
    expect(h.ownersOf('replicasets', name)).toEqual([])
  })

  it('is not taken in on its way out', () => {
    const { h, name } = held()
    h.merge('replicasets', name, { metadata: { ownerReferences: null } })
    expect(h.ownersOf('replicasets', name)).toEqual([])
  })
})
