// What is there before anybody comes: namespaces, the two system priority classes, the default storage class, the API server's own Service, and the
// machines with their kubelets. Compared with what a fresh Kubernetes 1.34.4 holds.
import type { Engine } from '../engine/index.ts'
import type { Draft } from '../kube/index.ts'
import type { ClusterOptions } from './cluster.ts'
import { bootNode } from './kubelet/index.ts'

const namespace = (name: string): [string, Draft] => [
  'namespaces',
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } },
]
const priority = (name: string, value: number, description: string): [string, Draft] => [
  'priorityclasses',
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description },
]

const FIRST: readonly [string, Draft][] = [
  namespace('kube-system'),
  namespace('kube-public'),
  namespace('kube-node-lease'),
  namespace('default'),
  priority('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
  priority(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
  [
    'services',
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }], type: 'ClusterIP' },
    },
  ],
  [
    'storageclasses',
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'podium.local/disk',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    },
  ],
]

/** Puts the first objects and machines into a new world. */
export function bootstrap(engine: Engine, options: ClusterOptions): void {
  const capacity = options.capacity ?? { cpu: '4', memory: '8Gi', pods: 110 }
  engine.act('you', '-', 'cluster.begin', { nodes: options.nodes, seed: options.seed }, cause => {
    for (const [plural, draft] of FIRST) if (engine.store.resources.has(plural)) engine.api.create(plural, draft, { cause })
    for (let n = 1; n <= options.nodes; n++) {
      bootNode(engine.world, engine.api, { name: `node-${n}`, zone: `zone-${'abc'[(n - 1) % 3]}`, number: n, capacity, cause })
    }
  })
}
