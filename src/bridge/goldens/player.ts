// Plays a scenario on a cluster of its own, in virtual time and without sockets, and tells what it noted. The scenarios and what a real Kubernetes
// 1.34.4 held at each of their moments are data: see fixtures/README.md.
import { createDoor } from '../../apiserver/index.ts'
import { createCluster } from '../../cluster/index.ts'
import type { Played } from './facts.ts'
import { Hands } from './hands.ts'

export interface Scenario {
  id: string
  title: string
  play(t: Hands): Promise<void>
}

/** Plays a scenario from its beginning to its end. */
export async function play({ id, play }: Scenario, seed = 1): Promise<Played> {
  const engine = createCluster({ seed, nodes: 3, profile: 'classroom' })
  const door = createDoor(engine)
  const namespace = `diff-${id}-play`
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  door.handle({ method: 'POST', path: '/api/v1/namespaces', contentType: 'application/json', body })
  const hands = new Hands(engine, door, namespace)
  await play(hands)
  for (const deed of hands.cleanup.reverse()) await deed()
  return hands.played
}
