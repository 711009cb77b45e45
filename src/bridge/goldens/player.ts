// Plays a scenario on a cluster of its own, in virtual time and without sockets, and tells what it noted. The scenarios and what a real Kubernetes
// 1.34.4 held at each of their moments are data: see fixtures/README.md.
import { createDoor, type Door } from '../../apiserver/index.ts'
import { createCluster } from '../../cluster/index.ts'
import type { Engine } from '../../engine/index.ts'
import type { Played } from './facts.ts'
import { Hands } from './hands.ts'

export interface Scenario {
  id: string
  title: string
  play(t: Hands): Promise<void>
}

/** The recorded cluster had played other things before, so that the nodes had these already. */
const PULLED = ['nginx:1.25', 'nginx:1.26', 'busybox:1.36']
const SECONDS_TO_PULL = 10

/** Plays a scenario from its beginning to its end. */
export async function play({ id, play }: Scenario, seed: number): Promise<Played> {
  const engine = createCluster({ seed, nodes: 3, profile: 'classroom' })
  const door = createDoor(engine)
  warmUp(engine, door)
  const namespace = `diff-${id}-play`
  send(door, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const hands = new Hands(engine, door, namespace)
  await play(hands)
  for (const deed of hands.cleanup.reverse()) await deed()
  return hands.played
}

const send = (door: Door, method: string, path: string, body?: unknown) =>
  door.handle({ method, path, ...(body !== undefined && { contentType: 'application/json', body }) })

/** Lets every node pull the images, and leaves nothing else behind. */
function warmUp(engine: Engine, door: Door): void {
  const url = '/apis/apps/v1/namespaces/default/daemonsets'
  PULLED.forEach((image, i) => {
    const labels = { app: `warm-${i}` }
    const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image, command: ['sleep', 'infinity'] }] }
    const metadata = { name: labels.app }
    const template = { metadata: { labels }, spec }
    send(door, 'POST', url, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector: { matchLabels: labels }, template } })
  })
  engine.advance(SECONDS_TO_PULL * 1000)
  PULLED.forEach((_, i) => {
    send(door, 'DELETE', `${url}/warm-${i}`)
  })
  engine.advance(2 * SECONDS_TO_PULL * 1000)
}
