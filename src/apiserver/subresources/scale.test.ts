// NAME/scale as something that is applied, and whose field has owners. The expected texts and owners are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import type { Entry } from '../managed/entries.ts'
import { type Bare, bare, deployment, refusal } from '../testing/bare.ts'

const WEB = '/apis/apps/v1/namespaces/ns/deployments/web'
const APPLY = 'application/apply-patch+yaml'
const MERGE = 'application/merge-patch+json'

function withWeb(replicas = 2): Bare {
  const house = bare()
  house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web', replicas))
  return house
}
const scale = (more: object = {}) => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, ...more })
const put = (house: Bare, replicas: number, manager = 'putter', metadata: object = {}) =>
  house.ask('PUT', `${WEB}/scale?fieldManager=${manager}`, scale({ metadata: { name: 'web', ...metadata }, spec: { replicas } }))
const apply = (house: Bare, config: object, query = '?fieldManager=me') => house.ask('PATCH', `${WEB}/scale${query}`, scale(config), APPLY)
const merge = (house: Bare, patch: object) => house.ask('PATCH', `${WEB}/scale?fieldManager=merger`, patch, MERGE)
const size = (house: Bare) => house.engine.store.get('deployments', 'ns/web')?.spec.replicas

/** Who owns the size, and whether more than it: `maker Update apps/v1 dated +`. */
function sizers(house: Bare): string[] {
  const entries = house.engine.store.get('deployments', 'ns/web')?.metadata.managedFields as unknown as Entry[]
  const more = (e: Entry) => JSON.stringify(e.fieldsV1) !== '{"f:spec":{"f:replicas":{}}}'
  return entries
    .filter(e => e.fieldsV1['f:spec']?.['f:replicas'])
    .map(e => [e.manager, e.operation, e.subresource, e.apiVersion, e.time && 'dated', more(e) && '+'].filter(Boolean).join(' '))
}

describe('applied, a Scale', () => {
  it('is in conflict with who owns the size of the workload, as an owner of a Scale, also where it would not change it', () => {
    const house = withWeb()
    expect(refusal(apply(house, { spec: { replicas: 3 } }))).toBe(
      '409 Conflict: Apply failed with 1 conflict: conflict with "maker" using autoscaling/v1: .spec.replicas',
    )
    expect(size(house)).toBe(2)
    put(house, 4)
    expect(refusal(apply(house, { spec: { replicas: 3 } }))).toBe(
      '409 Conflict: Apply failed with 1 conflict: conflict with "putter" with subresource "scale" using autoscaling/v1: .spec.replicas',
    )
    // A size of nothing is not said by a Scale, so saying it is a change.
    expect(refusal(apply(withWeb(0), { spec: { replicas: 0 } }))).toContain('conflict with "maker" using autoscaling/v1')
  })

  it('takes the size when it is forced, undated, and leaves its former owner the rest', () => {
    const house = withWeb()
    expect(apply(house, { spec: { replicas: 3 } }, '?fieldManager=me&force=true').body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 3 },
    })
    expect(size(house)).toBe(3)
    expect(sizers(house)).toEqual(['me Apply scale apps/v1'])
  })

  it('shares the size when it agrees', () => {
    const house = withWeb()
    expect(apply(house, { spec: { replicas: 2 } }).status).toBe(200)
    expect(sizers(house)).toEqual(['me Apply scale apps/v1', 'maker Update apps/v1'])
  })

  it('gives the size up by no longer naming it, and then nothing is left of it', () => {
    const house = withWeb()
    apply(house, { spec: { replicas: 3 } }, '?fieldManager=me&force=true')
    expect(apply(house, {}).body).toMatchObject({ spec: {} })
    expect(size(house)).toBe(0)
    expect(sizers(house)).toEqual([])
  })

  it('of another manager is not touched by who applies the whole workload', () => {
    const house = bare()
    house.ask('PATCH', `${WEB}?fieldManager=whole`, deployment('web', 2), APPLY)
    apply(house, { spec: { replicas: 2 } })
    expect(sizers(house)).toEqual(['me Apply scale apps/v1', 'whole Apply apps/v1 dated +'])
    expect(refusal(apply(house, { spec: { replicas: 3 } }))).toBe(
      '409 Conflict: Apply failed with 1 conflict: conflict with "whole": .spec.replicas',
    )
  })

  it.each([
    [{ kind: 'Deployment' }, '400 BadRequest: invalid object type: autoscaling/v1, Kind=Deployment'],
    [{ apiVersion: 'apps/v1' }, '400 BadRequest: invalid object type: apps/v1, Kind=Scale'],
    [
      { spec: { foo: 1 } },
      '500 : failed to create typed patch object (/web; autoscaling/v1, Kind=Scale): .spec.foo: field not declared in schema',
    ],
    [
      { spec: { replicas: 1.5 } },
      '500 : failed to convert new object (/web; autoscaling/v1, Kind=Scale) to proper version: unable to convert unstructured object to autoscaling/v1, Kind=Scale: cannot convert float64 to int32',
    ],
    [{ metadata: { name: 'web', managedFields: [] } }, '400 BadRequest: metadata.managedFields must be nil'],
    [{ metadata: { name: 'other' } }, '400 BadRequest: the name of the object (other) does not match the name on the URL (web)'],
    [
      { metadata: { name: 'web', resourceVersion: '1' } },
      '409 Conflict: Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [{ metadata: { name: 'web', resourceVersion: 'x' } }, '500 : strconv.ParseUint: parsing "x": invalid syntax'],
  ])('is refused with %j', (config, words) => expect(refusal(apply(withWeb(), config, '?fieldManager=me&force=true'))).toBe(words))

  it('must say who applies, and only what is applied may be forced', () => {
    expect(refusal(apply(withWeb(), {}, ''))).toContain('fieldManager: Required value: is required for apply patch')
    expect(refusal(withWeb().ask('PATCH', `${WEB}/scale?force=true`, {}, MERGE))).toContain('may not be specified for non-apply patch')
  })

  it('of nothing is nothing', () => {
    expect(refusal(bare().ask('PATCH', `${WEB}/scale?fieldManager=me`, scale(), APPLY))).toBe(
      '404 NotFound: deployments.apps "web" not found',
    )
  })
})

