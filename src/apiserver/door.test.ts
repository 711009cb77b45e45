import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../engine/index.ts'
import { type Bare, bare, configMap, deployment, refusal } from './testing/bare.ts'

const URL = '/api/v1/namespaces/ns/configmaps'

describe('the door', () => {
  it('changes nothing of the world by being asked', () => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    const before = house.engine.hash()
    for (const path of [
      URL,
      `${URL}/a`,
      `${URL}/nope`,
      `${URL}?watch=1`,
      '/api',
      '/apis',
      '/openapi/v3',
      '/version',
      '/nope',
      `${URL}?limit=x`,
    ])
      house.ask('GET', path)
    expect(house.engine.hash()).toBe(before)
  })

  it('knows no form that Object brings along', () => {
    const { status } = bare().ask('GET', URL, undefined, undefined, 'application/json;as=constructor;g=meta.k8s.io;v=v1')
    expect(status).toBe(406)
  })

  it('takes a method in small letters for the same method', () => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    const other = { ...configMap('a'), metadata: { name: 'a', uid: 'another' } }
    const answers = ['PUT', 'put'].map(method => house.ask(method, `${URL}/a`, other))
    expect(answers.map(a => a.status)).toEqual([409, 409])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
  })

  it('does the same for the same requests, to the byte', () => {
    const run = () => {
      const house = bare()
      house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments', deployment('web'))
      house.ask('PATCH', '/apis/apps/v1/namespaces/ns/deployments/web/scale', { spec: { replicas: 4 } }, 'application/merge-patch+json')
      house.ask('POST', URL, { ...configMap(''), metadata: { generateName: 'x-' } })
      return house.engine.hash()
    }
    expect(run()).toBe(run())
  })

  it('traces everything that a request does to that request', () => {
    const house = bare()
    const told: TraceEntry[] = []
    house.engine.trace(t => told.push(t))
    house.door.handle({ method: 'POST', path: URL, body: configMap('a') }, { code: 'you.make', args: { name: 'a' } })
    house.ask('DELETE', `${URL}/a`)
    expect(told.map(t => `${t.by} ${t.subject} ${t.code} ${t.cause ? 'because of' : 'by itself'}`)).toEqual([
      'you configmaps ns/ you.make by itself',
      'apiserver configmaps ns/a write.create because of',
      'you configmaps ns/a request by itself',
      'apiserver configmaps ns/a write.delete because of',
    ])
    expect(told[1]?.cause).toBe(told[0]?.id)
    expect(told[3]?.cause).toBe(told[2]?.id)
    expect(told[2]?.args).toEqual({ method: 'DELETE', path: `${URL}/a` })
  })

  it('commits nothing in a dry run', () => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    const { rv } = house.engine.store
    expect(house.ask('POST', `${URL}?dryRun=All`, configMap('b')).status).toBe(201)
    expect(house.ask('PUT', `${URL}/a?dryRun=All`, configMap('a', {}, { b: '2' })).status).toBe(200)
    expect(house.ask('PATCH', `${URL}/a?dryRun=All`, { data: { c: '3' } }, 'application/merge-patch+json').status).toBe(200)
    expect(house.ask('DELETE', `${URL}/a?dryRun=All`).status).toBe(200)
    expect(house.ask('DELETE', `${URL}?dryRun=All`).status).toBe(200)
    expect(house.engine.store.rv).toBe(rv)
  })

  it('keeps the version when a write changes nothing', () => {
    const house = bare()
    const made = house.ask('POST', URL, configMap('a', { x: 'y' })).body
    const { rv } = house.engine.store
    house.ask('PUT', `${URL}/a`, made)
    house.ask('PATCH', `${URL}/a`, { data: { a: '1' } }, 'application/merge-patch+json')
    house.ask('PATCH', `${URL}/a`, { metadata: { labels: { x: 'y' } } }, 'application/strategic-merge-patch+json')
    expect(house.engine.store.rv).toBe(rv)
  })

  it('redirects a doubled slash, and forgives one at the end', () => {
    const house = bare()
    expect(house.ask('GET', '/api/v1//pods?limit=1')).toMatchObject({ status: 307, location: '/api/v1/pods?limit=1' })
    expect(house.ask('GET', `${URL}/`).status).toBe(200)
  })

  it('says ok when asked for its health', () => {
    for (const path of ['/healthz', '/livez', '/readyz']) expect(bare().ask('GET', path)).toMatchObject({ status: 200, body: 'ok' })
  })

  it('lets everybody do everything', () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    const asked = { resourceAttributes: { verb: 'get', resource: 'pods' } }
    expect(bare().ask('POST', path, { spec: asked })).toMatchObject({ status: 201, body: { spec: asked, status: { allowed: true } } })
  })
})

