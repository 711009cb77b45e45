// Building blocks for tests of the patterns: workloads, their revisions, and the disks of those who keep something.
import type { ApiObject, DaemonSet, Job, StatefulSet } from '../../kube/index.ts'
import { T0 } from './cluster.ts'

const meta = (name: string, more: object = {}) => ({
  name,
  namespace: 'default',
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: T0,
  ...more,
})
const template = (image: string) => ({ metadata: {}, spec: { containers: [{ name: 'main', image }] } })
const ownedBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `uid-${name}`, controller: true }],
})

export const statefulSet = (name: string, o: { replicas?: number; start?: number; disk?: string; update?: string } = {}): StatefulSet =>
  ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(name),
    spec: {
      replicas: o.replicas ?? 3,
      selector: { matchLabels: { app: name } },
      template: template('zookeeper:3.4'),
      ...(o.start !== undefined && { ordinals: { start: o.start } }),
      ...(o.disk && { volumeClaimTemplates: [{ metadata: { name: o.disk } }] }),
    },
    status: { updateRevision: o.update ?? `${name}-1` },
  }) as unknown as StatefulSet

export const daemonSet = (name: string, spec: object = {}): DaemonSet =>
  ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta(name),
    spec: { selector: { matchLabels: { app: name } }, template: { ...template('node-exporter:1'), ...spec } },
    status: {},
  }) as unknown as DaemonSet

export const aJob = (name: string, spec: object = {}, status: object = {}): Job =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta(name),
    spec: { parallelism: 1, completions: 1, template: template('busybox'), ...spec },
    status,
  }) as unknown as Job

export const controllerRevision = (kind: string, owner: string, hash: string, revision: number): ApiObject => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: meta(`${owner}-${hash}`, { ...ownedBy(kind, owner), labels: { 'controller-revision-hash': hash } }) as ApiObject['metadata'],
  revision,
})

/** A claim and the volume that it is bound to. */
export const boundClaim = (name: string, volume: string): ApiObject[] => [
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta(name) as ApiObject['metadata'],
    spec: { volumeName: volume },
    status: { phase: 'Bound' },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume, uid: `uid-${volume}`, resourceVersion: '1', creationTimestamp: T0 },
    spec: { capacity: { storage: '20Gi' }, claimRef: { namespace: 'default', name } },
    status: { phase: 'Bound' },
  },
]
