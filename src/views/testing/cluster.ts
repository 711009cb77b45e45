// Building blocks for tests and the workbench: objects as the API server would hold them, and facts beside them, put into a mirror by hand.
import type { Machine, PodRun, Timer } from '../../cluster/index.ts'
import type { ApiObject, Deployment, Node, Pod, ReplicaSet } from '../../kube/index.ts'
import { type Batch, Mirror, type TableName } from '../../session/index.ts'

export const T0 = '2017-03-30T09:00:00Z'
/** An RFC 3339 time so many seconds after the beginning. */
export const at = (seconds: number) => new Date(Date.parse(T0) + seconds * 1000).toISOString().replace('.000', '')

const condition = (type: string, status: string) => ({ type, status })
const meta = (name: string, more: object = {}) => ({ name, uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: T0, ...more })

export interface NodeSpec {
  zone?: string
  ready?: 'True' | 'False' | 'Unknown'
  cordoned?: boolean
  labels?: Record<string, string>
  taints?: { key: string; effect: string; value?: string }[]
  cpu?: string
}
export const node = (name: string, { zone, ready = 'True', cordoned = false, labels = {}, taints = [], cpu = '4' }: NodeSpec = {}): Node =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(name, { labels: { 'kubernetes.io/hostname': name, ...(zone && { 'topology.kubernetes.io/zone': zone }), ...labels } }),
    spec: { ...(cordoned && { unschedulable: true }), ...(taints.length && { taints }) },
    status: { allocatable: { cpu, memory: '8Gi', pods: '110' }, conditions: [condition('Ready', ready)] },
  }) as unknown as Node

export const machine = (node: string, power: Machine['power'] = 'on', link: Machine['link'] = 'up'): Machine => ({
  node,
  power,
  link,
  slowDisk: false,
  images: [],
  state: 'connected',
  bootedAt: 0,
})

export interface DeploymentOptions {
  replicas?: number
  revision?: number
  surge?: number | string
  available?: number
  status?: object
  paused?: boolean
}
export const deployment = (
  name: string,
  { replicas = 3, revision = 1, surge = '25%', status = {}, paused = false }: DeploymentOptions = {},
): Deployment =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name, { namespace: 'default', annotations: { 'deployment.kubernetes.io/revision': String(revision) } }),
    spec: {
      replicas,
      ...(paused && { paused }),
      selector: { matchLabels: { app: name } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: surge } },
      template: { metadata: {}, spec: { containers: [{ name, image: `${name}:1` }] } },
    },
    status,
  }) as unknown as Deployment

export interface SetOptions {
  owner?: string
  replicas?: number
  revision?: number
  image?: string
  available?: number
}
export const replicaSet = (
  name: string,
  { owner, replicas = 3, revision = 1, image = 'nginx:1.7.9', available = 0 }: SetOptions = {},
): ReplicaSet =>
  ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(name, {
      namespace: 'default',
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ...(owner && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner, uid: `uid-${owner}`, controller: true }],
      }),
    }),
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: {}, spec: { containers: [{ name: 'nginx', image }] } },
    },
    status: { replicas, availableReplicas: available },
  }) as unknown as ReplicaSet