describe('definitions of custom resources', () => {
  it('tell of the kinds that are not Kubernetes’ own, and can only be read', () => {
    const house = bare()
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const { items } = house.ask('GET', path).body as { items: { metadata: { name: string } }[] }
    expect(items.map(i => i.metadata.name)).toContain('faults.podium.local')
    expect(house.ask('GET', `${path}/faults.podium.local`).body).toMatchObject({ spec: { group: 'podium.local', scope: 'Cluster' } })
    expect(house.ask('GET', `${path}/deployments.apps`).status).toBe(404)
    expect(house.ask('POST', path, {}).status).toBe(405)
  })
})

describe('bad input', () => {
  it('does not reach prototypes', () => {
    const house = bare()
    const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"__proto__":"x"}}'
    expect(refusal(house.ask('POST', URL, text))).toContain('a field may not be named "__proto__" here')
    const patch = '{"metadata":{"__proto__":{"labels":{"a":"b"}}}}'
    house.ask('POST', URL, configMap('a'))
    expect(house.ask('PATCH', `${URL}/a`, patch, 'application/merge-patch+json').status).toBe(400)
    expect(house.ask('PATCH', `${URL}/a`, JSON.parse(patch), 'application/merge-patch+json').status).toBe(400)
    expect(house.ask('PATCH', `${URL}/a`, [{ op: 'add', path: '/__proto__/x', value: 1 }], 'application/json-patch+json').status).toBe(422)
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it('may not be nested without end, nor be endless', () => {
    const house = bare({ limits: { bodyBytes: 10_000 } })
    const deep = `${'{"a":'.repeat(1500)}1${'}'.repeat(1500)}`
    expect(refusal(house.ask('POST', URL, deep))).toContain('exceeded max depth')
    expect(refusal(house.ask('POST', URL, 'x'.repeat(10_001)))).toBe('413 RequestEntityTooLarge: Request entity too large: limit is 10000')
  })

  it('with markup in a name is refused as any other name', () => {
    const r = bare().ask('POST', URL, configMap('<img src=x onerror=alert(1)>'))
    expect(refusal(r)).toMatch(/^422 Invalid: ConfigMap "<img src=x onerror=alert\(1\)>" is invalid: metadata.name: /)
  })

  it('that asks for more pods than the house holds is refused in plain words, and leaves it as it was', () => {
    const house = bare()
    const deployments = '/apis/apps/v1/namespaces/ns/deployments'
    house.ask('POST', deployments, deployment('web', 6_000))
    const { rv } = house.engine.store
    const words =
      '403 Forbidden: deployments.apps "big" is forbidden: this simulation holds at most 10000 pods; with this change 10006000 would be asked for'
    const refused = house.ask('POST', deployments, deployment('big', 10_000_000))
    expect(refusal(refused)).toBe(words)
    expect(refused.body).toMatchObject({ details: { causes: [{ field: 'spec.replicas' }] } })
    expect(house.ask('PATCH', `${deployments}/web/scale`, { spec: { replicas: 10_001 } }, 'application/merge-patch+json').status).toBe(403)
    expect(house.ask('PATCH', `${deployments}/web`, { spec: { replicas: 10_001 } }, 'application/merge-patch+json').status).toBe(403)
    expect(house.engine.store.rv).toBe(rv)
    expect(house.ask('PATCH', `${deployments}/web/scale`, { spec: { replicas: 9_999 } }, 'application/merge-patch+json').status).toBe(200)
  })
})

