// Who names an object by its uid means that one and no other. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import { bare, configMap, deployment, refusal } from '../testing/bare.ts'

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
