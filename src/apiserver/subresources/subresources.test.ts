import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import type { LogOptions } from '../index.ts'
import { type Bare, bare, deployment, refusal } from '../testing/bare.ts'

const PODS = '/api/v1/namespaces/ns/pods'
const MERGE = 'application/merge-patch+json'
const pod = (name: string, containers = ['main']) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'web' } },
  spec: { containers: containers.map(c => ({ name: c, image: 'i' })) },
})

/** A house with a pod `p`, put into a state. */
function withPod(status: object = {}, containers?: string[], options?: Parameters<typeof bare>[0]): Bare {
  const house = bare(options)
  house.ask('POST', PODS, pod('p', containers))
  house.engine.act('you', '-', 'test', {}, cause => {
    const p = house.engine.store.get('pods', 'ns/p') as ApiObject
    const bound = house.engine.api.update(
      'pods',
      { ...p, spec: { ...p.spec, nodeName: 'node-1' } },
      { cause, subresource: 'binding', trusted: true },
    )
    house.engine.api.update('pods', { ...bound, status: { ...bound.status, ...status } }, { cause, subresource: 'status', trusted: true })
  })
  return house
}
const running = { phase: 'Running', containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }] }

describe('NAME/status', () => {
  it('is written apart from the rest, and the rest apart from it', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments', deployment('web', 2))
    const path = '/apis/apps/v1/namespaces/ns/deployments/web'
    const both = { spec: { replicas: 5 }, status: { replicas: 3 } }
    expect(house.ask('PATCH', `${path}/status`, both, MERGE).body).toMatchObject({
      spec: { replicas: 2 },
      status: { replicas: 3 },
      metadata: { generation: 1 },
    })
    expect(house.ask('PATCH', path, { ...both, status: { replicas: 9 } }, MERGE).body).toMatchObject({
      spec: { replicas: 5 },
      status: { replicas: 3 },
      metadata: { generation: 2 },
    })
  })
})

describe('NAME/scale', () => {
  it('is the size as a Scale, read and written, and counts as a change of the spec', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments', deployment('web', 2))
    const path = '/apis/apps/v1/namespaces/ns/deployments/web/scale'
    expect(house.ask('GET', path).body).toMatchObject({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=web' },
    })
    expect(house.ask('PATCH', path, { spec: { replicas: 0 } }, MERGE).body).toMatchObject({ spec: {} })
    expect(house.engine.store.get('deployments', 'ns/web')).toMatchObject({ spec: { replicas: 0 }, metadata: { generation: 2 } })
    expect(refusal(house.ask('PATCH', path, { spec: { replicas: -4 } }, MERGE))).toBe(
      '422 Invalid: Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -4: must be greater than or equal to 0',
    )
  })
})