describe('room', () => {
  const deployments = (namespace = 'ns') => `/apis/apps/v1/namespaces/${namespace}/deployments`
  const post = (house: Bare, name: string, replicas: number, namespace = 'ns') =>
    house.ask('POST', deployments(namespace), deployment(name, replicas)).status

  it('is taken up to the last pod, whatever is called the same in another namespace', () => {
    const house = bare({ limits: { pods: 10 } })
    expect([post(house, 'web', 6), post(house, 'web', 4, 'default'), post(house, 'one', 1)]).toEqual([201, 201, 403])
    const scale = (replicas: number) =>
      house.ask('PATCH', `${deployments()}/web`, { spec: { replicas } }, 'application/merge-patch+json').status
    expect([scale(7), scale(5), scale(6)]).toEqual([403, 200, 200])
  })

  it('is not taken twice for what a workload has made', () => {
    const house = bare({ limits: { pods: 10 } })
    post(house, 'web', 5)
    const owner = house.engine.store.get('deployments', 'ns/web')?.metadata
    const { selector, template } = deployment('web').spec
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: owner?.uid, controller: true }]
    const replicaSet = { metadata: { name: 'rs', ownerReferences }, spec: { replicas: 5, selector, template } }
    expect(house.ask('POST', deployments().replace('deployments', 'replicasets'), replicaSet).status).toBe(201)
    expect([post(house, 'a', 5), post(house, 'b', 1)]).toEqual([201, 403])
  })

  it('is for so many objects', () => {
    const house = bare({ limits: { objects: 7 } })
    expect([1, 2, 3].map(n => house.ask('POST', URL, configMap(`c${n}`)).status)).toEqual([201, 201, 403])
    expect(house.ask('PUT', `${URL}/c1`, configMap('c1', { a: 'b' })).status).toBe(200)
  })
})

describe('an address', () => {
  it.each([
    '/api/v1/configmaps/a',
    '/api/v1/namespaces/ns/configmaps/a/b/c',
    '/api/v1/namespaces/ns/nodes',
    '/api/v1/namespaces/ns/nodes/node-1',
  ])('that nothing stands behind: %s', path =>
    expect(refusal(bare().ask('GET', path))).toBe('404 NotFound: the server could not find the requested resource'),
  )
})

describe('the Clock', () => {
  const CLOCK = '/apis/podium.local/v1/clocks/clock'
  const house = () => {
    let spec = { paused: true, speed: 1 }
    return bare({
      clock: {
        spec: () => spec,
        now: () => '2017-03-30T09:00:00.250Z',
        seed: () => 7,
        set: s => {
          spec = s
        },
      },
    })
  }

  it('is one object, answered for by whoever lets time pass', () => {
    expect(house().ask('GET', CLOCK).body).toMatchObject({
      kind: 'Clock',
      spec: { paused: true, speed: 1 },
      status: { now: '2017-03-30T09:00:00.250Z', seed: 7 },
    })
    expect((house().ask('GET', '/apis/podium.local/v1/clocks').body as { items: unknown[] }).items).toHaveLength(1)
    expect(house().ask('GET', '/apis/podium.local/v1/clocks/other').status).toBe(404)
    expect(bare().ask('GET', CLOCK).status).toBe(404)
  })

  it('is set by a patch, and is not stored', () => {
    const h = house()
    const { rv } = h.engine.store
    const run = { spec: { runUntil: '2017-03-30T09:05:00Z' } }
    expect(h.ask('PATCH', CLOCK, run, 'application/merge-patch+json').body).toMatchObject({ spec: { paused: true, ...run.spec } })
    expect(h.engine.store.rv).toBe(rv)
  })

  it('stays as it is in a dry run', () => {
    const h = house()
    h.ask('PATCH', `${CLOCK}?dryRun=All`, { spec: { speed: 50 } }, 'application/merge-patch+json')
    expect(h.ask('GET', CLOCK).body).toMatchObject({ spec: { speed: 1 } })
  })

  it('can neither be made nor deleted, and its speed has bounds', () => {
    const h = house()
    expect(h.ask('DELETE', CLOCK).status).toBe(405)
    expect(refusal(h.ask('PATCH', CLOCK, { spec: { speed: 5000 } }, 'application/merge-patch+json'))).toBe(
      '422 Invalid: Clock.podium.local "clock" is invalid: spec.speed: Invalid value: 5000: must be between 0.01 and 1000',
    )
  })
})
