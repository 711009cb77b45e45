import { describe, expect, it } from 'vitest'
import { services } from '../kinds/service.ts'
import type { Env } from '../resource.ts'
import type { Draft, Service } from '../types.ts'

const env = (kept: Draft[] = [], more: Partial<Env> = {}): Env => ({
  timestamp: 'TIME',
  nowMs: 0,
  roll: () => 0,
  get: () => undefined,
  list: () => kept as Service[],
  ...more,
})
const service = (name: string, spec: object): Draft =>
  services.defaults({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { ports: [{ port: 80 }], ...spec },
  })
const create = (o: Draft, e = env()) => services.prepareCreate(o, e)

describe('a Service is given', () => {
  it('an address that no other has', () => {
    const first = create(service('a', {}))
    const second = create(service('b', {}), env([first]))
    expect(first.spec.clusterIPs).toEqual([first.spec.clusterIP])
    expect(second.spec.clusterIP).not.toBe(first.spec.clusterIP)
    expect(second.spec.clusterIP).toMatch(/^10\.96\./)
  })
  it('a port of every node, if it is to be reached from outside', () => {
    const a = create(
      service('a', {
        type: 'NodePort',
        ports: [
          { name: 'x', port: 80 },
          { name: 'y', port: 81 },
        ],
      }),
    )
    const ports = a.spec.ports.map((p: { nodePort: number }) => p.nodePort)
    expect(new Set(ports).size).toBe(2)
    for (const p of ports) expect(p).toBeGreaterThanOrEqual(30_000)
  })
  it('nothing, when it is headless or a name for something outside', () => {
    expect(create(service('a', { clusterIP: 'None' })).spec.clusterIP).toBe('None')
    expect(create(service('a', { type: 'ExternalName', externalName: 'a.b' })).spec.clusterIP).toBeUndefined()
  })
})

describe('what is taken cannot be had', () => {
  const one = create(service('one', { type: 'NodePort', clusterIP: '10.96.77.1', ports: [{ port: 80, nodePort: 30_017 }] }))
  const e = env([one])
  it('a node port', () =>
    expect(() => create(service('two', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_017 }] }), e)).toThrow(
      'Service "two" is invalid: spec.ports[0].nodePort: Invalid value: 30017: provided port is already allocated',
    ))
  it('an address', () =>
    expect(() => create(service('three', { clusterIP: '10.96.77.1' }), e)).toThrow(
      'Service "three" is invalid: spec.clusterIPs: Invalid value: ["10.96.77.1"]: failed to allocate IP 10.96.77.1: provided IP is already allocated',
    ))
  it('one port twice, but for two protocols it can', () => {
    const ports = [
      { name: 'a', port: 80, nodePort: 30_018 },
      { name: 'b', port: 81, nodePort: 30_018 },
    ]
    expect(() => create(service('four', { type: 'NodePort', ports }))).toThrow(
      'spec.ports[1].nodePort: Invalid value: 30018: provided port is already allocated',
    )
    const both = [
      { name: 'a', port: 80, nodePort: 30_019 },
      { name: 'b', port: 80, protocol: 'UDP', nodePort: 30_019 },
    ]
    expect(create(service('five', { type: 'NodePort', ports: both })).spec.ports[1].nodePort).toBe(30_019)
  })
  it('a port out of the range, which a dry run does not ask', () => {
    const low = service('six', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })
    expect(() => create(low)).toThrow('provided port is not in the valid range. The range of valid ports is 30000-32767')
    expect(create(low, env([], { dryRun: true })).spec.ports[0].nodePort).toBe(80)
  })
})

it('an address from elsewhere is refused, in other words when nothing would be kept', () => {
  const far = service('far', { clusterIP: '192.168.1.1' })
  expect(() => create(far)).toThrow('failed to allocate IP 192.168.1.1: the provided network does not match the current range')
  expect(() => create(far, env([], { dryRun: true }))).toThrow('is not in the valid range. The range of valid IPs is 10.96.0.0/16')
})

describe('an update', () => {
  const stored = {
    ...create(service('a', { type: 'NodePort' })),
    metadata: { name: 'a', namespace: 'default', uid: 'u', creationTimestamp: 't', resourceVersion: '1' },
  } as Service
  const put = (spec: object) => services.prepareUpdate(service('a', spec), stored, '', env([stored]))
  it('that does not repeat what was given out keeps it', () => {
    const next = put({ type: 'NodePort' })
    expect(next.spec.clusterIP).toBe(stored.spec.clusterIP)
    expect(next.spec.ports[0].nodePort).toBe(stored.spec.ports?.[0]?.nodePort)
    expect(services.validateUpdate({ ...next, metadata: stored.metadata }, stored, '')).toEqual([])
  })
  it('of the address alone is seen, and refused', () => {
    const next = put({ ...stored.spec, clusterIP: '10.96.9.9' })
    expect(next.spec.clusterIPs).toEqual(['10.96.9.9'])
    expect(services.validateUpdate({ ...next, metadata: stored.metadata }, stored, '')).toMatchObject([
      { field: 'spec.clusterIPs[0]', message: 'Invalid value: ["10.96.9.9"]: may not change once set' },
    ])
  })
  it('to a name for something outside gives the address back', () => {
    const next = put({ ...stored.spec, type: 'ExternalName', externalName: 'a.b' })
    expect(next.spec.clusterIP).toBeUndefined()
    expect(next.spec.ports[0].nodePort).toBeUndefined()
  })
  it('to a cluster address gives the node port back', () =>
    expect(put({ ...stored.spec, type: 'ClusterIP' }).spec.ports[0].nodePort).toBeUndefined())
})
