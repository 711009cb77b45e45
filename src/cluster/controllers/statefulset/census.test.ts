import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import { NOW_MS, podAt, type State, setFor } from '../testing/statefulset.ts'
import { Census } from './census.ts'
import { revisionOf } from './identity.ts'
import { isAvailable, isGoing, isRunningAndReady } from './pods.ts'
import { slotsOf } from './slots.ts'
import { type Claims, walk } from './walk.ts'

const STATES: readonly State[] = ['ready', 'notReady', 'terminating', 'readyTooShort', 'pending']
const REVISIONS = { current: 'old', update: 'new' }

const change = fc.record({
  ordinal: fc.nat(9),
  /** Nothing: the pod goes. */
  state: fc.option(fc.constantFrom(...STATES)),
  revision: fc.constantFrom('old', 'new'),
  isAstray: fc.nat(9).map(n => n === 0),
  passesMs: fc.constantFrom(0, 0, 3_000, 30_000),
})
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never
const spec = fc.record({
  replicas: fc.nat(8),
  podManagementPolicy: fc.constantFrom('OrderedReady', 'Parallel'),
  minReadySeconds: fc.constantFrom(0, 10),
  ordinals: fc.record({ start: fc.nat(2) }),
  updateStrategy: fc.record({ type: fc.constant('RollingUpdate'), rollingUpdate: fc.record({ partition: fc.nat(3) }) }),
})

it('finds at every visit what a walk over all pods finds, and counts the same, whatever has changed since the last', () => {
  const phase = fc.record({ spec, changes: fc.array(change, { minLength: 1, maxLength: 8 }) })
  fc.assert(
    fc.property(fc.array(phase, { minLength: 1, maxLength: 6 }), phases => {
      const pods = new Map<string, Pod>()
      const census = new Census([])
      let nowMs = NOW_MS
      for (const { spec, changes } of phases) {
        const set = setFor('web', spec)
        for (const c of changes) {
          const pod = madeOf(set, c)
          nowMs += c.passesMs
          if (c.state) {
            pods.set(pod.metadata.name, pod)
            census.setPod(pod)
          } else if (pods.delete(pod.metadata.name)) census.dropPod(pod.metadata.name)
          expectTheSame(set, [...pods.values()], census, nowMs)
        }
      }
    }),
    { numRuns: 300 },
  )
})

function madeOf(set: StatefulSet, { ordinal, revision, state, isAstray }: Change): Pod {
  const pod = podAt(set, ordinal, revision, state ?? 'ready')
  return isAstray ? { ...pod, metadata: { ...pod.metadata, labels: { 'controller-revision-hash': revision } } } : pod
}

function expectTheSame(set: StatefulSet, pods: readonly Pod[], census: Census, nowMs: number): void {
  const claims: Claims = { isFree: n => n !== 5, areThere: p => p.metadata.name !== 'web-4', areOwned: p => p.metadata.name !== 'web-3' }
  census.refresh(set, REVISIONS.update, claims, nowMs)
  expect(walk(set, census, REVISIONS.update, claims, nowMs)).toEqual(walk(set, slotsOf(set, pods), REVISIONS.update, claims, nowMs))
  const staying = pods.filter(p => !isGoing(p)).map(revisionOf)
  expect(census.counts(REVISIONS)).toEqual({
    replicas: pods.length,
    ready: pods.filter(isRunningAndReady).length,
    available: pods.filter(p => isAvailable(p, set.spec.minReadySeconds ?? 0, nowMs)).length,
    updated: staying.filter(r => r === 'new').length,
    current: staying.filter(r => r === 'old').length,
  })
  expect([...census.revisions].sort()).toEqual([...new Set(pods.map(revisionOf))].sort())
}