export interface PodOptions {
  node?: string
  owner?: { kind: string; name: string }
  phase?: string
  ready?: boolean
  /** Reason of a waiting container: ContainerCreating, CrashLoopBackOff … */
  waiting?: string
  terminated?: { reason?: string; exitCode: number }
  restarts?: number
  deleted?: boolean
  cpu?: string
  created?: string
  annotations?: Record<string, string>
  labels?: Record<string, string>
  /** Names of the claims that it mounts. */
  claims?: string[]
  reason?: string
  /** No container status yet: the kubelet has not reported. */
  silent?: boolean
}
export function pod(name: string, o: PodOptions = {}): Pod {
  const ready = o.ready ?? false
  const state = o.waiting
    ? { waiting: { reason: o.waiting } }
    : o.terminated
      ? { terminated: o.terminated }
      : { running: { startedAt: T0 } }
  const reported = o.node && !o.silent && !o.reason
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, {
      namespace: 'default',
      creationTimestamp: o.created ?? T0,
      ...(o.annotations && { annotations: o.annotations }),
      ...(o.labels && { labels: o.labels }),
      ...(o.deleted && { deletionTimestamp: at(60) }),
      ...(o.owner && { ownerReferences: [{ apiVersion: 'apps/v1', ...o.owner, uid: `uid-${o.owner.name}`, controller: true }] }),
    }),
    spec: {
      containers: [{ name: 'main', image: 'nginx:1.7.9', ...(o.cpu && { resources: { requests: { cpu: o.cpu } } }) }],
      ...(o.node && { nodeName: o.node }),
      ...(o.claims && { volumes: o.claims.map(claimName => ({ name: claimName, persistentVolumeClaim: { claimName } })) }),
    },
    status: {
      phase: o.phase ?? (o.node ? 'Running' : 'Pending'),
      ...(o.reason && { reason: o.reason }),
      conditions: [condition('PodScheduled', o.node ? 'True' : 'False'), condition('Ready', ready ? 'True' : 'False')],
      ...(reported && {
        containerStatuses: [{ name: 'main', ready, started: ready, restartCount: o.restarts ?? 0, image: '', imageID: '', state }],
      }),
    },
  } as unknown as Pod
}

/** The process of a pod. */
export const run = (p: Pod, state = 'running', ready = true): PodRun => ({
  uid: p.metadata.uid,
  key: `default/${p.metadata.name}`,
  node: p.spec.nodeName ?? '',
  state: 'running',
  epoch: 1,
  containers: [
    {
      name: 'main',
      kind: 'main',
      image: '',
      state,
      epoch: 1,
      ready,
      started: true,
      restarts: 0,
      ...(state === 'running' && { startedAt: 1 }),
    },
  ],
})

export const timer = (subject: string, name: string, from: number, until: number): Timer => ({ subject, name, from, until })

type Rows = { table: TableName; key: string; row: unknown }[]
const PLURALS: Readonly<Record<string, string>> = {
  Pod: 'pods',
  Node: 'nodes',
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  Service: 'services',
  EndpointSlice: 'endpointslices',
  Lease: 'leases',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  ControllerRevision: 'controllerrevisions',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  PersistentVolume: 'persistentvolumes',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
}

const keyOf = (o: ApiObject) => (o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name)

/** A batch of objects and rows; timers get their keys by themselves. */
export function batch(now: number, objects: readonly ApiObject[], rows: Rows = [], more: Partial<Batch> = {}): Batch {
  return {
    now,
    reset: false,
    objects: objects.map(object => ({ plural: PLURALS[object.kind] ?? '', key: keyOf(object), object })),
    rows,
    trace: [],
    rv: 1,
    ...more,
  }
}
export const timerRows = (timers: readonly Timer[]): Rows => timers.map(t => ({ table: 'timers', key: `${t.subject} ${t.name}`, row: t }))
export const runRows = (pods: readonly Pod[]): Rows =>
  pods.map(p => ({ table: 'processes', key: p.metadata.uid, row: run(p, 'running', true) }))

export function mirrorOf(...batches: Batch[]): Mirror {
  const mirror = new Mirror()
  for (const b of batches) mirror.take(b)
  return mirror
}

/** Words for tests: the code and its arguments. */
export const code = (key: string, args: Readonly<Record<string, string | number | boolean>> = {}) => [key, ...Object.values(args)].join(' ')

/** Words from a catalogue. */
export const sayer =
  (catalogue: Readonly<Record<string, string>>) =>
  (key: string, args: Readonly<Record<string, string | number | boolean>> = {}, variant?: 'short'): string => {
    const text = (variant && catalogue[`${key}.short`]) || (args.count === 1 && catalogue[`${key}_one`]) || catalogue[key] || key
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(args[name] ?? ''))
  }
