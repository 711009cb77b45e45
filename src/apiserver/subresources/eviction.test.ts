// Every case of fixtures/eviction.json (the file names its sources). What does not fit is listed with its reason.
import { describe, expect, it } from 'vitest'
import type { ApiObject, Status } from '../../kube/index.ts'
import file from '../fixtures/eviction.json'
import { type Bare, bare } from '../testing/bare.ts'

interface Budget {
  disruptionsAllowed: number
  currentHealthy: number
  desiredHealthy: number
  unhealthyPodEvictionPolicy?: string | null
  selector?: object
  generation?: number
  observedGeneration?: number
}
interface Input {
  matchingPdbs: number
  pdb: Budget
  podPhase: string | null
  ready: boolean | null
  terminating: boolean
  badNameInURL?: boolean
  deleteAnswers?: string[]
}
interface Expected {
  httpStatus: number
  podDeleted: boolean
  message?: string
  cause?: string
}
interface Case<I, E> {
  name: string
  input: I
  expected: E
}
const suite = <I, E>(id: string) => file.suites.find(s => s.id === id)?.cases as unknown as Case<I, E>[]

/** Cases that do not fit: nothing lands between the reading of a pod and its deletion here, so that a deletion is never in conflict. */
const meetsConflict = ({ input }: Case<Input, Expected>) => input.deleteAnswers !== undefined

const PODS = '/api/v1/namespaces/ns/pods'
const write = (house: Bare, plural: string, change: (o: ApiObject) => ApiObject, name: string, subresource = 'status') =>
  house.engine.act('you', '-', 'test', {}, cause =>
    house.engine.api.update(plural, change(house.engine.store.get(plural, `ns/${name}`) as ApiObject), {
      cause,
      trusted: true,
      ...(subresource && { subresource }),
    }),
  )

function withPod(phase: string | null, ready: boolean | null): Bare {
  const house = bare()
  house.ask('POST', PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { a: 'true' } },
    spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'i' }] },
  })
  const conditions = ready === null ? [] : [{ type: 'Ready', status: ready ? 'True' : 'False' }]
  write(house, 'pods', o => ({ ...o, status: { ...o.status, phase: phase ?? '', conditions } }), 'p')
  return house
}

function addBudget(house: Bare, name: string, budget: Partial<Budget>, matches = true): void {
  const { unhealthyPodEvictionPolicy, selector, generation, observedGeneration, ...counts } = budget
  const labels = { matchLabels: { a: matches ? 'true' : 'false' } }
  house.ask('POST', '/apis/policy/v1/namespaces/ns/poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { minAvailable: 1, selector: selector ?? labels, ...(unhealthyPodEvictionPolicy && { unhealthyPodEvictionPolicy }) },
  })
  const seen = generation === undefined ? 1 : (observedGeneration ?? 0) < generation ? 0 : 1
  const status = { expectedPods: 1, ...counts, observedGeneration: seen }
  write(house, 'poddisruptionbudgets', o => ({ ...o, status: { ...o.status, ...status } }), name)
}

