import { describe, expect, it } from 'vitest'
import { resources } from '../kinds/index.ts'
import { decode, decodeStruct, strictError } from './decode.ts'
import { duplicateFields } from './duplicates.ts'
import { fieldAt, mergeKeyOf, type Struct, schemaOf, structIn, structOf } from './schema.ts'

const POD = { group: '', version: 'v1', kind: 'Pod' }
const DEPLOYMENT = { group: 'apps', version: 'v1', kind: 'Deployment' }

describe('the table', () => {
  it('has every kind of the house, and every struct that they reach', () => {
    const seen = new Set<string>()
    const walk = (s: Struct) => {
      if (seen.has(s.name)) return
      seen.add(s.name)
      for (const f of s.fields.values()) {
        const inner = structIn(f)
        if (inner) walk(inner)
      }
    }
    for (const { group, version, kind } of resources) {
      const s = schemaOf(group ? `${group}/${version}` : version, kind)
      expect(s, kind).toBeDefined()
      walk(s as Struct)
    }
    expect(seen.size).toBeGreaterThan(200)
  })
  it('knows how a patch tells the items of a list apart', () => {
    const pod = structOf('Pod')
    expect(mergeKeyOf(pod, ['spec', 'containers'])).toBe('name')
    expect(mergeKeyOf(pod, ['spec', 'containers', 'ports'])).toBe('containerPort')
    expect(fieldAt(pod, ['spec', 'containers', 'ports'])?.listKeys).toEqual(['containerPort', 'protocol'])
    expect(mergeKeyOf(pod, ['spec', 'containers', 'volumeMounts'])).toBe('mountPath')
    expect(mergeKeyOf(pod, ['spec', 'tolerations'])).toBeUndefined()
    expect(mergeKeyOf(pod, ['metadata', 'ownerReferences'])).toBe('uid')
    expect(fieldAt(pod, ['metadata', 'finalizers'])).toMatchObject({ patch: 'merge', mergeKey: undefined, set: true })
    expect(fieldAt(structOf('Deployment'), ['spec', 'strategy'])?.patch).toBe('retainKeys')
    expect(fieldAt(structOf('PodDisruptionBudget'), ['spec', 'selector'])?.patch).toBe('replace')
    expect(fieldAt(pod, ['spec', 'volumes'])).toMatchObject({ patch: 'retainKeys', mergeKey: 'name' })
  })
})

describe('decoding', () => {
  const web = {
    metadata: { name: 'web' },
    spec: { replicas: 1, replicaz: 3, template: { spec: { containers: [{ name: 'a', imagee: 'x' }] } } },
  }
  it('drops unknown fields and names them, in the order of the document', () => {
    const { object, unknown } = decode(DEPLOYMENT, web)
    expect(unknown).toEqual(['unknown field "spec.replicaz"', 'unknown field "spec.template.spec.containers[0].imagee"'])
    expect(object.spec.replicaz).toBeUndefined()
    expect(strictError(DEPLOYMENT, unknown).message).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz", unknown field "spec.template.spec.containers[0].imagee"',
    )
  })
  it('is case-sensitive', () =>
    expect(decode(DEPLOYMENT, { spec: { minreadyseconds: 3 } }).unknown).toEqual(['unknown field "spec.minreadyseconds"']))
  it('drops zeros that Go would not print, and keeps those behind pointers', () => {
    const { object } = decode(DEPLOYMENT, { spec: { replicas: 0, minReadySeconds: 0, paused: false } })
    expect(object.spec.replicas).toBe(0)
    expect('minReadySeconds' in object.spec).toBe(false)
    expect('paused' in object.spec).toBe(false)
  })
  it('gives what Go always prints', () => {
    const { object } = decode(POD, { spec: { containers: [{}] } })
    expect(object.spec.containers[0]).toEqual({ name: '', resources: {} })
    expect(decode({ group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' }, { addressType: 'IPv4' }).object).toMatchObject({
      endpoints: null,
      ports: null,
    })
  })
  it('brings quantities and times into their one form', () => {
    const { object } = decode(POD, {
      metadata: { creationTimestamp: '2020-01-01T02:00:00+02:00' },
      spec: { containers: [{ name: 'a', resources: { limits: { cpu: 2, memory: '1024Ki' } } }] },
    })
    expect(object.metadata.creationTimestamp).toBe('2020-01-01T00:00:00Z')
    expect(object.spec.containers[0].resources.limits).toEqual({ cpu: '2', memory: '1Mi' })
  })
  it('tells of the first thing wrong only', () =>
    expect(() => decode(POD, { spec: { hostNetwork: 'yes', containers: { a: 1 } } })).toThrow(
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
    ))
  it('reads other structs by name', () =>
    expect(
      decodeStruct<object>(
        'DeleteOptions',
        { gracePeriodSeconds: 0, propagationPolicy: 'Orphan' },
        { version: 'v1', kind: 'DeleteOptions' },
      ).object,
    ).toEqual({
      gracePeriodSeconds: 0,
      propagationPolicy: 'Orphan',
    }))
  it('takes the names of a prototype for what they are', () => {
    const { object, unknown } = decode(
      POD,
      JSON.parse('{"__proto__": {"x": 1}, "metadata": {"labels": {"__proto__": "y", "constructor": "z"}}}'),
    )
    expect(unknown).toEqual(['unknown field "__proto__"'])
    expect(Object.entries(object.metadata.labels ?? {})).toEqual([
      ['__proto__', 'y'],
      ['constructor', 'z'],
    ])
    expect(Object.getPrototypeOf(object.metadata.labels)).toBe(Object.prototype)
  })
})

describe('fields written twice', () => {
  it('are named with their path', () =>
    expect(duplicateFields('{"spec": {"replicas": 0, "a": [{"b": 1, "b": "\\"}{"}], "replicas": 1, "replicas": 2}, "c": []}')).toEqual([
      'duplicate field "spec.a[0].b"',
      'duplicate field "spec.replicas"',
    ]))
  it('are none in an object without them', () => expect(duplicateFields('{"a": {"x": 1}, "b": {"x": 1}}')).toEqual([]))
})
