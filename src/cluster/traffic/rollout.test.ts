// Requests through a whole cluster: what a rollout costs, what cures it, and what a dead machine does to a Service that still believes in it.
import { describe, expect, it } from 'vitest'
import type { Draft } from '../../kube/index.ts'
import { createCluster } from '../index.ts'
import type { Traffic } from '../tables.ts'

const NAMESPACE = 'default'

function cluster(seed: number, pod: object, container: object = {}) {
  const engine = createCluster({ seed, nodes: 3, profile: 'classroom' })
  const act = <T>(deed: (cause: number) => T): T => engine.act('you', '-', 'test', {}, deed)
  const create = (plural: string, draft: Draft) => act(cause => engine.api.create(plural, draft, { cause }))
  const labels = { app: 'web' }
  create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { selector: labels, ports: [{ port: 80 }] },
  })
  const template = { metadata: { labels }, spec: { ...pod, containers: [{ name: 'main', image: 'nginx:1.7.9', ...container }] } }
  create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { replicas: 4, selector: { matchLabels: labels }, template },
  })
  const wait = (seconds: number) => engine.advance(engine.now + seconds * 1000)
  wait(20)
  create('loads', {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { service: 'web', requestsPerSecond: 100 },
  })
  const setImage = (image: string) =>
    act(cause =>
      engine.api.merge(
        'deployments',
        `${NAMESPACE}/web`,
        { spec: { template: { spec: { containers: [{ name: 'main', image, ...container }] } } } },
        { cause },
      ),
    )
  const counts = () => engine.table<Traffic>('traffic').get(`${NAMESPACE}/web`) as Traffic
  return { engine, create, wait, setImage, counts }
}

/** Whole clusters take a while where little machine is left. */
const PATIENCE = { timeout: 300_000 }

describe('a rollout under load', PATIENCE, () => {
  it('drops a request now and then: the proxies hear a moment too late that a process, or its address, is gone', () => {
    let dropped = 0
    for (const seed of [1, 2, 3]) {
      const c = cluster(seed, {})
      c.setImage('nginx:1.9.1')
      c.wait(40)
      dropped += c.counts().refused + c.counts().timedOut
      expect(c.counts().served).toBeGreaterThan(3900)
    }
    expect(dropped).toBeGreaterThan(0)
    expect(dropped).toBeLessThan(60)
  })

  it('drops none when a pod waits a moment before it stops', () => {
    for (const seed of [1, 2, 3]) {
      const c = cluster(seed, {}, { lifecycle: { preStop: { exec: { command: ['sleep', '2'] } } } })
      c.setImage('nginx:1.9.1')
      c.wait(60)
      expect(c.counts()).toMatchObject({ refused: 0, timedOut: 0 })
    }
  })

  it('to an image that cannot be pulled hurts nobody', () => {
    const c = cluster(1, {}, { lifecycle: { preStop: { exec: { command: ['sleep', '2'] } } } })
    c.setImage('nginx:broken')
    c.wait(60)
    expect(c.counts()).toMatchObject({ refused: 0, timedOut: 0 })
  })
})

describe('a machine that dies under load', PATIENCE, () => {
  it('takes its share of the requests with it until the API notices, and none after', () => {
    const c = cluster(1, {})
    c.create('faults', {
      apiVersion: 'podium.local/v1',
      kind: 'Fault',
      metadata: { name: 'dead' },
      spec: { type: 'NodeCrash', nodes: ['node-1'] },
    })
    c.wait(40)
    const early = c.counts()
    expect(early.timedOut).toBeGreaterThan(300)
    expect(early.refused).toBe(0)
    c.wait(25)
    const later = c.counts()
    expect(later.timedOut).toBeGreaterThan(early.timedOut)
    c.wait(30)
    expect(c.counts().timedOut).toBe(later.timedOut)
    expect(c.counts().refused).toBe(0)
  })
})
