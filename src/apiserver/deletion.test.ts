import { describe, expect, it } from 'vitest'
import { bare, configMap, deployment, refusal } from './testing/bare.ts'

const URL = '/api/v1/namespaces/ns/configmaps'
const MERGE = 'application/merge-patch+json'

describe('DELETE', () => {
  it('answers with a Status that names what is gone', () => {
    const house = bare()
    const { uid } = (house.ask('POST', URL, configMap('a')).body as { metadata: { uid: string } }).metadata
    expect(house.ask('DELETE', `${URL}/a`).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid },
    })
    expect(refusal(house.ask('GET', `${URL}/a`))).toBe('404 NotFound: configmaps "a" not found')
  })

  it('of what a finalizer holds answers with the object, and lets it go with the finalizer', () => {
    const house = bare()
    house.ask('POST', URL, { ...configMap('held'), metadata: { name: 'held', finalizers: ['a.b/c'] } })
    expect(house.ask('DELETE', `${URL}/held`).body).toMatchObject({ metadata: { name: 'held', deletionGracePeriodSeconds: 0 } })
    expect(refusal(house.ask('POST', URL, configMap('held')))).toBe(
      '409 AlreadyExists: object is being deleted: configmaps "held" already exists',
    )
    expect(refusal(house.ask('PATCH', `${URL}/held`, { metadata: { finalizers: ['a.b/c', 'a.b/d'] } }, MERGE))).toBe(
      '422 Invalid: ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
    )
    expect(house.ask('PATCH', `${URL}/held`, { metadata: { finalizers: null } }, MERGE).status).toBe(200)
    expect(house.ask('GET', `${URL}/held`).status).toBe(404)
  })

  it('holds to its preconditions, naming the kind', () => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    expect(refusal(house.ask('DELETE', `${URL}/a`, { preconditions: { resourceVersion: '1' } }))).toMatch(
      /^409 Conflict: Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\). The object might have been modified$/,
    )
    expect(house.ask('DELETE', `${URL}/a`, { preconditions: { uid: '1' } }).status).toBe(409)
    expect(house.ask('GET', `${URL}/a`).status).toBe(200)
  })

  it.each([
    [
      { propagationPolicy: 'Sideways' },
      'propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      { propagationPolicy: 'Orphan', orphanDependents: true },
      'propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
  ])('refuses %j', (options, words) => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    expect(refusal(house.ask('DELETE', `${URL}/a`, options))).toBe(`422 Invalid: DeleteOptions.meta.k8s.io "" is invalid: ${words}`)
  })

  it('in the foreground and for orphans leaves the object with that finalizer', () => {
    const house = bare()
    const path = '/apis/apps/v1/namespaces/ns/deployments'
    for (const [policy, finalizer] of [
      ['Foreground', 'foregroundDeletion'],
      ['Orphan', 'orphan'],
    ] as const) {
      house.ask('POST', path, deployment(finalizer.toLowerCase()))
      const left = house.ask('DELETE', `${path}/${finalizer.toLowerCase()}?propagationPolicy=${policy}`).body
      expect(left).toMatchObject({ metadata: { finalizers: [finalizer] } })
    }
  })

  it('of a pod that runs nowhere takes it at once, and shows it marked', () => {
    const house = bare()
    const pods = '/api/v1/namespaces/ns/pods'
    house.ask('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'm', image: 'i' }] } })
    expect(house.ask('DELETE', `${pods}/p`).body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 0, generation: 2 } })
    expect(house.ask('GET', `${pods}/p`).status).toBe(404)
  })

  it.each([
    ['without a node', {}, undefined],
    ['with no grace', { nodeName: 'node-1' }, { gracePeriodSeconds: 0 }],
  ])('of a pod %s is two events: marked, and gone', (_, spec, options) => {
    const house = bare()
    const pods = '/api/v1/namespaces/ns/pods'
    house.ask('POST', pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'm', image: 'i' }], ...spec },
    })
    const { stream } = house.ask('GET', `${pods}?watch=1&resourceVersion=${house.engine.store.rv}`)
    house.ask('DELETE', `${pods}/p`, options)
    const told = (stream?.read() ?? []).map(line => JSON.parse(line))
    expect(told.map(e => `${e.type} ${e.object.metadata.deletionGracePeriodSeconds}`)).toEqual(['MODIFIED 0', 'DELETED 0'])
    expect(told[0].object.metadata.resourceVersion).not.toBe(told[1].object.metadata.resourceVersion)
  })

  it('of a collection takes what is selected, and there is none over all namespaces nor of Namespaces', () => {
    const house = bare()
    for (const name of ['a', 'b', 'c']) house.ask('POST', URL, configMap(name, { odd: String(name !== 'b') }))
    const gone = house.ask('DELETE', `${URL}?labelSelector=odd%3Dtrue`).body as { kind: string; items: { metadata: { name: string } }[] }
    expect([gone.kind, gone.items.map(i => i.metadata.name)]).toEqual(['ConfigMapList', ['a', 'c']])
    expect(house.ask('DELETE', '/api/v1/configmaps').status).toBe(405)
    expect(house.ask('DELETE', '/api/v1/namespaces').status).toBe(405)
  })

  it('of a collection with a limit takes its first page, and with the token of that the next', () => {
    const house = bare()
    for (const name of ['a', 'b', 'c']) house.ask('POST', URL, configMap(name))
    const left = () => (house.ask('GET', URL).body as { items: { metadata: { name: string } }[] }).items.map(i => i.metadata.name)
    const first = house.ask('DELETE', `${URL}?limit=1`).body as { items: object[]; metadata: { continue: string } }
    expect([first.items.length, left()]).toEqual([1, ['b', 'c']])
    house.ask('DELETE', `${URL}?limit=1&continue=${encodeURIComponent(first.metadata.continue)}`)
    expect(left()).toEqual(['c'])
  })

  it('in a dry run takes nothing, also of a collection', () => {
    const house = bare()
    house.ask('POST', URL, configMap('a'))
    expect(house.ask('DELETE', `${URL}/a?dryRun=All`).status).toBe(200)
    expect(house.ask('DELETE', `${URL}?dryRun=All`).body).toMatchObject({ items: [{ metadata: { name: 'a' } }] })
    expect(house.engine.store.count('configmaps')).toBe(1)
  })

  it('of a Job warns of the pods that are kept, unless it says what is to become of them', () => {
    const house = bare()
    const jobs = '/apis/batch/v1/namespaces/ns/jobs'
    const spec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'm', image: 'i' }] } } }
    for (const name of ['a', 'b']) house.ask('POST', jobs, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec })
    expect(house.ask('DELETE', `${jobs}/a`).warnings).toEqual([expect.stringContaining('child pods are preserved by default')])
    expect(house.ask('DELETE', `${jobs}/b?propagationPolicy=Orphan`).warnings).toEqual([])
  })

  it('with options that are no YAML is refused as that', () => {
    const house = bare({
      yaml: {
        parse: () => {
          throw new Error('line 1: no')
        },
        stringify: String,
      },
    })
    house.ask('POST', URL, configMap('a'))
    expect(refusal(house.ask('DELETE', `${URL}/a`, 'a: [', 'application/yaml'))).toBe('500 : yaml: line 1: no')
  })
})
