// What every namespace has from birth, and gets back when it is taken away: the ServiceAccount `default`, which its pods run as, and the ConfigMap
// `kube-root-ca.crt`, which tells them whom to trust. Upstream: pkg/controller/serviceaccount/serviceaccounts_controller.go,
// pkg/controller/certificates/rootcacertpublisher/publisher.go.
import { type Actor, same, type World } from '../../engine/index.ts'
import type { Draft } from '../../kube/index.ts'

const isActive = (world: World, name: string): boolean => world.get('namespaces', name)?.status?.phase === 'Active'

export const serviceAccount: Actor = {
  name: 'serviceaccount',
  plural: 'namespaces',
  watches: [
    { plural: 'namespaces', keys: c => (c.type === 'DELETED' ? [] : [c.key]) },
    {
      plural: 'serviceaccounts',
      keys: c => (c.type === 'DELETED' && c.object.metadata.name === 'default' ? [c.object.metadata.namespace ?? ''] : []),
    },
  ],
  look(world, name) {
    if (!isActive(world, name) || world.get('serviceaccounts', `${name}/default`)) return {}
    const object: Draft = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } }
    return { steps: [[{ verb: 'create', plural: 'serviceaccounts', object }]] }
  },
}

const ROOT_CA = 'kube-root-ca.crt'
/** There are no certificates here: nothing is encrypted. The reference publishes an empty one too. */
const data = { 'ca.crt': '' }
const annotations = {
  'kubernetes.io/description':
    'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
}

export const rootCertificate: Actor = {
  name: 'rootcertificate',
  plural: 'namespaces',
  watches: [
    { plural: 'namespaces', keys: c => (c.type === 'DELETED' ? [] : [c.key]) },
    {
      plural: 'configmaps',
      keys: c => (c.type !== 'ADDED' && c.object.metadata.name === ROOT_CA ? [c.object.metadata.namespace ?? ''] : []),
    },
  ],
  look(world, name) {
    if (!isActive(world, name)) return {}
    const there = world.get('configmaps', `${name}/${ROOT_CA}`)
    if (!there) {
      const object: Draft = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ROOT_CA, namespace: name, annotations }, data }
      return { steps: [[{ verb: 'create', plural: 'configmaps', object }]] }
    }
    if (same(there.data, data) && same({ ...there.metadata.annotations, ...annotations }, there.metadata.annotations)) return {}
    const metadata = { ...there.metadata, annotations: { ...there.metadata.annotations, ...annotations } }
    return { steps: [[{ verb: 'update', plural: 'configmaps', object: { ...there, data, metadata } }]] }
  },
}
