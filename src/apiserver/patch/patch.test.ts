// What a patch may be, and what is said of one that is strange. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import { bare, configMap, deployment, refusal } from '../testing/bare.ts'

const MAPS = '/api/v1/namespaces/ns/configmaps'
const JSON_PATCH = 'application/json-patch+json'
const APPLY = 'application/apply-patch+yaml'
const housed = () => {
  const house = bare()
  house.ask('POST', MAPS, configMap('a'))
  return house
}
const REJECTED = '422 Invalid: the server rejected our request due to an error in our request'
const undecoded = (why: string) => `400 BadRequest: error decoding patch: json: cannot unmarshal ${why}`

describe('a JSON patch', () => {
  it.each([
    ['[null]', REJECTED],
    ['[{"op":"add","path":null}]', REJECTED],
    ['[3]', undecoded('number into Go value of type handlers.jsonPatchOp')],
    ['[[]]', undecoded('array into Go value of type handlers.jsonPatchOp')],
    ['[{"op":3}]', undecoded('number into Go struct field jsonPatchOp.op of type string')],
    ['[{"op":"move","path":"/data/b","from":3}]', undecoded('number into Go struct field jsonPatchOp.from of type string')],
    ['{"op":"add"}', undecoded('object into Go value of type []handlers.jsonPatchOp')],
  ])('%s is refused', (patch, words) => expect(refusal(housed().ask('PATCH', `${MAPS}/a`, patch, JSON_PATCH))).toBe(words))

  it('of nothing changes nothing', () => expect(housed().ask('PATCH', `${MAPS}/a`, 'null', JSON_PATCH)).toMatchObject({ status: 200 }))

  it('is told of what its operations say too much, and refused for it when it is strict', () => {
    const patch = '[{"op":"add","path":"/data/b","value":"1","value":"2","foo":1}]'
    const complaints = ['json patch duplicate field "[0].value"', 'json patch unknown field "[0].foo"']
    expect(housed().ask('PATCH', `${MAPS}/a`, patch, JSON_PATCH)).toMatchObject({ status: 200, warnings: complaints })
    expect(housed().ask('PATCH', `${MAPS}/a?fieldValidation=Ignore`, patch, JSON_PATCH).warnings).toEqual([])
    expect(refusal(housed().ask('PATCH', `${MAPS}/a?fieldValidation=Strict`, patch, JSON_PATCH))).toMatch(
      new RegExp(`^422 Invalid: .*strict decoding error: ${complaints.join(', ').replace(/[[\].]/g, '\\$&')}$`),
    )
  })
})

