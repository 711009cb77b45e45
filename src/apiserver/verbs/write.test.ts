// POST, PUT, PATCH: what is told beside the object, and where it is put. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import type { Entry } from '../managed/entries.ts'
import { bare, configMap, deployment, refusal } from '../testing/bare.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/ns/deployments'
const EVENTS = '/apis/events.k8s.io/v1/namespaces/ns/events'
const APPLY = 'application/apply-patch+yaml'
const MERGE = 'application/merge-patch+json'

describe('a warning about an object', () => {
  const hasty = () => {
    const o = deployment('web', 0)
    return {
      ...o,
      spec: { ...o.spec, template: { ...o.spec.template, spec: { ...o.spec.template.spec, terminationGracePeriodSeconds: -5 } } },
    }
  }
  const WORDS = ['spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1']

  it('is given whenever it is written, also when it is made by an apply', () => {
    const house = bare()
    expect(house.ask('POST', DEPLOYMENTS, hasty()).warnings).toEqual(WORDS)
    expect(house.ask('PUT', `${DEPLOYMENTS}/web`, hasty()).warnings).toEqual(WORDS)
    expect(house.ask('PATCH', `${DEPLOYMENTS}/web`, { spec: { minReadySeconds: 3 } }, MERGE).warnings).toEqual(WORDS)
    const applied = { ...hasty(), metadata: { name: 'other' } }
    expect(house.ask('PATCH', `${DEPLOYMENTS}/other?fieldManager=x`, applied, APPLY)).toMatchObject({ status: 201, warnings: WORDS })
  })

  it('is not given for its status and its size', () => {
    const house = bare()
    house.ask('POST', DEPLOYMENTS, hasty())
    expect(house.ask('PATCH', `${DEPLOYMENTS}/web/status`, { status: { replicas: 3 } }, MERGE)).toMatchObject({ status: 200, warnings: [] })
    expect(house.ask('PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 3 } }, MERGE)).toMatchObject({ status: 200, warnings: [] })
  })
})

describe('a new object by an apply', () => {
  it('is asked what its version asks of new ones', () => {
    const event = { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'e' } }
    expect(refusal(bare().ask('PATCH', `${EVENTS}/e?fieldManager=x`, event, APPLY))).toContain('eventTime: Required value')
  })

  it('has to find room', () => {
    expect(refusal(bare().ask('PATCH', `${DEPLOYMENTS}/web?fieldManager=x`, deployment('web', 10_001), APPLY))).toContain(
      'this simulation holds at most 10000 pods',
    )
  })
})

describe('a namespace in the object', () => {
  it('has to be that of the address', () => {
    const away = { ...configMap('a'), metadata: { name: 'a', namespace: 'default' } }
    expect(refusal(bare().ask('POST', '/api/v1/namespaces/ns/configmaps', away))).toBe(
      '400 BadRequest: the namespace of the provided object does not match the namespace sent on the request',
    )
  })

  it('counts for nothing where there are none', () => {
    const house = bare()
    const metadata = { name: 'a', namespace: 'ns' }
    const made = house.ask('POST', '/api/v1/nodes', { metadata })
    expect([made.status, (made.body as { metadata: object }).metadata]).toEqual([201, expect.not.objectContaining({ namespace: 'ns' })])
    expect(house.ask('PATCH', '/api/v1/nodes/a', { metadata: { namespace: 'ns', labels: { x: 'y' } } }, MERGE).status).toBe(200)
    const node = { apiVersion: 'v1', kind: 'Node', metadata }
    expect(house.ask('PATCH', '/api/v1/nodes/a?fieldManager=x', node, APPLY).status).toBe(200)
  })
})

it('a PUT without what was filled in leaves who owns that', () => {
  const house = bare()
  house.ask('POST', `${DEPLOYMENTS}?fieldManager=maker`, deployment('web', 0))
  const owned = () => {
    const { managedFields = [] } = house.engine.store.get('deployments', 'ns/web')?.metadata ?? {}
    return (managedFields as unknown as Entry[]).map(e => e.fieldsV1)
  }
  const before = owned()
  house.ask('PUT', `${DEPLOYMENTS}/web?fieldManager=other`, deployment('web', 0))
  expect(owned()).toEqual(before)
})

it.each(['PUT', 'PATCH'])('a %s cannot mark an object as going', method => {
  const house = bare()
  const maps = '/api/v1/namespaces/ns/configmaps'
  house.ask('POST', maps, configMap('a'))
  const body = { ...configMap('a'), metadata: { name: 'a', deletionTimestamp: '2017-03-30T09:00:00Z' } }
  const wrong = 'metadata.deletionTimestamp: Invalid value: "2017-03-30T09:00:00Z": field is immutable'
  expect(refusal(house.ask(method, `${maps}/a`, body, method === 'PUT' ? 'application/json' : MERGE))).toBe(
    `422 Invalid: ConfigMap "a" is invalid: ${wrong}`,
  )
})

describe('what is accepted', () => {
  const get = (accept: string, name = 'nope') => bare().ask('GET', `/api/v1/namespaces/ns/configmaps/${name}`, undefined, undefined, accept)

  it('is what the client likes best, of what there is', () => {
    expect(get('application/yaml;q=0.5,application/json;q=0.1').contentType).toBe('application/yaml')
    expect(get('application/yaml;q=0.1,application/json;q=0.5').contentType).toBe('application/json')
    expect(get('text/html,application/yaml').contentType).toBe('application/yaml')
  })

  it('has to be of that group, and there', () => {
    const words =
      '406 NotAcceptable: only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf'
    expect(refusal(get('application/json;as=Table;g=meta;v=v1'))).toBe(words)
    expect(refusal(get('application/json;as=Table;g=meta.k8s.io;v=v2'))).toBe(words)
    const mute = bare()
    mute.ask('POST', '/api/v1/namespaces/ns/configmaps', configMap('a'))
    expect(mute.ask('GET', '/api/v1/namespaces/ns/configmaps/a', undefined, undefined, 'application/yaml').contentType).toBe(
      'application/yaml',
    )
  })

  it('may leave the objects out of a Table', () => {
    const house = bare()
    house.ask('POST', '/api/v1/namespaces/ns/configmaps', configMap('a'))
    const table = (include: string) =>
      house.ask(
        'GET',
        `/api/v1/namespaces/ns/configmaps?includeObject=${include}`,
        undefined,
        undefined,
        'application/json;as=Table;g=meta.k8s.io;v=v1',
      ).body
    expect(table('None')).toMatchObject({ rows: [{ cells: ['a', 1, expect.any(String)], object: null }] })
    expect(table('Object')).toMatchObject({ rows: [{ object: { kind: 'ConfigMap', data: { a: '1' } } }] })
  })
})

describe('a form of meta.k8s.io', () => {
  it.each(['v1', 'v1beta1'])('is given in the version %s that was asked for', version => {
    const house = bare()
    const maps = '/api/v1/namespaces/ns/configmaps'
    house.ask('POST', maps, configMap('a'))
    const get = (path: string, as: string) =>
      house.ask('GET', path, undefined, undefined, `application/json;as=${as};g=meta.k8s.io;v=${version}`).body
    const apiVersion = `meta.k8s.io/${version}`
    expect(get(`${maps}/a`, 'PartialObjectMetadata')).toMatchObject({ apiVersion })
    expect(get(maps, 'PartialObjectMetadataList')).toMatchObject({ apiVersion, items: [{ apiVersion }] })
    expect(get(maps, 'Table')).toMatchObject({ apiVersion, rows: [{ object: { apiVersion } }] })
  })
})
