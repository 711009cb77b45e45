// The life and end of a namespace, in a small world. The words are those of Kubernetes 1.34.4.
import { describe, expect, it } from 'vitest'
import { deployment } from './deployment.ts'
import { garbageCollector } from './garbagecollector.ts'
import { namespace } from './namespace.ts'
import { replicaset } from './replicaset.ts'
import { rootCertificate, serviceAccount } from './serviceaccount.ts'
import { deploymentOf, fakeKubelet, SmallWorld } from './testing/world.ts'

const actors = [deployment, replicaset, garbageCollector, namespace, serviceAccount, rootCertificate, fakeKubelet({ stopMs: 3000 })]

function world(): SmallWorld {
  const w = new SmallWorld({ actors })
  w.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } })
  w.wait(1)
  return w
}
const ns = (w: SmallWorld) => w.engine.store.get('namespaces', 'other')
const inside = (w: SmallWorld, plural: string) => w.engine.store.by(plural, 'namespace', 'other').map(o => o.metadata.name)
const remove = (w: SmallWorld) => w.engine.act('you', '-', 'test', {}, cause => w.engine.api.remove('namespaces', 'other', {}, { cause }))
const conditions = (w: SmallWorld) =>
  (ns(w)?.status.conditions ?? []).map((c: Record<string, string>) => `${c.type}=${c.status} ${c.message}`)

describe('a namespace that begins', () => {
  it('gets the ServiceAccount default and the ConfigMap kube-root-ca.crt, and gets them back', () => {
    const w = world()
    expect([inside(w, 'serviceaccounts'), inside(w, 'configmaps')]).toEqual([['default'], ['kube-root-ca.crt']])
    expect(w.engine.store.get('configmaps', 'other/kube-root-ca.crt')).toMatchObject({ data: { 'ca.crt': '' } })
    w.engine.api.remove('serviceaccounts', 'other/default', {}, { cause: 0 })
    w.engine.api.remove('configmaps', 'other/kube-root-ca.crt', {}, { cause: 0 })
    w.wait(1)
    expect([inside(w, 'serviceaccounts'), inside(w, 'configmaps')]).toEqual([['default'], ['kube-root-ca.crt']])
    w.engine.api.merge('configmaps', 'other/kube-root-ca.crt', { data: { 'ca.crt': 'mine' } }, { cause: 0 })
    w.wait(1)
    expect(w.engine.store.get('configmaps', 'other/kube-root-ca.crt')?.data).toEqual({ 'ca.crt': '' })
  })
})

describe('a namespace that ends', () => {
  it('is Terminating at once, and gone when it is empty', () => {
    const w = world()
    remove(w)
    expect(ns(w)).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String) },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Terminating' },
    })
    w.wait(4)
    expect(inside(w, 'serviceaccounts')).toEqual(['default'])
    w.wait(3)
    expect(ns(w)).toBeUndefined()
    expect([inside(w, 'serviceaccounts'), inside(w, 'configmaps')]).toEqual([[], []])
  })

  it('loses its pods first, and everything else only when they are gone', () => {
    const w = world()
    const draft = deploymentOf('web', { replicas: 2 })
    w.engine.api.create('deployments', { ...draft, metadata: { ...draft.metadata, namespace: 'other' } }, { cause: 0 })
    w.wait(2)
    remove(w)
    w.wait(6)
    const pods = w.engine.store.by('pods', 'namespace', 'other')
    expect(pods.filter(p => p.metadata.deletionTimestamp).length).toBeGreaterThanOrEqual(2)
    expect(inside(w, 'deployments')).toEqual(['web'])
    expect(conditions(w)).toEqual([
      'NamespaceDeletionDiscoveryFailure=False All resources successfully discovered',
      'NamespaceDeletionGroupVersionParsingFailure=False All legacy kube types successfully parsed',
      'NamespaceDeletionContentFailure=False All content successfully deleted, may be waiting on finalization',
      'NamespaceContentRemaining=False All content successfully removed',
      'NamespaceFinalizersRemaining=False All content-preserving finalizers finished',
    ])
    w.until('it is gone', () => ns(w) === undefined, 120)
    expect(w.list('deployments')).toEqual([])
  })

  it('waits for what has finalizers, and says so', () => {
    const w = world()
    const metadata = { name: 'held', namespace: 'other', finalizers: ['podium.local/hold'] }
    w.engine.api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata }, { cause: 0 })
    remove(w)
    w.wait(8)
    expect(conditions(w).slice(3)).toEqual([
      'NamespaceContentRemaining=True Some resources are remaining: configmaps. has 1 resource instances',
      'NamespaceFinalizersRemaining=True Some content in the namespace has finalizers remaining: podium.local/hold in 1 resource instances',
    ])
    expect(inside(w, 'configmaps')).toEqual(['held'])
    w.engine.api.merge('configmaps', 'other/held', { metadata: { finalizers: null } }, { cause: 0 })
    w.wait(10)
    expect(ns(w)).toBeUndefined()
  })

  it('that has ended pods in it says that they are unexpected, and goes on', () => {
    const w = world()
    const metadata = { name: 'ended', namespace: 'other', finalizers: ['podium.local/hold'] }
    const pod = w.engine.api.create(
      'pods',
      { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'main', image: 'web:1' }] } },
      { cause: 0 },
    )
    w.engine.api.update('pods', { ...pod, status: { phase: 'Succeeded' } }, { cause: 0, subresource: 'status' })
    remove(w)
    w.wait(7)
    expect(conditions(w)[2]).toBe(
      'NamespaceDeletionContentFailure=True Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: other for gvr: /v1, Resource=pods',
    )
    w.engine.api.merge('pods', 'other/ended', { metadata: { finalizers: null } }, { cause: 0 })
    w.wait(2)
    expect(ns(w)).toBeUndefined()
  })
})