describe('written, a Scale', () => {
  it('makes the writer the owner of the size, undated', () => {
    const house = withWeb()
    put(house, 5)
    expect(sizers(house)).toEqual(['putter Update scale apps/v1'])
    merge(house, { spec: { replicas: 6 } })
    expect(sizers(house)).toEqual(['merger Update scale apps/v1'])
  })

  it('of the same size leaves its owner, who counts from then on as another', () => {
    const house = withWeb()
    put(house, 2)
    expect(sizers(house)).toEqual(['maker Update apps/v1'])
  })

  it('in a dry run changes nothing', () => {
    const house = withWeb()
    expect(house.ask('PATCH', `${WEB}/scale?dryRun=All`, { spec: { replicas: 9 } }, MERGE).body).toMatchObject({ spec: { replicas: 9 } })
    expect(size(house)).toBe(2)
  })

  it('has labels that are nobody’s', () => {
    const house = withWeb()
    merge(house, { metadata: { labels: { a: 'b' } } })
    expect(sizers(house)).toEqual(['maker Update apps/v1'])
    const entries = house.engine.store.get('deployments', 'ns/web')?.metadata.managedFields as unknown as Entry[]
    expect(entries.map(e => e.manager)).not.toContain('merger')
  })

  it('leaves no entry that owned only the size', () => {
    const house = withWeb()
    put(house, 5)
    merge(house, { spec: { replicas: 6 } })
    const entries = house.engine.store.get('deployments', 'ns/web')?.metadata.managedFields as unknown as Entry[]
    expect(entries.map(e => e.manager).sort()).toEqual(['maker', 'merger'])
  })

  it('of nothing belongs to nobody', () => {
    const house = withWeb()
    put(house, 5)
    put(house, 0)
    expect(sizers(house)).toEqual([])
  })

  it('says nothing of who owns what', () => {
    const house = withWeb()
    put(house, 5, 'putter', { managedFields: [{}] })
    expect(sizers(house)).toEqual(['putter Update scale apps/v1'])
  })

  it('is checked as a Scale: its metadata, then its size', () => {
    const words = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`
    expect(refusal(put(withWeb(), -5, 'putter', { labels: { 'a b': 'x' } }))).toBe(
      `422 Invalid: Scale.autoscaling "web" is invalid: [metadata.labels: Invalid value: "a b": ${words}, spec.replicas: Invalid value: -5: must be greater than or equal to 0]`,
    )
    expect(put(withWeb(), 0).status).toBe(200)
  })

  it('of another uid is a conflict: with PUT before it is looked at, with a patch after, and in both before its version', () => {
    const house = withWeb()
    const { uid } = house.engine.store.get('deployments', 'ns/web')?.metadata ?? {}
    const other = { uid: 'abc', resourceVersion: '1' }
    expect(refusal(put(house, -5, 'putter', other))).toBe(
      `409 Conflict: Operation cannot be fulfilled on deployments.apps "web": StorageError: invalid object, Code: 4, Key: /registry/deployments/ns/web, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: abc, UID in object meta: ${uid}`,
    )
    expect(refusal(merge(house, { metadata: other, spec: { replicas: -5 } }))).toContain('422 Invalid: Scale.autoscaling "web" is invalid')
    expect(refusal(merge(house, { metadata: other }))).toBe(
      `409 Conflict: Operation cannot be fulfilled on deployments/scale.apps "web": Precondition failed: UID in precondition: abc, UID in object meta: ${uid}`,
    )
    expect(merge(house, { metadata: { uid }, spec: { replicas: 3 } }).status).toBe(200)
  })
})