describe('pods/binding', () => {
  const bind = (house: Bare, name: string, target: object) =>
    house.ask('POST', `${PODS}/${name}/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target })

  it('gives a pod its node, once', () => {
    const house = bare()
    house.ask('POST', PODS, pod('p'))
    expect(bind(house, 'p', { kind: 'Node', name: 'node-1' })).toMatchObject({ status: 201, body: { status: 'Success', code: 201 } })
    expect(house.engine.store.get('pods', 'ns/p')).toMatchObject({
      spec: { nodeName: 'node-1' },
      status: { conditions: [{ type: 'PodScheduled', status: 'True' }] },
    })
    expect(refusal(bind(house, 'p', { kind: 'Node', name: 'node-2' }))).toBe(
      '409 Conflict: Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "node-1"',
    )
  })

  it.each([
    [{ kind: 'Node' }, '500 : target.name: Required value'],
    [{ kind: 'Pod', name: 'x' }, '500 : target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"'],
  ])('to %j is refused', (target, words) => {
    const house = bare()
    house.ask('POST', PODS, pod('p'))
    expect(refusal(bind(house, 'p', target))).toBe(words)
  })
})

describe('a binding', () => {
  const bind = (house: Bare, name: string, more: object = {}, query = '') =>
    house.ask('POST', `${PODS}/${name}/binding${query}`, { metadata: { name }, target: { name: 'node-1' }, ...more })

  it('gives the pod its annotations, and not its labels', () => {
    const house = bare()
    house.ask('POST', PODS, pod('p'))
    bind(house, 'p', { metadata: { name: 'p', labels: { x: 'y' }, annotations: { a: 'b' } } })
    expect(house.engine.store.get('pods', 'ns/p')?.metadata).toMatchObject({ labels: { app: 'web' }, annotations: { a: 'b' } })
    expect(house.engine.store.get('pods', 'ns/p')?.metadata.labels).not.toHaveProperty('x')
  })

  it('does nothing in a dry run', () => {
    const house = bare()
    house.ask('POST', PODS, pod('p'))
    expect(bind(house, 'p', {}, '?dryRun=All').status).toBe(201)
    expect(house.engine.store.get('pods', 'ns/p')?.spec.nodeName).toBeUndefined()
  })

  it('is refused for another pod than that of the address, one that waits at a gate, and one that is leaving', () => {
    const house = bare()
    house.ask('POST', PODS, pod('p'))
    expect(refusal(bind(house, 'p', { metadata: { name: 'q' } }))).toBe('400 BadRequest: name in URL does not match name in Binding object')
    house.ask('POST', PODS, { ...pod('gated'), spec: { ...pod('gated').spec, schedulingGates: [{ name: 'a.b/c' }] } })
    expect(refusal(bind(house, 'gated'))).toContain('pod gated has non-empty .spec.schedulingGates')
    house.ask('POST', PODS, { ...pod('held'), metadata: { name: 'held', finalizers: ['a.b/c'] } })
    house.ask('DELETE', `${PODS}/held`)
    expect(refusal(bind(house, 'held'))).toContain('pod held is being deleted, cannot be assigned to a host')
  })
})

describe('pods/eviction', () => {
  const evict = (house: Bare, more: object = {}) =>
    house.ask('POST', `${PODS}/p/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' }, ...more })
  const ready = { ...running, conditions: [{ type: 'Ready', status: 'True' }] }
  function withBudget(status: object, podStatus: object = ready, name = 'pdb', house = withPod(podStatus)): Bare {
    house.ask('POST', '/apis/policy/v1/namespaces/ns/poddisruptionbudgets', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    })
    house.engine.act('you', '-', 'test', {}, cause => {
      const b = house.engine.store.get('poddisruptionbudgets', `ns/${name}`) as ApiObject
      house.engine.api.update(
        'poddisruptionbudgets',
        { ...b, status: { ...b.status, observedGeneration: 1, ...status } },
        { cause, subresource: 'status', trusted: true },
      )
    })
    return house
  }
  const isLeaving = (house: Bare) => house.engine.store.get('pods', 'ns/p')?.metadata.deletionTimestamp !== undefined

  it('deletes a pod that no budget speaks of', () => {
    const house = withPod(ready)
    expect(evict(house).status).toBe(201)
    expect(isLeaving(house)).toBe(true)
  })

  it('is refused with 429 when the budget is spent, and says why', () => {
    const house = withBudget({ disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1, expectedPods: 1 })
    const r = evict(house)
    expect(refusal(r)).toBe("429 TooManyRequests: Cannot evict pod as it would violate the pod's disruption budget.")
    expect((r.body as { details: object }).details).toEqual({
      causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget pdb needs 1 healthy pods and has 1 currently' }],
    })
    expect(isLeaving(house)).toBe(false)
  })

  it('spends the budget', () => {
    const house = withBudget({ disruptionsAllowed: 1, desiredHealthy: 1, currentHealthy: 2, expectedPods: 2 })
    expect(evict(house).status).toBe(201)
    expect(house.engine.store.get('poddisruptionbudgets', 'ns/pdb')?.status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { p: '2017-03-30T09:00:00Z' },
    })
  })

  it('neither deletes nor spends in a dry run', () => {
    const house = withBudget({ disruptionsAllowed: 1, desiredHealthy: 1, currentHealthy: 2, expectedPods: 2 })
    const { rv } = house.engine.store
    expect(house.ask('POST', `${PODS}/p/eviction?dryRun=All`, { metadata: { name: 'p' } }).status).toBe(201)
    expect(house.engine.store.rv).toBe(rv)
  })

  it('asks no budget about pods that never ran or have ended', () => {
    for (const phase of ['Pending', 'Failed', 'Succeeded']) {
      const house = withBudget({ disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 0, expectedPods: 1 }, { phase })
      expect(evict(house).status).toBe(201)
    }
  })

  it('lets an unready pod go while enough others are healthy', () => {
    const unready = { ...ready, conditions: [{ type: 'Ready', status: 'False' }] }
    const enough = withBudget({ disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1, expectedPods: 2 }, unready)
    expect(evict(enough).status).toBe(201)
    const tooFew = withBudget({ disruptionsAllowed: 0, desiredHealthy: 2, currentHealthy: 1, expectedPods: 3 }, unready)
    expect(evict(tooFew).status).toBe(429)
  })

  it('does not know what to do with two budgets', () => {
    const house = withBudget({ disruptionsAllowed: 1, desiredHealthy: 1, currentHealthy: 2 }, ready, 'one')
    withBudget({ disruptionsAllowed: 1, desiredHealthy: 1, currentHealthy: 2 }, ready, 'two', house)
    expect(evict(house).status).toBe(500)
  })
})

