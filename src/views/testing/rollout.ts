// One moment, by hand, as the visual direction draws it: 12 replicas, 1.7.9 to 1.9.1, maxSurge 3, maxUnavailable 3. node-5 lost power 31 s ago and
// nobody knows yet; node-6 is cordoned. For the workbench and for tests of what stands where.

import type { ApiObject, Pod } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { at, batch, deployment, machine, mirrorOf, node, type PodOptions, pod, replicaSet, run, timer, timerRows } from './cluster.ts'

export const ROLLOUT_NOW = 72_400

const OLD = 'nginx-7c9b8d6f5'
const NEW = 'nginx-5d8c7b6f4'
const nginx = (revision: 1 | 2, suffix: string, born: number, o: PodOptions = {}): Pod =>
  pod(`${revision === 1 ? OLD : NEW}-${suffix}`, {
    owner: { kind: 'ReplicaSet', name: revision === 1 ? OLD : NEW },
    cpu: '500m',
    ready: true,
    created: at(born),
    ...o,
  })

export const rolloutPods = (): Pod[] => [
  nginx(1, 'a4f7k', 4, { node: 'node-1' }),
  nginx(2, 'k9d2m', 31, { node: 'node-1' }),
  nginx(2, 'g3t8w', 36, { node: 'node-1' }),
  nginx(2, 'w5n7t', 31, { node: 'node-2' }),
  nginx(1, 'd7s2p', 32, { node: 'node-2' }),
  nginx(1, 't6w9d', 4, { node: 'node-3', deleted: true }),
  nginx(2, 'j4v6x', 32, { node: 'node-3', phase: 'Pending', waiting: 'ContainerCreating', ready: false }),
  nginx(2, 'b5q9f', 40, { node: 'node-3' }),
  nginx(2, 'f8q3s', 4, { node: 'node-4', ready: false }),
  nginx(1, 'x2r6k', 5, { node: 'node-4' }),
  nginx(2, 'n8c4v', 40, { node: 'node-4' }),
  nginx(1, 'h2m5v', 4, { node: 'node-5' }),
  nginx(2, 'z7c4q', 31, { node: 'node-5' }),
  nginx(1, 'r3k8b', 4, { node: 'node-6' }),
  nginx(2, 'm2z5h', 71, { ready: false }),
]

const zone = (i: number) => `zone-${'abc'[i % 3]}`
const caption = (actor: string, key: string, code: string, since: number, args: object = {}) => ({
  table: 'captions' as const,
  key: `${actor} ${key}`,
  row: { actor, key, code, args, since, trace: since },
})

export const service = (name: string, port = 80): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default', uid: `uid-svc-${name}`, resourceVersion: '1', creationTimestamp: at(0) },
  spec: { selector: { app: name }, ports: [{ port }] },
  status: {},
})
export const slice = (serviceName: string, ready: number): ApiObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: `${serviceName}-x`,
    namespace: 'default',
    uid: `uid-slice-${serviceName}`,
    resourceVersion: '1',
    creationTimestamp: at(0),
    labels: { 'kubernetes.io/service-name': serviceName },
  },
  addressType: 'IPv4',
  endpoints: Array.from({ length: ready }, (_, i) => ({ addresses: [`10.0.0.${i}`], conditions: { ready: true } })),
})

export const requestRow = (id: number, sentAt: number, more: object = {}) => ({
  table: 'requests' as const,
  key: String(id),
  row: { id, service: 'default/nginx', sentAt, outcome: 'inFlight', ...more },
})

export function rolloutMirror(now = ROLLOUT_NOW): Mirror {
  const nodes = [1, 2, 3, 4, 5, 6].map(i => node(`node-${i}`, { zone: zone(i - 1), cordoned: i === 6 }))
  const pods = rolloutPods()
  const subject = (suffix: string) => `pods default/${pods.find(p => p.metadata.name.endsWith(suffix))?.metadata.name}`
  const trace = [
    { id: 1, at: now - 60, cause: 0, by: 'scheduler', subject: subject('m2z5h'), code: 'scheduler.bind', args: {} },
    {
      id: 2,
      at: now - 55,
      cause: 1,
      by: 'apiserver',
      subject: subject('m2z5h'),
      code: 'write.update',
      args: { kind: 'Pod', name: `${NEW}-m2z5h`, subresource: 'binding', node: 'node-2' },
    },
  ]
  const bound = pods.filter(p => p.spec.nodeName && p.spec.nodeName !== 'node-5')
  return mirrorOf(
    batch(
      now,
      [
        ...nodes,
        deployment('nginx', {
          replicas: 12,
          revision: 2,
          surge: 3,
          status: { replicas: 12, updatedReplicas: 9, readyReplicas: 11, availableReplicas: 11 },
        }),
        replicaSet(NEW, { owner: 'nginx', replicas: 10, revision: 2, image: 'nginx:1.9.1', available: 6 }),
        replicaSet(OLD, { owner: 'nginx', replicas: 5, revision: 1, available: 5 }),
        ...pods,
        service('nginx'),
        slice('nginx', 11),
      ],
      [
        ...[1, 2, 3, 4, 5, 6].map(i => ({
          table: 'machines' as const,
          key: `node-${i}`,
          row: machine(`node-${i}`, i === 5 ? 'off' : 'on'),
        })),
        ...bound.map(p => ({
          table: 'processes' as const,
          key: p.metadata.uid,
          row: run(p, p.status.phase === 'Pending' ? 'pulling' : 'running', true),
        })),
        ...timerRows([
          timer(subject('t6w9d'), 'grace', now - 18_000, now + 12_000),
          timer(subject('j4v6x'), 'pull', now - 1500, now + 900),
          timer(subject('f8q3s'), 'readiness', now - 1780, now + 3000),
          timer('nodes node-5', 'unknown', now - 31_000, now + 19_000),
        ]),
        caption('deployment', 'default/nginx', 'deployment.waitingForNew', 71_000, { available: 11, needed: 9 }),
        caption('replicaset', `default/${NEW}`, 'replicaset.wantsSees', 71_100, { wants: 10, sees: 9 }),
        {
          table: 'scheduling',
          key: `default/${NEW}-m2z5h`,
          row: {
            at: now - 100,
            pod: `default/${NEW}-m2z5h`,
            node: 'node-2',
            filtered: [],
            scores: Array.from({ length: 5 }, (_, i) => ({ node: `node-${i}`, total: 1, plugins: {} })),
          },
        },
        { table: 'queue.replicaset', key: 'default/a', row: { at: now + 1 } },
        { table: 'queue.replicaset', key: 'default/b', row: { at: now + 2 } },
        {
          table: 'traffic',
          key: 'default/nginx',
          row: { service: 'default/nginx', sent: 2720, served: 2489, refused: 2, timedOut: 191, inFlight: 38, perSecond: 40, seconds: [] },
        },
        ...Array.from({ length: 9 }, (_, i) =>
          requestRow(100 + i, now - 15 - i * 18, { pod: `default/${NEW}-${i % 2 ? 'w5n7t' : 'k9d2m'}`, node: i % 2 ? 'node-2' : 'node-1' }),
        ),
      ],
      { rv: 1847, trace },
    ),
  )
}
