// Every case of fixtures/statefulset/pvc_retention.json (the file names its sources).
import { describe, expect, it } from 'vitest'
import type { ApiObject, OwnerReference, PersistentVolumeClaim, Pod } from '../../../kube/index.ts'
import file from '../fixtures/statefulset/pvc_retention.json'
import { statefulset } from '../statefulset.ts'
import { podAt, type Ref, refs, setFor, suite } from '../testing/statefulset.ts'
import { SmallWorld, template } from '../testing/world.ts'
import { areOwnersRight, hasForeignController, hasOwner, isLeftOver, isOwnedLoosely, isStale, ownersFor } from './claims.ts'

type Policy = 'Retain' | 'Delete'
interface Policies {
  whenScaled: Policy
  whenDeleted: Policy
}
const claimWith = (ownerReferences: readonly OwnerReference[]): PersistentVolumeClaim =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c', namespace: 'default', ownerReferences },
  }) as unknown as PersistentVolumeClaim
const policyOf = ({ whenScaled, whenDeleted }: Policies) => ({ persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } })
const controller = (o: ApiObject): OwnerReference => ({
  apiVersion: o.apiVersion,
  kind: o.kind,
  name: o.metadata.name,
  uid: o.metadata.uid,
  controller: true,
})
const other = (name: string): OwnerReference => ({ apiVersion: 'v1', kind: 'Pod', name, uid: `${name}-uid` })
const named = (apiVersion: string, kind: string, name: string, uid: string): Pod =>
  ({ apiVersion, kind, metadata: { name, uid } }) as unknown as Pod

describe('claimOwnerUpToDate', () => {
  type I = Policies & {
    replicas: number
    ordinal: number
    claimRefs: { otherNonControllerRefs: boolean; podRef: boolean; setRef: boolean }
  }
  it.each(suite<I, { upToDate: boolean }>(file, 'claimOwnerUpToDate'))('$name', ({ input, expected }) => {
    const set = setFor('web', { replicas: input.replicas, ...policyOf(input) })
    const pod = podAt(set, input.ordinal, 'r')
    const { otherNonControllerRefs, podRef, setRef } = input.claimRefs
    const list = [
      ...(otherNonControllerRefs ? [other('rand1'), other('rand2')] : []),
      ...(podRef ? [controller(pod)] : []),
      ...(setRef ? [controller(set)] : []),
    ]
    expect(areOwnersRight(claimWith(list), set, pod)).toBe(expected.upToDate)
  })
})

type Object_ = { name: string; uid: string; replicas?: number }
type WithRefs = Policies & { set: Object_; pod: Object_; claimRefs: Ref[] }
const pair = (input: WithRefs) => {
  const set = setFor(input.set.name, { replicas: input.set.replicas, ...policyOf(input) }, { uid: input.set.uid })
  return { set, pod: named('v1', 'Pod', input.pod.name, input.pod.uid) }
}

describe('claimOwnerEdgeCases', () => {
  it.each(suite<WithRefs, { upToDate: boolean }>(file, 'claimOwnerEdgeCases'))('$name', ({ input, expected }) => {
    const { set, pod } = pair(input)
    expect(areOwnersRight(claimWith(refs(input.claimRefs)), set, pod)).toBe(expected.upToDate)
  })
})

describe('updateClaimOwnerRef', () => {
  type I = Policies & { replicas: number; podOrdinal: number; prior: { podRef: boolean; setRef: boolean }; foreignController: boolean }
  it.each(suite<I, { podControllerRef: boolean; setControllerRef: boolean }>(file, 'updateClaimOwnerRef'))(
    '$name',
    ({ input, expected }) => {
      const set = setFor('web', { replicas: input.replicas, ...policyOf(input) })
      const pod = podAt(set, input.podOrdinal, 'r')
      const list = [
        other('keeps'),
        ...(input.prior.podRef ? [controller(pod)] : []),
        ...(input.prior.setRef ? [controller(set)] : []),
        ...(input.foreignController ? [{ ...other('foreign'), kind: 'Else', controller: true }] : []),
      ]
      const after = ownersFor(claimWith(list), set, pod)
      const has = (o: ApiObject) => after.some(r => r.uid === o.metadata.uid && r.controller === true)
      expect({ podControllerRef: has(pod), setControllerRef: has(set) }).toEqual(expected)
      expect(after[0]).toEqual(other('keeps'))
    },
  )
})

describe('updateClaimControllerRef', () => {
  const plain = ({ apiVersion, kind, name, uid, controller = false }: OwnerReference) => ({ apiVersion, kind, name, uid, controller })
  it.each(suite<WithRefs, { claimRefs: Ref[] }>(file, 'updateClaimControllerRef'))('$name', ({ input, expected }) => {
    const { set, pod } = pair(input)
    const after = ownersFor(claimWith(refs(input.claimRefs)), set, pod).map(plain)
    const wanted = refs(expected.claimRefs).map(plain)
    expect(after).toHaveLength(wanted.length)
    expect(after).toEqual(expect.arrayContaining(wanted))
  })
})

describe('hasOwnerRef', () => {
  it.each(suite<{ claimRefs: Ref[]; uid: string }, { hasOwnerRef: boolean }>(file, 'hasOwnerRef'))('$name', ({ input, expected }) =>
    expect(hasOwner(claimWith(refs(input.claimRefs)), input.uid)).toBe(expected.hasOwnerRef),
  )
})