describe('another kind in a patch', () => {
  const patch = (body: unknown, media: string) => housed().ask('PATCH', `${MAPS}/a`, body, `application/${media}+json`)
  const CONVERT = 'converting (v1.Secret) to (core.ConfigMap): unknown conversion'
  const UNKNOWN = 'no kind "ConfigMap" is registered for version "v2" in scheme "pkg/runtime/scheme.go:110"'

  it('is refused where a patch could make it', () => {
    expect(refusal(patch([{ op: 'replace', path: '/kind', value: 'Secret' }], 'json-patch'))).toContain(CONVERT)
    expect(refusal(patch([{ op: 'replace', path: '/apiVersion', value: 'v2' }], 'json-patch'))).toContain(UNKNOWN)
    expect(refusal(patch({ apiVersion: 'v2' }, 'merge-patch'))).toContain(UNKNOWN)
  })

  it('counts for nothing in a strategic one', () => {
    for (const other of [{ kind: 'Secret' }, { apiVersion: 'v2' }])
      expect(patch({ ...other, data: { b: '2' } }, 'strategic-merge-patch')).toMatchObject({
        status: 200,
        body: { kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1', b: '2' } },
      })
  })
})

describe('the size of a patch', () => {
  it('is at most ten thousand operations', () => {
    const patch = (n: number) => housed().ask('PATCH', `${MAPS}/a`, Array(n).fill({ op: 'test', path: '/data/a', value: '1' }), JSON_PATCH)
    expect(patch(10_000).status).toBe(200)
    expect(refusal(patch(10_001))).toBe(
      '413 RequestEntityTooLarge: Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    )
  })

  it('is at most that of any body', () => {
    const house = bare({ limits: { bodyBytes: 40 } })
    house.ask('POST', MAPS, { metadata: { name: 'a' } })
    const patch = (text: string) => refusal(house.ask('PATCH', `${MAPS}/a`, text, 'application/merge-patch+json'))
    const fits = `{"data":{"a":"${'x'.repeat(40 - 17)}"}}`
    expect([fits.length, patch(fits)]).toEqual([40, expect.stringMatching(/^200/)])
    expect(patch(`${fits} `)).toBe('413 RequestEntityTooLarge: Request entity too large: limit is 40')
    expect(refusal(house.ask('POST', MAPS, `{"metadata":{"name":"b"}}${' '.repeat(16)}`))).toContain('limit is 40')
    expect(house.ask('POST', MAPS, `{"metadata":{"name":"b"}}${' '.repeat(15)}`).status).toBe(201)
  })
})

it('a strategic patch of a custom resource is not understood', () => {
  const house = bare()
  house.ask('POST', '/apis/podium.local/v1/faults', { metadata: { name: 'f' }, spec: { type: 'NodeCrash', nodes: ['node-1'] } })
  expect(refusal(house.ask('PATCH', '/apis/podium.local/v1/faults/f', {}, 'application/strategic-merge-patch+json'))).toBe(
    '415 UnsupportedMediaType: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  )
})

describe('a merge patch', () => {
  const DEPLOYMENTS = '/apis/apps/v1/namespaces/ns/deployments'
  const MERGE = 'application/merge-patch+json'

  it('takes nulls also out of what is in a new list, but not out of the list', () => {
    const house = bare()
    house.ask('POST', DEPLOYMENTS, deployment('web'))
    const main = { name: 'main', image: 'i', command: [null], resources: { requests: { cpu: null, memory: '1Gi' } } }
    expect(house.ask('PATCH', `${DEPLOYMENTS}/web`, { spec: { template: { spec: { containers: [main] } } } }, MERGE).body).toMatchObject({
      spec: { template: { spec: { containers: [{ command: [''], resources: { requests: { memory: '1Gi' } } }] } } },
    })
    const { containers } = (house.engine.store.get('deployments', 'ns/web') as ApiObject).spec.template.spec
    expect(containers[0].resources.requests).not.toHaveProperty('cpu')
  })
})

describe('a configuration', () => {
  const flow = '{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {a: "1",}}'

  it('may be YAML that looks like JSON', () =>
    expect(housed().ask('PATCH', `${MAPS}/b?fieldManager=x`, flow, APPLY)).toMatchObject({ status: 201, body: { data: { a: '1' } } }))

  it.each([
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'b-' } },
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":null}',
  ])('has to say its name: %j', config =>
    expect(refusal(housed().ask('PATCH', `${MAPS}/b?fieldManager=x`, config, APPLY))).toBe(
      '400 BadRequest: the name of the object (b based on URL) was undeterminable: name must be provided',
    ),
  )

  it('in JSON with a key that stands twice is read as YAML, which tells of it', () => {
    const complaints = ['line 1: key "a" already set in map']
    const house = bare({ yaml: { parse: () => ({ value: configMap('b'), complaints }), stringify: String } })
    const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"a":"5","a":"6"}}'
    expect(house.ask('PATCH', `${MAPS}/b?fieldManager=x`, twice, APPLY).warnings).toEqual(complaints)
    expect(house.ask('PATCH', `${MAPS}/b?fieldManager=x`, twice.replace('"a":"6"', '"b":"6"'), APPLY).warnings).toEqual([])
  })

  it('is told of keys that stand twice, and refused for them when it is strict', () => {
    const complaints = ['line 5: key "a" already set in map']
    const house = bare({ yaml: { parse: () => ({ value: configMap('b'), complaints }), stringify: String } })
    const text = `# YAML`
    expect(house.ask('PATCH', `${MAPS}/b?fieldManager=x`, text, APPLY)).toMatchObject({ status: 201, warnings: complaints })
    expect(refusal(house.ask('PATCH', `${MAPS}/b?fieldManager=x&fieldValidation=Strict`, text, APPLY))).toBe(
      `400 BadRequest: error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  ${complaints[0]}`,
    )
    expect(refusal(house.ask('POST', `${MAPS}?fieldValidation=Strict`, text, 'application/yaml'))).toBe(
      `400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  ${complaints[0]}`,
    )
  })
})

it('nothing keeps a link to itself', () => {
  const house = housed()
  const linked = { ...configMap('a'), metadata: { name: 'a', selfLink: '/x' } }
  expect(house.ask('PUT', `${MAPS}/a`, linked).body).not.toHaveProperty('metadata.selfLink')
  const patch = { metadata: { selfLink: '/x' } }
  expect(house.ask('PATCH', `${MAPS}/a`, patch, 'application/merge-patch+json').body).not.toHaveProperty('metadata.selfLink')
})