describe('pods/log', () => {
  const asked: LogOptions[] = []
  const containers = {
    log: (_: unknown, options: LogOptions) => {
      asked.push(options)
      return options.follow ? { read: () => ['a line\n'], ended: false } : 'a line\n'
    },
  }

  it('is text, or a stream to follow', () => {
    const house = withPod(running, undefined, { containers })
    expect(house.ask('GET', `${PODS}/p/log?tailLines=5&timestamps=true`)).toMatchObject({ contentType: 'text/plain', body: 'a line\n' })
    expect(asked.at(-1)).toEqual({ container: 'main', follow: false, previous: false, timestamps: true, tailLines: 5 })
    expect(house.ask('GET', `${PODS}/p/log?follow=true`).stream?.read()).toEqual(['a line\n'])
  })

  it.each<[string, object, string[], string]>([
    ['', { phase: 'Pending' }, ['main'], '400 BadRequest: container "main" in pod "p" is waiting to start: ContainerCreating'],
    ['?container=zzz', running, ['main'], '400 BadRequest: container zzz is not valid for pod p'],
    ['', running, ['main', 'side'], '400 BadRequest: a container name must be specified for pod p, choose one of: [main side]'],
    ['?previous=true', running, ['main'], '400 BadRequest: previous terminated container "main" in pod "p" not found'],
  ])('%s of a pod that is %j with %j: %s', (query, status, names, words) => {
    expect(refusal(withPod(status, names, { containers }).ask('GET', `${PODS}/p/log${query}`))).toBe(words)
  })
})

describe('what is asked about a log', () => {
  it.each([
    ['tailLines=-1', 'tailLines: Invalid value: -1: must be greater than or equal to 0'],
    ['limitBytes=0', 'limitBytes: Invalid value: 0: must be greater than 0'],
    ['sinceSeconds=0', 'sinceSeconds: Invalid value: 0: must be greater than 0'],
    ['sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z', '[]: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified'],
  ])('is refused as %s', (query, words) => {
    expect(refusal(withPod(running).ask('GET', `${PODS}/p/log?${query}`))).toBe(`422 Invalid: PodLogOptions "p" is invalid: ${words}`)
  })

  it('may be for no lines, for one byte, and of an init container', () => {
    const house = bare({ containers: { log: (_, { container }) => container } })
    const spec = { ...pod('p').spec, initContainers: [{ name: 'first', image: 'i' }], nodeName: 'node-1' }
    house.ask('POST', PODS, { ...pod('p'), spec })
    const status = { initContainerStatuses: [{ name: 'first', state: { terminated: { exitCode: 0 } } }], ...running }
    house.ask('PATCH', `${PODS}/p/status`, { status }, MERGE)
    expect(house.ask('GET', `${PODS}/p/log?tailLines=0`)).toMatchObject({ status: 200, body: 'main' })
    expect(house.ask('GET', `${PODS}/p/log?limitBytes=1&container=first`)).toMatchObject({ status: 200, body: 'first' })
  })
})

describe('pods/exec', () => {
  it('is not done over plain HTTP', () => {
    expect(withPod(running).ask('POST', `${PODS}/p/exec?command=ls`)).toMatchObject({ status: 400, body: { kind: 'Status' } })
    expect(bare().ask('POST', `${PODS}/nope/exec?command=ls`).status).toBe(404)
  })
})