describe('unexpectedController', () => {
  type E = { withDeletePolicy: boolean; withoutPolicy: boolean }
  it.each(suite<{ claimRefs: Ref[] }, E>(file, 'unexpectedController'))('$name', ({ input, expected }) => {
    const pod = named('v1', 'Pod', 'pod', 'pod-uid')
    const judge = (more: object) => hasForeignController(claimWith(refs(input.claimRefs)), setFor('set', more, { uid: 'set-uid' }), pod)
    for (const [whenScaled, whenDeleted] of [
      ['Retain', 'Delete'],
      ['Delete', 'Retain'],
      ['Delete', 'Delete'],
    ] as const)
      expect(judge(policyOf({ whenScaled, whenDeleted }))).toBe(expected.withDeletePolicy)
    expect(judge({ persistentVolumeClaimRetentionPolicy: undefined })).toBe(expected.withoutPolicy)
  })
})

describe('nonControllerOwner', () => {
  it.each(suite<{ claimRefs: Ref[] }, { nonControllerOwner: boolean }>(file, 'nonControllerOwner'))('$name', ({ input, expected }) => {
    const owned = isOwnedLoosely(claimWith(refs(input.claimRefs)), named('apps/v1', 'Set', 'set', 'set'), named('v1', 'Pod', 'pod', 'pod'))
    expect(owned).toBe(expected.nonControllerOwner)
  })
})

describe('staleOwnerRef', () => {
  const claim = claimWith([
    { ...other('bob'), uid: '123' },
    { ...other('shirley'), uid: '456' },
  ])
  it.each(suite<{ podName: string; podUid: string }, { stale: boolean }>(file, 'staleOwnerRef'))('$name', ({ input, expected }) =>
    expect(isStale(claim, named('v1', 'Pod', input.podName, input.podUid))).toBe(expected.stale),
  )
})

describe('podClaimIsStale', () => {
  const REFS: Record<string, OwnerReference[]> = {
    exists: [],
    stale: [{ ...other('set-3'), uid: 'stale' }],
    'with-ref': [{ ...other('set-3'), uid: '123' }],
  }
  it.each(suite<{ claims: string[]; podUid: string | null }, { stale: boolean }>(file, 'podClaimIsStale'))(
    '$name',
    ({ input, expected }) => {
      const set = setFor('set', policyOf({ whenScaled: 'Delete', whenDeleted: 'Retain' }))
      const there = input.claims.filter(c => c !== 'missing').map(c => claimWith(REFS[c] ?? []))
      expect(there.some(c => isLeftOver(set, c, 'set-3', input.podUid ?? undefined))).toBe(expected.stale)
    },
  )
})

describe('retentionUpdate', () => {
  type I = Policies & { claims: string; setRefBefore: boolean }
  it.each(suite<I, { setRefAfter: boolean; events: number; eventReason: string }>(file, 'retentionUpdate'))(
    '$name',
    ({ input, expected }) => {
      const w = new SmallWorld({ actors: [statefulset] })
      const before = input.setRefBefore ? { whenDeleted: 'Delete' } : { whenDeleted: 'Retain' }
      const spec = {
        replicas: 1,
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        template: template('web:1'),
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } } } },
        ],
        persistentVolumeClaimRetentionPolicy: before,
      }
      w.create('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' }, spec })
      w.wait(1)
      const owned = () =>
        w.get('persistentvolumeclaims', 'data-web-0')?.metadata.ownerReferences?.some(r => r.kind === 'StatefulSet') ?? false
      expect(owned()).toBe(input.setRefBefore)
      const pod = w.get<Pod>('pods', 'web-0') as Pod
      const isMissing = input.claims !== 'present'
      if (isMissing) {
        w.merge('persistentvolumeclaims', 'data-web-0', { metadata: { finalizers: null } })
        w.remove('persistentvolumeclaims', 'data-web-0')
      }
      const from = w.told.length
      w.merge('statefulsets', 'web', {
        spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: input.whenDeleted, whenScaled: input.whenScaled } },
      })
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2017-03-30T09:00:00Z' }]
      w.engine.act('you', '-', 'test', {}, cause =>
        w.engine.api.update(
          'pods',
          { ...pod, status: { ...pod.status, phase: 'Running', conditions } },
          { cause, subresource: 'status', trusted: true },
        ),
      )
      w.wait(1)
      if (isMissing) {
        const [claim] = spec.volumeClaimTemplates
        const metadata = { name: 'data-web-0', namespace: 'default' }
        w.create('persistentvolumeclaims', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: claim?.spec })
        w.merge('statefulsets', 'web', { metadata: { annotations: { look: 'again' } } })
        w.wait(1)
      }
      expect(owned()).toBe(expected.setRefAfter)
      const said = w.told.slice(from).filter(t => t.reason === expected.eventReason)
      expect(said).toHaveLength(expected.events)
    },
  )
})

it('a claim whose owner is an earlier set or pod of the name is left alone, whatever the policy', () => {
  const set = setFor('web', policyOf({ whenScaled: 'Delete', whenDeleted: 'Delete' }), { uid: 'now' })
  const pod = podAt(set, 0, 'r')
  const earlier = (of: ApiObject): OwnerReference => ({ apiVersion: of.apiVersion, kind: of.kind, name: of.metadata.name, uid: 'earlier' })
  for (const whenDeleted of ['Delete', 'Retain'] as const) {
    const now = setFor('web', policyOf({ whenScaled: 'Retain', whenDeleted }), { uid: 'now' })
    for (const [one, other] of [
      [set, pod],
      [pod, set],
    ] as const) {
      expect(areOwnersRight(claimWith([earlier(one), controller(other)]), now, pod)).toBe(true)
    }
    expect(areOwnersRight(claimWith([controller(pod)]), now, pod)).toBe(false)
  }
})
