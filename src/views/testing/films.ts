// Histories for watching motion on the workbench: the real simulation, in this thread, with what happens to it at which second.
import { type DoorRequest, Host, Mirror } from '../../session/index.ts'

export interface Film {
  readonly mirror: Mirror
  /** Where it begins, in simulated ms. */
  readonly start: number
  advance(now: number): void
}

interface Scene {
  readonly nodes: number
  readonly start: number
  readonly acts: readonly (readonly [atMs: number, requests: readonly DoorRequest[]])[]
}

const post = (path: string, body: unknown): DoorRequest => ({ method: 'POST', path, body })
const patch = (path: string, body: unknown): DoorRequest => ({
  method: 'PATCH',
  path,
  body,
  contentType: 'application/strategic-merge-patch+json',
})

const nginx = (replicas: number, image = 'nginx:1.7.9', more: object = {}, container: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'nginx' },
  spec: {
    replicas,
    selector: { matchLabels: { demo: 'deployment' } },
    ...more,
    template: {
      metadata: { labels: { demo: 'deployment' } },
      spec: {
        containers: [
          {
            name: 'nginx',
            image,
            ports: [{ containerPort: 80 }],
            resources: { requests: { cpu: replicas > 20 ? '100m' : '500m' } },
            ...container,
          },
        ],
      },
    },
  },
})
const opening = (replicas: number, perSecond = 10, more = {}, container = {}): readonly DoorRequest[] => [
  post('/api/v1/namespaces/default/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx' },
    spec: { selector: { demo: 'deployment' }, ports: [{ port: 80 }] },
  }),
  post('/apis/apps/v1/namespaces/default/deployments', nginx(replicas, 'nginx:1.7.9', more, container)),
  post('/apis/podium.local/v1/namespaces/default/loads', {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name: 'nginx' },
    spec: { service: 'nginx', port: 80, requestsPerSecond: perSecond, pattern: 'steady' },
  }),
]
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/nginx'
const image = (tag: string) => [patch(DEPLOYMENT, { spec: { template: { spec: { containers: [{ name: 'nginx', image: tag }] } } } })]
const scale = (replicas: number) => [patch(DEPLOYMENT, { spec: { replicas } })]
const kill = (node: string, type = 'NodeCrash') => [
  post('/apis/podium.local/v1/faults', {
    apiVersion: 'podium.local/v1',
    kind: 'Fault',
    metadata: { name: `lose-${node}` },
    spec: { type, nodes: [node] },
  }),
]
const heal = (node: string): DoorRequest[] => [{ method: 'DELETE', path: `/apis/podium.local/v1/faults/lose-${node}` }]
const cordon = (node: string) => [patch(`/api/v1/nodes/${node}`, { spec: { unschedulable: true } })]

const probe = { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 3, initialDelaySeconds: 2 } }
const three = { strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 3 } } }

const scenes: Readonly<Record<string, Scene>> = {
  first: { nodes: 3, start: 10_000, acts: [[0, opening(3)]] },
  kill: {
    nodes: 3,
    start: 9_000,
    acts: [
      [0, opening(3)],
      [10_000, kill('node-2')],
      [420_000, heal('node-2')],
    ],
  },
  partition: {
    nodes: 3,
    start: 9_000,
    acts: [
      [0, opening(3)],
      [10_000, kill('node-2', 'NodePartition')],
      [420_000, heal('node-2')],
    ],
  },
  rolling: {
    nodes: 6,
    start: 29_500,
    acts: [
      [0, opening(12, 40, three, probe)],
      [18_000, cordon('node-6')],
      [30_000, image('nginx:1.9.1')],
      [41_400, kill('node-5')],
    ],
  },
  roll: {
    nodes: 3,
    start: 9_800,
    acts: [
      [0, opening(3)],
      [10_000, image('nginx:1.9.1')],
    ],
  },
  broken: {
    nodes: 3,
    start: 9_500,
    acts: [
      [0, opening(3)],
      [10_000, image('nginx:broken')],
      [40_000, image('nginx:1.9.1')],
    ],
  },
  crash: {
    nodes: 3,
    start: 9_500,
    acts: [
      [0, opening(3)],
      [10_000, image('nginx:crash')],
    ],
  },
  many: {
    nodes: 12,
    start: 19_500,
    acts: [
      [0, opening(100, 40)],
      [20_000, image('nginx:1.9.1')],
      [60_000, scale(200)],
    ],
  },
  full: {
    nodes: 3,
    start: 9_500,
    acts: [
      [0, opening(3)],
      [10_000, scale(40)],
      [30_000, scale(3)],
    ],
  },
}
export const films = Object.keys(scenes)

export function film(name: string): Film {
  const { nodes, start, acts } = scenes[name] as Scene
  const host = new Host({ seed: 7, nodes, profile: 'classroom' })
  const mirror = new Mirror()
  const left = [...acts]
  const take = (until: number) => {
    const { batch, problem } = host.advance(until, Number.POSITIVE_INFINITY)
    if (problem) console.error(problem.message, problem.stack)
    mirror.take(batch)
  }
  const advance = (now: number) => {
    for (let next = left[0]; next && next[0] <= now; next = left[0]) {
      left.shift()
      take(next[0])
      const acted = host.act({
        say: { code: 'film', args: {} },
        requests: next[1].filter(r => !r.path.includes('/loads') || !location.search.includes('noload')),
      })
      for (const a of acted.answers) if (a.status >= 400) console.warn(a.body)
      mirror.take(acted.batch)
    }
    take(now)
  }
  advance(start)
  return { mirror, start, advance }
}
