// How fast the scene is made: for every change during a rollout, a frame in which two pods have news, on the page's thread. Run by `npm run bench`.

import type { Pod } from '../../kube/index.ts'
import { at, batch, code, deployment, machine, mirrorOf, node, pod, replicaSet, runRows } from '../testing/cluster.ts'
import type { Memory } from './memory.ts'
import { scene } from './scene.ts'

declare const process: { stdout: { write(s: string): void } }

function rollout(pods: number, nodes: number) {
  const zones = ['zone-a', 'zone-b', 'zone-c']
  const all = Array.from({ length: pods }, (_, i) =>
    pod(`web-${i % 2 ? 'new' : 'old'}-p${i}`, {
      owner: { kind: 'ReplicaSet', name: `web-${i % 2 ? 'new' : 'old'}` },
      node: `node-${(i % nodes) + 1}`,
      ready: i % 5 > 0,
      deleted: i % 7 === 0,
      cpu: '100m',
      created: at(i),
    }),
  )
  const mirror = mirrorOf(
    batch(
      0,
      [
        ...Array.from({ length: nodes }, (_, i) => node(`node-${i + 1}`, { zone: zones[i % 3] as string })),
        deployment('web', { replicas: pods, revision: 2 }),
        replicaSet('web-new', { owner: 'web', replicas: pods / 2, revision: 2 }),
        replicaSet('web-old', { owner: 'web', replicas: pods / 2, revision: 1 }),
        ...all,
      ],
      [
        ...Array.from({ length: nodes }, (_, i) => ({ table: 'machines' as const, key: `node-${i + 1}`, row: machine(`node-${i + 1}`) })),
        ...runRows(all),
      ],
    ),
  )
  return { mirror, all }
}

for (const [pods, nodes, aim] of [
  [100, 6, 1],
  [200, 12, 2],
  [500, 12, 5],
] as const) {
  const { mirror, all } = rollout(pods, nodes)
  const viewport = { width: 1192, height: 872 }
  let memory: Memory | undefined
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    // Two pods have news, as in a frame of a rollout.
    const news = [all[i % pods], all[(i * 7 + 3) % pods]].map(p => ({ ...p }) as Pod)
    mirror.take(batch(i, news))
    const from = performance.now()
    memory = scene(mirror, viewport, { say: code }, memory).memory
    times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  const value = times[Math.floor(times.length / 2)] as number
  process.stdout.write(`${JSON.stringify({ what: `scene, ${pods} pods on ${nodes} nodes, median`, value, unit: 'ms', aim })}\n`)
}