const evict = (house: Bare, more: object = {}, query = '') =>
  house.ask('POST', `${PODS}/p/eviction${query}`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' }, ...more })
const isLeaving = (house: Bare) => {
  const pod = house.engine.store.get('pods', 'ns/p')
  return pod === undefined || pod.metadata.deletionTimestamp !== undefined
}

describe.each(['eviction', 'evictionIgnorePDB'])('%s', id => {
  const all = suite<Input, Expected>(id)
  it.each(all.filter(c => !meetsConflict(c)))('$name', ({ input, expected }) => {
    const house = withPod(input.podPhase, input.ready)
    if (input.terminating) house.ask('DELETE', `${PODS}/p`, { gracePeriodSeconds: 30 })
    for (let i = 0; i < input.matchingPdbs; i++) addBudget(house, i === 0 ? 'foo' : `foo-${i}`, input.pdb)
    if (input.matchingPdbs === 0) addBudget(house, 'foo', input.pdb, false)
    const answer = evict(house, input.badNameInURL ? { metadata: { name: 'other' } } : {})
    const body = answer.body as Status
    expect({ httpStatus: answer.status, podDeleted: isLeaving(house) }).toEqual({
      httpStatus: expected.httpStatus,
      podDeleted: expected.podDeleted,
    })
    if (expected.message) expect(body.message).toContain(expected.message)
    if (expected.cause) expect(body.details?.causes?.[0]?.message).toBe(expected.cause)
  })
})

it('leaves out only what can be in conflict', () => {
  const all = ['eviction', 'evictionIgnorePDB'].flatMap(id => suite<Input, Expected>(id))
  expect(all.filter(meetsConflict).every(c => c.input.deleteAnswers?.some(a => a !== 'ok'))).toBe(true)
})

describe('the status of the budget after an eviction', () => {
  it.each(suite<{ disruptionsAllowed: number }, { disruptionsAllowedAfter: number; conditionReason: string }>('evictionPDBStatus'))(
    '$name',
    ({ input, expected }) => {
      const house = withPod('Running', true)
      addBudget(house, 'foo', { ...input, currentHealthy: 4, desiredHealthy: 1 })
      const condition = { type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', message: '' }
      write(house, 'poddisruptionbudgets', o => ({ ...o, status: { ...o.status, conditions: [condition] } }), 'foo')
      expect(evict(house).status).toBe(201)
      const status = house.engine.store.get('poddisruptionbudgets', 'ns/foo')?.status
      expect(status?.disruptionsAllowed).toBe(expected.disruptionsAllowedAfter)
      expect(status?.conditions[0].reason).toBe(expected.conditionReason)
    },
  )
})

describe('a dry run', () => {
  interface I {
    requestDryRun: boolean
    bodyDryRun: boolean
    disruptionsAllowed: number | null
  }
  it.each(suite<I, { podDeleted: boolean; error: boolean }>('evictionDryRun'))('$name', ({ input, expected }) => {
    const house = withPod('Running', true)
    if (input.disruptionsAllowed !== null)
      addBudget(house, 'foo', { disruptionsAllowed: input.disruptionsAllowed, currentHealthy: 2, desiredHealthy: 1 })
    const before = house.engine.store.rv
    const more = input.bodyDryRun ? { deleteOptions: { dryRun: ['All'] } } : {}
    const answer = evict(house, more, input.requestDryRun ? '?dryRun=All' : '')
    expect({ podDeleted: isLeaving(house), error: answer.status !== 201 }).toEqual(expected)
    expect(house.engine.store.rv).toBe(before)
  })
})

describe('preconditions', () => {
  it.each(suite<{ podExists: boolean; precondition: string | null }, { error: string | null }>('evictionPreconditions'))(
    '$name',
    ({ input, expected }) => {
      const house = withPod('Running', true)
      const { uid, resourceVersion } = house.engine.store.get('pods', 'ns/p')?.metadata ?? {}
      if (!input.podExists) house.ask('DELETE', `${PODS}/p`, { gracePeriodSeconds: 0 })
      const given: Record<string, object> = {
        'valid uid': { uid },
        'invalid uid': { uid: 'other' },
        'valid resourceVersion': { resourceVersion },
        'invalid resourceVersion': { resourceVersion: '1' },
      }
      const preconditions = input.precondition ? given[input.precondition] : undefined
      const answer = evict(house, preconditions ? { deleteOptions: { preconditions } } : {})
      if (expected.error === null) expect(answer.status).toBe(201)
      else expect((answer.body as Status).message).toContain(expected.error)
    },
  )
})

describe('an eviction', () => {
  it('says in the pod why it goes', () => {
    const house = withPod('Running', true)
    evict(house)
    expect(house.engine.store.get('pods', 'ns/p')?.status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'EvictionByEvictionAPI',
        message: 'Eviction API: evicting',
      }),
    )
  })
  it('says what is wrong with a budget that cannot be worked out', () => {
    const house = withPod('Running', true)
    addBudget(house, 'foo', { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0 })
    const condition = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no size' }
    write(house, 'poddisruptionbudgets', o => ({ ...o, status: { ...o.status, conditions: [condition] } }), 'foo')
    expect((evict(house).body as Status).details?.causes?.[0]?.message).toBe(
      'The disruption budget foo does not allow evicting pods currently because it failed sync: no size',
    )
  })
})
