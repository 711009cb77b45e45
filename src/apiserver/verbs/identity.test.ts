// Who names an object by its uid means that one and no other. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import { type Bare, bare, configMap, deployment, refusal } from '../testing/bare.ts'

const MAPS = '/api/v1/namespaces/ns/configmaps'
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/ns/leases'
const UID = 'deadbeef-0000-4000-8000-000000000001'
const APPLY = 'application/apply-patch+yaml'
const named = (name: string, metadata: object) => ({ ...configMap(name), metadata: { name, ...metadata } })

describe('the uid of nothing that exists', () => {
  it('is a conflict when it is applied, also of a kind without namespaces, and with a dry run', () => {
    const house = bare()
    const words = 'uid mismatch: the provided object specified uid deadbeef-0000-4000-8000-000000000001, and no existing object was found'
    for (const query of ['fieldManager=x', 'fieldManager=x&dryRun=All'])
      expect(refusal(house.ask('PATCH', `${MAPS}/a?${query}`, named('a', { uid: UID }), APPLY))).toBe(
        `409 Conflict: Operation cannot be fulfilled on configmaps "a": ${words}`,
      )
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', uid: UID } }
    expect(refusal(house.ask('PATCH', '/api/v1/namespaces/other?fieldManager=x', namespace, APPLY))).toBe(
      `409 Conflict: Operation cannot be fulfilled on namespaces "other": ${words}`,
    )
    expect(house.engine.store.count('configmaps')).toBe(0)
  })

  it('is a conflict when a PUT could make the object, and of no interest to a POST', () => {
    const house = bare()
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l', uid: UID }, spec: {} }
    expect(refusal(house.ask('PUT', `${LEASES}/l`, lease))).toBe(
      '409 Conflict: Operation cannot be fulfilled on leases.coordination.k8s.io "l": StorageError: invalid object, Code: 4, Key: /registry/leases/ns/l, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: deadbeef-0000-4000-8000-000000000001, UID in object meta: ',
    )
    expect(refusal(house.ask('PUT', `${MAPS}/a`, named('a', { uid: UID })))).toBe('404 NotFound: configmaps "a" not found')
    const made = house.ask('POST', MAPS, named('a', { uid: UID }))
    expect(made.status).toBe(201)
    expect((made.body as { metadata: { uid: string } }).metadata.uid).not.toBe(UID)
  })
})

describe('an apply of what is not there', () => {
  it('may ask for a version of it', () => {
    expect(bare().ask('PATCH', `${MAPS}/a?fieldManager=x`, named('a', { resourceVersion: '1' }), APPLY).status).toBe(201)
  })

  it('does not make it by its status', () => {
    const web = '/apis/apps/v1/namespaces/ns/deployments/web'
    for (const metadata of [{ name: 'web' }, { name: 'web', uid: UID }])
      expect(refusal(bare().ask('PATCH', `${web}/status?fieldManager=x`, { ...deployment('web'), metadata }, APPLY))).toBe(
        '404 NotFound: deployments.apps "web" not found',
      )
  })
})

it('a patch of an old version is a conflict before its uid is looked at', () => {
  const house = bare()
  house.ask('POST', MAPS, configMap('a'))
  const patch = (metadata: object) => refusal(house.ask('PATCH', `${MAPS}/a`, { metadata }, 'application/merge-patch+json'))
  expect(patch({ uid: UID, resourceVersion: '1' })).toMatch(/^409 Conflict: .*the object has been modified/)
  expect(patch({ uid: UID })).toBe(`422 Invalid: ConfigMap "a" is invalid: metadata.uid: Invalid value: "${UID}": field is immutable`)
})

describe('the version of what is written', () => {
  const versioned = (resourceVersion: string, uid?: string) => named('a', { resourceVersion, ...(uid && { uid }) })
  const housed = () => {
    const house = bare()
    house.ask('POST', MAPS, configMap('a'))
    return house
  }
  const put = (house: Bare, version: string, uid?: string) => house.ask('PUT', `${MAPS}/a`, versioned(version, uid))
  const merge = (house: Bare, metadata: object) =>
    house.ask('PATCH', `${MAPS}/a`, { metadata, data: { b: '1' } }, 'application/merge-patch+json')

  it.each(['0', '00'])('is any when it is %s', version => {
    expect(put(housed(), version).status).toBe(200)
    expect(merge(housed(), { resourceVersion: version }).body).toMatchObject({ data: { b: '1' } })
    expect(merge(housed(), { resourceVersion: null }).status).toBe(200)
  })

  it('is the latest or a conflict, compared as text, and never a word', () => {
    const house = housed()
    const { resourceVersion } = house.engine.store.get('configmaps', 'ns/a')?.metadata ?? {}
    for (const version of ['1', `0${resourceVersion}`]) {
      expect(refusal(put(house, version))).toContain('409 Conflict')
      expect(refusal(merge(house, { resourceVersion: version }))).toContain('409 Conflict')
    }
    const words = '500 : strconv.ParseUint: parsing "x": invalid syntax'
    expect([refusal(put(house, 'x')), refusal(merge(house, { resourceVersion: 'x' }))]).toEqual([words, words])
    expect(put(house, resourceVersion as string).status).toBe(200)
  })

  it('is looked at after the uid with a PUT, before it with a patch', () => {
    expect(refusal(put(housed(), 'x', UID))).toContain('Precondition failed: UID in precondition')
    expect(refusal(merge(housed(), { resourceVersion: 'x', uid: UID }))).toMatch(/^500/)
  })

  it('has to be said of a custom resource', () => {
    const house = bare()
    const fault = (resourceVersion?: string) => ({
      apiVersion: 'podium.local/v1',
      kind: 'Fault',
      metadata: { name: 'f', ...(resourceVersion && { resourceVersion }) },
      spec: { type: 'NodeCrash', nodes: ['node-1'] },
    })
    house.ask('POST', '/apis/podium.local/v1/faults', fault())
    const words =
      '422 Invalid: faults.podium.local "f" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update'
    expect(refusal(house.ask('PUT', '/apis/podium.local/v1/faults/f', fault()))).toBe(words)
    expect(refusal(house.ask('PUT', '/apis/podium.local/v1/faults/f', fault('0')))).toBe(words)
    const { resourceVersion } = house.engine.store.get('faults', 'f')?.metadata ?? {}
    expect(house.ask('PUT', '/apis/podium.local/v1/faults/f', fault(resourceVersion)).status).toBe(200)
    const patch = { spec: { nodes: ['node-2'] } }
    expect(house.ask('PATCH', '/apis/podium.local/v1/faults/f', patch, 'application/merge-patch+json').status).toBe(200)
  })
})
