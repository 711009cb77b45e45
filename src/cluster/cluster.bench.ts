// How fast the engine is: from nothing to all Ready, a disaster, checkpoints, and what time costs when nothing happens. Run by `npm run bench`.
import type { Engine } from '../engine/index.ts'
import { createCluster } from './index.ts'

declare const process: { memoryUsage(): { heapUsed: number }; stdout: { write(s: string): void } }
declare const performance: { now(): number }
declare const gc: (() => void) | undefined

const row = (what: string, value: number, unit: string, aim?: number) =>
  process.stdout.write(`${JSON.stringify({ what, value, unit, ...(aim !== undefined && { aim }) })}\n`)
const thousands = (n: number) => n.toLocaleString('en')
const heap = () => {
  gc?.()
  return process.memoryUsage().heapUsed
}
function timed<T>(run: () => T): [T, number] {
  const from = performance.now()
  const out = run()
  return [out, performance.now() - from]
}

/** Deployments of at most 1,000 pods each, on nodes of 110 pods with room to spare. */
function fill(pods: number): Engine {
  const engine = createCluster({
    seed: 1,
    nodes: Math.max(3, Math.ceil(pods / 100)),
    profile: 'classroom',
    capacity: { cpu: '64', memory: '256Gi', pods: 110 },
  })
  for (let i = 0; i * 1000 < pods; i++) {
    const app = `app-${i}`
    engine.act('bench', app, 'act.apply', {}, cause =>
      engine.api.create(
        'deployments',
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: app, namespace: 'default' },
          spec: {
            replicas: Math.min(1000, pods - i * 1000),
            selector: { matchLabels: { app } },
            template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image: 'nginx:1.25' }] } },
          },
        },
        { cause },
      ),
    )
  }
  return engine
}

const ready = (engine: Engine) => [...engine.store.list('deployments')].reduce((n, d) => n + (d.status?.readyReplicas ?? 0), 0)

/** Lets time pass until that many pods are Ready; gives up after an hour of simulated time. */
function untilReady(engine: Engine, pods: number): void {
  while (ready(engine) < pods && engine.now < 3_600_000) engine.advance(engine.now + 1000)
  if (ready(engine) < pods) throw new Error(`only ${ready(engine)} of ${pods} pods turned Ready`)
}

const aims: Record<number, number> = { 1000: 130, 15000: 1350, 150000: 30_000 }
for (const pods of [1000, 15_000, 150_000]) {
  const before = heap()
  const [engine, ms] = timed(() => {
    const e = fill(pods)
    untilReady(e, pods)
    return e
  })
  row(`${thousands(pods)} pods, nothing to all Ready`, ms, 'ms', aims[pods])
  row(`${thousands(pods)} pods, simulated time to all Ready`, engine.now / 1000, 's')
  row(`${thousands(pods)} pods, memory a pod`, (heap() - before) / pods, 'bytes')
  const [kept, checkpointMs] = timed(() => engine.checkpoint())
  row(`${thousands(pods)} pods, checkpoint`, checkpointMs, 'ms')
  const at = engine.now
  const [, quietMs] = timed(() => engine.advance(at + 60_000))
  row(`${thousands(pods)} pods, a quiet minute (heartbeats only)`, quietMs, 'ms')
  const [, restoreMs] = timed(() => engine.restore(kept))
  row(`${thousands(pods)} pods, going back that minute`, restoreMs, 'ms')
  if (pods === 15_000) {
    const nodes = [...engine.store.list('nodes')]
    for (const n of nodes.slice(0, Math.floor(nodes.length / 3))) {
      engine.act('bench', 'faults', 'fault.nodeCrash', {}, cause =>
        engine.api.create(
          'faults',
          {
            apiVersion: 'podium.local/v1',
            kind: 'Fault',
            metadata: { name: `kill-${n.metadata.name}` },
            spec: { type: 'NodeCrash', nodes: [n.metadata.name] },
          },
          { cause },
        ),
      )
    }
    const [, killMs] = timed(() => engine.advance(engine.now + 8 * 60_000))
    row('15,000 pods, a third of the nodes killed, eight minutes after', killMs, 'ms')
    row('15,000 pods, Ready after that', ready(engine), 'pods')
  }
}

for (const nodes of [3, 300]) {
  const engine = createCluster({ seed: 1, nodes, profile: 'classroom' })
  engine.advance(60_000)
  const from = engine.work
  const [, ms] = timed(() => {
    for (let i = 0; i < 10_000; i++) if ((engine.nextAt ?? 0) > engine.now + 1) engine.advance(engine.now + 1)
  })
  row(`an empty millisecond among ${nodes} nodes`, (ms / 10_000) * 1000, 'µs')
  if (engine.work !== from) row(`  of which did something, ${nodes} nodes`, engine.work - from, 'entries')
}
