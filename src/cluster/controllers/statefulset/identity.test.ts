// Every case of fixtures/statefulset/utils.json (the file names its sources).
import { describe, expect, it } from 'vitest'
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import file from '../fixtures/statefulset/utils.json'
import { podAt, setFor, suite } from '../testing/statefulset.ts'
import { claimsOf, means, podOfClaim } from './claims.ts'
import { identityMatches, isMember, ordinalOf, parentOf, repaired, storageMatches } from './identity.ts'
import { isRunningAndReady } from './pods.ts'
import { maxUnavailable } from './rolling.ts'
import { isMadeOfCurrent, slotsOf } from './slots.ts'

describe.each(['parentAndOrdinal', 'parentAndOrdinalMore'])('%s', id => {
  it.each(suite<{ podName: string }, { parent: string; ordinal: number }>(file, id))('$name', ({ input, expected }) =>
    expect({ parent: parentOf(input.podName), ordinal: ordinalOf(input.podName) }).toEqual(expected),
  )
})

describe('claimPodName', () => {
  it.each(suite<{ set: string; claim: string }, { pod: string }>(file, 'claimPodName'))('$name', ({ input, expected }) =>
    expect(podOfClaim(input.set, input.claim)).toBe(expected.pod),
  )
})

describe('isMemberOf', () => {
  it.each(suite<{ set: string; pod: string }, { member: boolean }>(file, 'isMemberOf'))('$name', ({ input, expected }) =>
    expect(isMember(setFor(input.set), { metadata: { name: input.pod } })).toBe(expected.member),
  )
})

const CLAIMS = [{ metadata: { name: 'datadir' }, spec: {} }]
const set = setFor('foo', { volumeClaimTemplates: CLAIMS })
const fresh = podAt(set, 1, 'r')
const withMeta = (more: object): Pod => ({ ...fresh, metadata: { ...fresh.metadata, ...more } }) as Pod
const withVolumes = (volumes: unknown): Pod => ({ ...fresh, spec: { ...fresh.spec, volumes } }) as unknown as Pod
const withoutName = Object.fromEntries(
  Object.entries(fresh.metadata.labels ?? {}).filter(([k]) => k !== 'statefulset.kubernetes.io/pod-name'),
)

const MUTATIONS: Record<string, Pod> = {
  null: fresh,
  'name = foo': withMeta({ name: 'foo' }),
  "namespace = ''": withMeta({ namespace: '' }),
  'label statefulset.kubernetes.io/pod-name deleted': withMeta({ labels: withoutName }),
  'spec.volumes = nil': withVolumes(undefined),
  'persistentVolumeClaim = nil in every volume': withVolumes([{ name: 'datadir' }]),
  'claimName = foo': withVolumes([{ name: 'datadir', persistentVolumeClaim: { claimName: 'foo' } }]),
  'name = bar': withMeta({ name: 'bar' }),
}

describe.each([
  ['identity', identityMatches],
  ['storage', storageMatches],
] as const)('%s', (id, matches) => {
  it.each(suite<{ mutation: string | null }, { matches: boolean; repairedByUpdate: boolean | null }>(file, id))(
    '$name',
    ({ input, expected }) => {
      const pod = MUTATIONS[String(input.mutation)] as Pod
      expect(pod).toBeDefined()
      expect(matches(set, pod)).toBe(expected.matches)
      if (expected.repairedByUpdate !== null) expect(matches(set, repaired(set, pod))).toBe(expected.repairedByUpdate)
    },
  )
})

describe('runningAndReady', () => {
  it.each(suite<{ phase: string; ready: boolean }, { runningAndReady: boolean }>(file, 'runningAndReady'))(
    '$name',
    ({ input, expected }) => {
      const conditions = [{ type: 'Ready', status: input.ready ? 'True' : 'False' }]
      expect(isRunningAndReady({ ...fresh, status: { phase: input.phase, conditions } } as unknown as Pod)).toBe(expected.runningAndReady)
    },
  )
})

type Labels = Record<string, string> | null
describe('persistentVolumeClaims', () => {
  type I = { templateLabels: Labels; selectorMatchLabels: Labels }
  it.each(suite<I, { claimName: string; labels: object }>(file, 'persistentVolumeClaims'))('$name', ({ input, expected }) => {
    const volumeClaimTemplates = [
      { metadata: { name: 'datadir', ...(input.templateLabels && { labels: input.templateLabels }) }, spec: {} },
    ]
    const selector = input.selectorMatchLabels ? { matchLabels: input.selectorMatchLabels } : {}
    const [claim] = claimsOf(setFor('foo', { volumeClaimTemplates, selector }), 0)
    expect([claim?.metadata.name, claim?.metadata.labels ?? {}, claim?.metadata.namespace]).toEqual([
      expected.claimName,
      expected.labels,
      'default',
    ])
  })
})

describe('maxUnavailable', () => {
  type I = { maxUnavailable: number | string | null; replicas: number }
  it.each(suite<I, { effective: number }>(file, 'maxUnavailable'))('$name', ({ input, expected }) =>
    expect(maxUnavailable(input.maxUnavailable ?? undefined, input.replicas)).toBe(expected.effective),
  )
})

describe('matchesRef', () => {
  type Ref = { apiVersion: string; kind: string; name: string; uid: string }
  type I = { ref: Ref; object: { name: string; uid: string } }
  it.each(suite<I, { matches: boolean }>(file, 'matchesRef'))('$name', ({ input, expected }) => {
    const pod = { ...fresh, metadata: { ...fresh.metadata, ...input.object } } as Pod
    expect(means(input.ref, pod)).toBe(expected.matches)
  })
})

describe('ordinalRange', () => {
  type I = { start: number; replicas: number; pods?: number[] }
  type E = { ordinals?: number[]; replicaSlots?: number[]; condemnedDescending?: number[] }
  it.each(suite<I, E>(file, 'ordinalRange'))('$name', ({ input, expected }) => {
    const s = setFor('web', { replicas: input.replicas, ordinals: { start: input.start } })
    const { replicas, condemned } = slotsOf(
      s,
      (input.pods ?? []).map(n => podAt(s, n, 'r')),
    )
    const ordinals = replicas.map(r => r.ordinal)
    if (expected.ordinals) expect(ordinals).toEqual(expected.ordinals)
    if (expected.replicaSlots) expect(ordinals).toEqual(expected.replicaSlots)
    if (expected.condemnedDescending) expect(condemned.map(p => ordinalOf(p.metadata.name))).toEqual(expected.condemnedDescending)
  })
})

describe('newPodRevision', () => {
  type I = { strategy: string; rollingUpdate: { partition: number } | null; start: number; currentReplicas: number | null; ordinal: number }
  it.each(suite<I, { revision: string }>(file, 'newPodRevision'))('$name', ({ input, expected }) => {
    const updateStrategy = { type: input.strategy, ...(input.rollingUpdate && { rollingUpdate: input.rollingUpdate }) }
    const status = input.currentReplicas === null ? {} : { currentReplicas: input.currentReplicas }
    const s: StatefulSet = setFor('web', { updateStrategy, ordinals: { start: input.start } }, { status })
    expect(isMadeOfCurrent(s, input.ordinal) ? 'current' : 'update').toBe(expected.revision)
  })
})
