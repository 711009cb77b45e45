// How fast the workload controllers are with many pods: each pattern from nothing to its end, in wall time and in simulated time. What a visit costs must
// follow what has changed, not how many pods there are. Run by `npm run bench -- workloads`.
import type { Engine } from '../../engine/index.ts'
import type { Draft } from '../../kube/index.ts'
import { createCluster } from '../index.ts'

declare const process: { stdout: { write(s: string): void }; env: Record<string, string | undefined> }
declare const performance: { now(): number }

const row = (what: string, value: number, unit: string, aim?: number) =>
  process.stdout.write(`${JSON.stringify({ what, value, unit, ...(aim !== undefined && { aim }) })}\n`)

interface Race {
  what: string
  nodes: number
  plural: string
  kind: string
  apiVersion: string
  spec: object
  isDone(status: Record<string, number | undefined>): boolean
  aimMs: number
}

const selector = { matchLabels: { app: 'it' } }
const template = (spec: object) => ({ metadata: { labels: { app: 'it' } }, spec })
const server = template({ containers: [{ name: 'main', image: 'nginx:1.25' }] })
const statefulset = { plural: 'statefulsets', kind: 'StatefulSet', apiVersion: 'apps/v1' }
const PODS = 1000
const NODES = 5000
const COMPLETIONS = 10_000

const races: readonly Race[] = [
  ...(['Parallel', 'OrderedReady'] as const).map(
    (podManagementPolicy): Race => ({
      what: `StatefulSet of 1,000 pods, ${podManagementPolicy}`,
      nodes: 10,
      ...statefulset,
      spec: { replicas: PODS, serviceName: 'it', podManagementPolicy, selector, template: server },
      isDone: s => s.availableReplicas === PODS,
      aimMs: 5000,
    }),
  ),
  {
    what: 'DaemonSet on 5,000 nodes',
    nodes: NODES,
    plural: 'daemonsets',
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    spec: { selector, template: server },
    isDone: s => s.numberReady === NODES,
    aimMs: 5000,
  },
  {
    what: 'Job of 10,000 completions at parallelism 500',
    nodes: 10,
    plural: 'jobs',
    kind: 'Job',
    apiVersion: 'batch/v1',
    spec: {
      completions: COMPLETIONS,
      parallelism: 500,
      template: template({ restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep 5'] }] }),
    },
    isDone: s => s.succeeded === COMPLETIONS,
    aimMs: 10_000,
  },
]

function begin({ nodes, plural, kind, apiVersion, spec }: Race): Engine {
  const engine = createCluster({ seed: 1, nodes, profile: 'classroom', capacity: { cpu: '64', memory: '256Gi', pods: 110 } })
  engine.advance(1000)
  const draft: Draft = { apiVersion, kind, metadata: { name: 'it', namespace: 'default' }, spec }
  engine.act('bench', `${plural} default/it`, 'act.apply', {}, cause => engine.api.create(plural, draft, { cause }))
  return engine
}

for (const race of races.filter(r => r.what.includes(process.env.ONLY ?? ''))) {
  const engine = begin(race)
  const [from, began] = [performance.now(), engine.now]
  const isDone = () => race.isDone(engine.store.get(race.plural, 'default/it')?.status ?? {})
  while (!isDone() && engine.now < 7_200_000) engine.advance(engine.now + 1000)
  if (!isDone()) throw new Error(`${race.what} did not end: ${JSON.stringify(engine.store.get(race.plural, 'default/it')?.status)}`)
  row(`${race.what}, nothing to the end`, performance.now() - from, 'ms', race.aimMs)
  row(`${race.what}, simulated time`, (engine.now - began) / 1000, 's')
}
