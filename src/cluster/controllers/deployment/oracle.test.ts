// Every case of the tables of Kubernetes' own tests of the Deployment controller (fixtures/deployment; each file names its source). What does not fit
// is listed here with its reason, and counted: nothing is left out silently.
import { describe, expect, it } from 'vitest'
import { formatTime, type ReplicaSet } from '../../../kube/index.ts'
import annotations from '../fixtures/deployment/annotations.json'
import cleanup from '../fixtures/deployment/cleanup_deployment.json'
import cleanupOrder from '../fixtures/deployment/cleanup_deployment_order.json'
import cleanupUnhealthy from '../fixtures/deployment/cleanup_unhealthy_replicas.json'
import complete from '../fixtures/deployment/deployment_complete.json'
import progressed from '../fixtures/deployment/deployment_progressing.json'
import timedOut from '../fixtures/deployment/deployment_timed_out.json'
import findNewAndOld from '../fixtures/deployment/find_new_and_old_replica_sets.json'
import maxUnavailableTable from '../fixtures/deployment/max_unavailable.json'
import minAvailableTable from '../fixtures/deployment/min_available.json'
import newReplicasTable from '../fixtures/deployment/new_rs_new_replicas.json'
import proportional from '../fixtures/deployment/proportional_scale.json'
import reconcileNew from '../fixtures/deployment/reconcile_new_replica_set.json'
import reconcileOld from '../fixtures/deployment/reconcile_old_replica_sets.json'
import recreate from '../fixtures/deployment/recreate.json'
import counts from '../fixtures/deployment/replica_counts.json'
import fractions from '../fixtures/deployment/replica_set_fraction.json'
import requeue from '../fixtures/deployment/requeue_stuck_deployment.json'
import fenceposts from '../fixtures/deployment/resolve_fenceposts.json'
import scaleDownOld from '../fixtures/deployment/scale_down_old_rs_for_rolling_update.json'
import syncRollout from '../fixtures/deployment/sync_rollout_status.json'
import { cases, deploymentFor, type Strategy, setFor } from '../testing/tables.ts'
import {
  DESIRED_REPLICAS,
  isSaturated,
  MAX_REPLICAS,
  REVISION,
  REVISION_HISTORY,
  wholeNumber,
  withRevision,
  withSizes,
} from './annotations.ts'
import { surplus } from './history.ts'
import { after, type Move } from './moves.ts'
import { maxUnavailable, minAvailable, resolveFenceposts } from './numbers.ts'
import { hasProgressed, hasTimedOut, isComplete, progressing, untilDeadline } from './progress.ts'
import { oldPodsRun, stopOld } from './recreate.ts'
import { growNew, newReplicas, shrinkAvailable, shrinkOld, shrinkUnhealthy } from './rolling.ts'
import { fraction, scale } from './scale.ts'
import { existing, findNew, findOld, isActive, wanted } from './sets.ts'
import { rolloutStatus } from './status.ts'

/** Cases that do not fit, and why. */
const LEFT_OUT: Record<string, string> = {
  'FindNew: RS whose feature-gated fields were dropped by API server still matches through its pod-template-hash':
    'newer than 1.34, and this API server drops no fields: a template comes back as it was sent',
  'FindNew: exact template preferred over dropped-fields match': 'newer than 1.34: see above',
}
const fits = (c: { name: string }) => !(c.name in LEFT_OUT)
const sizes = (moves: readonly Move[]) => Object.fromEntries(moves.map(m => [m.set.metadata.name, m.to]))
const minutes = (n: number) => formatTime(1_490_864_400_000 + n * 60_000)

it('leaves out only what is listed', () => {
  const all = [annotations, cleanup, findNewAndOld, proportional, recreate, counts].flatMap(t => t.cases as { name: string }[])
  expect(all.filter(c => !fits(c)).length).toBe(Object.keys(LEFT_OUT).length)
})

describe('ResolveFenceposts', () => {
  type I = { maxSurge: string | null; maxUnavailable: string | null; desired: number }
  it.each(cases<I, { surge: number; unavailable: number; error: boolean }>(fenceposts))('$name', ({ input, expected }) => {
    const resolve = () => resolveFenceposts(input.maxSurge ?? undefined, input.maxUnavailable ?? undefined, input.desired)
    if (expected.error) expect(resolve).toThrow()
    else expect(resolve()).toEqual({ surge: expected.surge, unavailable: expected.unavailable })
  })
})

describe('MaxUnavailable', () => {
  it.each(cases<Strategy & { replicas: number }, { maxUnavailable: number }>(maxUnavailableTable))('$name', ({ input, expected }) => {
    expect(maxUnavailable(deploymentFor(input.replicas, input))).toBe(expected.maxUnavailable)
  })
})

describe('MinAvailable', () => {
  it.each(cases<Strategy & { replicas: number }, { minAvailable: number }>(minAvailableTable))('$name', ({ input, expected }) => {
    expect(minAvailable(deploymentFor(input.replicas, input))).toBe(expected.minAvailable)
  })
})

describe('NewRSNewReplicas', () => {
  type I = Strategy & { deploymentReplicas: number; newRSReplicas: number; allReplicaSetsPassed: number[] }
  it.each(cases<I, { newRSReplicas: number }>(newReplicasTable))('$name', ({ input, expected }) => {
    const sets = input.allReplicaSetsPassed.map((replicas, i) => setFor(`rs-${i}`, { replicas }))
    expect(newReplicas(deploymentFor(input.deploymentReplicas, input), sets, input.newRSReplicas)).toBe(expected.newRSReplicas)
  })
})

describe('reconcileNewReplicaSet', () => {
  type I = Strategy & { deploymentReplicas: number; oldReplicas: number; newReplicas: number }
  it.each(cases<I, { scaled: boolean; newReplicas: number }>(reconcileNew))('$name', ({ input, expected }) => {
    const newSet = setFor('foo-v2', { replicas: input.newReplicas })
    const moves = growNew(deploymentFor(input.deploymentReplicas, input), newSet, [
      newSet,
      setFor('foo-v1', { replicas: input.oldReplicas }),
    ])
    expect({ scaled: moves.length > 0, newReplicas: moves[0]?.to ?? input.newReplicas }).toEqual(expected)
  })
})

describe('reconcileOldReplicaSets', () => {
  type I = Strategy & Record<'deploymentReplicas' | 'oldReplicas' | 'newReplicas' | 'readyPodsFromOldRS' | 'readyPodsFromNewRS', number>
  it.each(cases<I, { scaled: boolean; oldReplicas: number }>(reconcileOld))('$name', ({ input, expected }) => {
    const newSet = setFor('foo-v2', { replicas: input.newReplicas, status: { availableReplicas: input.readyPodsFromNewRS } })
    const old = setFor('foo-v1', { replicas: input.oldReplicas, status: { availableReplicas: input.readyPodsFromOldRS } })
    const moves = shrinkOld(deploymentFor(input.deploymentReplicas, input), newSet, [old])
    expect({ scaled: moves.length > 0, oldReplicas: after([old], moves)[0]?.spec.replicas }).toEqual(expected)
  })
})

describe('cleanupUnhealthyReplicas', () => {
  it.each(cases<Record<'oldReplicas' | 'availablePods' | 'maxCleanupCount', number>, { cleanupCount: number }>(cleanupUnhealthy))(
    '$name',
    ({ input, expected }) => {
      const old = setFor('foo-v2', { replicas: input.oldReplicas, status: { availableReplicas: input.availablePods } })
      const moves = shrinkUnhealthy([old], input.maxCleanupCount)
      expect(moves.reduce((n, m) => n + m.from - m.to, 0)).toBe(expected.cleanupCount)
    },
  )
})

describe('scaleDownOldReplicaSetsForRollingUpdate', () => {
  type I = Strategy & Record<'deploymentReplicas' | 'availablePods' | 'oldReplicas', number>
  it.each(cases<I, { scaled: boolean; oldReplicas: number }>(scaleDownOld))('$name', ({ input, expected }) => {
    const old = setFor('foo-v2', { replicas: input.oldReplicas, status: { availableReplicas: input.availablePods } })
    const moves = shrinkAvailable(deploymentFor(input.deploymentReplicas, input), [old], [old])
    expect({ scaled: moves.length > 0, oldReplicas: moves[0]?.to ?? input.oldReplicas }).toEqual(expected)
  })
})

describe('scale in proportion', () => {
  interface Row {
    name: string
    replicas: number
    createdAt: string
  }
  interface I {
    deployment: Strategy & { replicas: number }
    oldDeployment: Strategy & { replicas: number; maxSurge: number }
    newRS: Row | null
    oldRSs: Row[]
    desiredReplicasAnnotationOverride?: Record<string, number>
    newRSAvailable?: number
  }
  it.each(cases<I, { newRS: number | null; oldRSs: number[] }>(proportional))('$name', ({ input, expected }) => {
    const d = deploymentFor(input.deployment.replicas, input.deployment)
    const make = (row: Row): ReplicaSet => {
      const desired = input.desiredReplicasAnnotationOverride?.[row.name] ?? input.oldDeployment.replicas
      const notes = { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + input.oldDeployment.maxSurge) }
      return setFor(row.name, { replicas: row.replicas, created: `2016-05-20T${row.createdAt}:00Z`, annotations: notes })
    }
    const newSet = input.newRS ? make(input.newRS) : undefined
    const oldSets = input.oldRSs.map(make)
    const moves = scale(d, newSet, oldSets)
    const size = (s: ReplicaSet) => sizes(moves)[s.metadata.name] ?? s.spec.replicas
    expect({ newRS: newSet ? size(newSet) : null, oldRSs: oldSets.map(size) }).toEqual(expected)
  })
})

describe('GetReplicaSetFraction', () => {
  type I = Strategy & {
    deploymentReplicas: number
    deploymentStatusReplicas: number
    rsReplicas: number
    rsMaxReplicasAnnotation: string | null
  }
  it.each(cases<I, { fraction: number }>(fractions))('$name', ({ input, expected }) => {
    const d = deploymentFor(input.deploymentReplicas, input, { status: { replicas: input.deploymentStatusReplicas } })
    const annotations = input.rsMaxReplicasAnnotation === null ? undefined : { [MAX_REPLICAS]: input.rsMaxReplicasAnnotation }
    expect(fraction(d, setFor('foo', { replicas: input.rsReplicas, annotations }))).toBe(expected.fraction)
  })
})

describe('FindNewReplicaSet, FindOldReplicaSets', () => {
  interface I {
    fn: string
    rsList: { name: string; template: string; createdAtSec: number; replicas: number }[]
  }
  it.each(cases<I, { new?: string | null; allOld?: string[]; oldWithReplicas?: string[] }>(findNewAndOld).filter(fits))(
    '$name',
    ({ input, expected }) => {
      const sets = input.rsList.map(r => setFor(r.name, { ...r, created: formatTime(r.createdAtSec * 1000) }))
      const newSet = findNew(deploymentFor(1), sets)
      const old = findOld(sets, newSet)
      if (input.fn === 'FindNewReplicaSet') expect(newSet?.metadata.name ?? null).toBe(expected.new)
      else {
        expect(old.map(s => s.metadata.name)).toEqual(expected.allOld)
        expect(old.filter(isActive).map(s => s.metadata.name)).toEqual(expected.oldWithReplicas)
      }
    },
  )
})

describe('replica counts', () => {
  interface I {
    sets: { name: string; specReplicas: number; statusReplicas: number }[]
  }
  // `terminating` is compared by nobody: the field terminatingReplicas is behind a gate that is off in 1.34.
  it.each(cases<I, { specSum: number; statusSum: number }>(counts))('$name', ({ input, expected }) => {
    const sets = input.sets.map(s => setFor(s.name, { replicas: s.specReplicas, status: { replicas: s.statusReplicas } }))
    expect([wanted(sets), existing(sets)]).toEqual([expected.specSum, expected.statusSum])
  })
})

describe('Recreate', () => {
  interface I {
    fn: string
    oldRSSizes?: number[]
    oldRSs?: { uid?: string; statusReplicas: number }[]
    pods?: Record<string, string[]>
  }
  it.each(cases<I, { sizes?: number[]; running?: boolean }>(recreate))('$name', ({ input, expected }) => {
    if (input.fn === 'scaleDownOldReplicaSetsForRecreate') {
      const moves = stopOld((input.oldRSSizes ?? []).map((replicas, i) => setFor(`rs-${i}`, { replicas })))
      expect(moves.map(m => m.to)).toEqual(expected.sizes)
      return
    }
    // The tables name pods of ReplicaSets that they do not list; here every ReplicaSet is listed.
    const known = (input.oldRSs ?? []).map((r, i) =>
      setFor(`rs-${i}`, { replicas: 0, status: { replicas: r.statusReplicas }, uid: r.uid ?? '' }),
    )
    const others = Object.keys(input.pods ?? {}).filter(uid => !known.some(s => s.metadata.uid === uid))
    const sets = [...known, ...others.map(uid => setFor(uid, { replicas: 0, uid }))]
    const podsOf = (s: ReplicaSet) => (input.pods?.[s.metadata.uid] ?? []).map(phase => ({ status: { phase } }))
    expect(oldPodsRun(sets, podsOf)).toBe(expected.running)
  })
})

describe('cleanupDeployment', () => {
  interface I {
    revisionHistoryLimit: number
    oldRSs: { name: string; spec: number; status: number; deletionTimestamp?: boolean }[]
  }
  it.each(cases<I, { deletions: number }>(cleanup))('$name', ({ input, expected }) => {
    const sets = input.oldRSs.map(r => {
      const s = setFor(r.name, { replicas: r.spec, status: { replicas: r.status } })
      return r.deletionTimestamp ? { ...s, metadata: { ...s.metadata, deletionTimestamp: '2016-01-01T00:00:00Z' } } : s
    })
    const d = deploymentFor(1, {}, { spec: { revisionHistoryLimit: input.revisionHistoryLimit } })
    expect(surplus(d, sets).length).toBe(expected.deletions)
  })

  interface J {
    revisionHistoryLimit: number
    oldRSs: { name: string; replicas: number; createdAtMin: number; revision: string | null }[]
  }
  it.each(cases<J, { deleted: string[] }>(cleanupOrder))('$name', ({ input, expected }) => {
    const sets = input.oldRSs.map(r =>
      setFor(r.name, {
        replicas: r.replicas,
        status: { replicas: r.replicas },
        created: minutes(r.createdAtMin),
        annotations: r.revision === null ? undefined : { [REVISION]: r.revision },
      }),
    )
    const d = deploymentFor(1, {}, { spec: { revisionHistoryLimit: input.revisionHistoryLimit } })
    expect(surplus(d, sets).map(s => s.metadata.name)).toEqual(expected.deleted)
  })
})

describe('annotations', () => {
  // biome-ignore lint/suspicious/noExplicitAny: seven functions in one table
  it.each(cases<any, any>(annotations))('$name', ({ input, expected }) => {
    switch (input.fn) {
      case 'SetNewReplicaSetAnnotations': {
        let have: Readonly<Record<string, string>> = {}
        for (const [i, revision] of (input.revisions as number[]).entries()) {
          have = withRevision(have, deploymentFor(1), revision, input.maxHistoryChars)
          expect(have[REVISION]).toBe(expected.revisionAfterEach[i])
          if (String(revision) in expected.historyFrom13th) expect(have[REVISION_HISTORY]).toBe(expected.historyFrom13th[revision])
        }
        return
      }
      case 'SetReplicasAnnotations':
        expect(withSizes({}, input.desired, input.max)).toEqual(expected.annotations)
        return
      case 'IsSaturated': {
        const { desiredAnnotation, specReplicas, availableReplicas } = input.rs
        const s = setFor('foo', {
          replicas: specReplicas,
          status: { availableReplicas },
          annotations: { [DESIRED_REPLICAS]: desiredAnnotation },
        })
        expect(isSaturated(deploymentFor(input.deploymentReplicas), s)).toBe(expected.saturated)
        return
      }
      case 'ReplicasAnnotationsNeedUpdate': {
        const a = input.annotations
        const have = a ? { [DESIRED_REPLICAS]: a.desired, [MAX_REPLICAS]: a.max } : {}
        expect(withSizes(have, input.desired, input.max) !== have).toBe(expected.needUpdate)
        return
      }
      case 'getNonNegativeInt32FromAnnotation':
        // Why a text is no number is nobody's business here: upstream only logs it.
        expect(wholeNumber(input.value ?? undefined)).toBe(expected.valid ? expected.value : undefined)
        return
      default:
        throw new Error(`unknown function ${input.fn}`)
    }
  })
})

describe('DeploymentComplete', () => {
  type I = { spec: Strategy & { replicas: number }; status: object; observedGeneration: number; generation: number }
  it.each(cases<I, { complete: boolean }>(complete))('$name', ({ input, expected }) => {
    const status = { ...input.status, observedGeneration: input.observedGeneration }
    expect(isComplete(deploymentFor(input.spec.replicas, input.spec, { metadata: { generation: input.generation } }), status)).toBe(
      expected.complete,
    )
  })
})

describe('DeploymentProgressing', () => {
  it.each(cases<{ oldStatus: object; newStatus: object }, { progressing: boolean }>(progressed))('$name', ({ input, expected }) => {
    expect(hasProgressed(input.oldStatus, input.newStatus)).toBe(expected.progressing)
  })
})

const seconds = (n: number | null | undefined) => formatTime((n ?? 0) * 1000)

describe('DeploymentTimedOut', () => {
  interface I {
    progressDeadlineSeconds: number | null
    progressingCondition: { status: string; reason: string; lastUpdateTimeSec: number }
    nowSec: number | null
  }
  it.each(cases<I, { timedOut: boolean }>(timedOut))('$name', ({ input, expected }) => {
    const { status, reason, lastUpdateTimeSec } = input.progressingCondition
    const conditions = [{ type: 'Progressing', status, reason, lastUpdateTime: seconds(lastUpdateTimeSec) }]
    const d = deploymentFor(1, {}, { spec: { progressDeadlineSeconds: input.progressDeadlineSeconds } })
    expect(hasTimedOut(d, { conditions }, (input.nowSec ?? 1e9) * 1000)).toBe(expected.timedOut)
  })
})

describe('requeueStuckDeployment', () => {
  interface I {
    progressDeadlineSeconds: number | null
    specReplicas: number
    currentStatus: object
    conditions: { type: string; status: string; reason?: string; lastUpdateTimeSec?: number }[]
    newStatus: object
    nowSec: number | null
  }
  it.each(cases<I, { requeueAfterSec: number }>(requeue))('$name', ({ input, expected }) => {
    const conditions = input.conditions.map(({ lastUpdateTimeSec, ...c }) => ({ ...c, lastUpdateTime: seconds(lastUpdateTimeSec) }))
    const spec = { progressDeadlineSeconds: input.progressDeadlineSeconds }
    const d = deploymentFor(input.specReplicas, {}, { spec, status: { ...input.currentStatus, conditions } })
    const left = untilDeadline(d, input.newStatus, (input.nowSec ?? 0) * 1000)
    // Upstream asks again at once when less than a second is left, and a second after the deadline otherwise.
    expect(left === undefined ? -1 : left < 1000 ? 0 : left / 1000).toBe(expected.requeueAfterSec)
  })
})

describe('syncRolloutStatus', () => {
  interface Row {
    name: string
    specReplicas: number
    statusReplicas: number
    availableReplicas: number
  }
  interface C {
    type: string
    status: string
    reason: string
    lastUpdateTime?: string
    lastTransitionTime?: string
  }
  interface I {
    progressDeadlineSeconds: number | null
    specReplicas: number
    currentStatus: object
    conditions: C[]
    otherRSs: Row[]
    newRS: Row | null
    strategy: string
  }
  const T0 = '2017-02-15T18:49:00Z'
  const NOW = '2020-01-01T00:00:00Z'
  const make = (r: Row) =>
    setFor(r.name, { replicas: r.specReplicas, status: { replicas: r.statusReplicas, availableReplicas: r.availableReplicas } })
  it.each(cases<I, { progressing: C | null }>(syncRollout))('$name', ({ input, expected }) => {
    const conditions = input.conditions.map(c => ({ ...c, lastUpdateTime: T0, lastTransitionTime: T0 }))
    const spec = { progressDeadlineSeconds: input.progressDeadlineSeconds }
    const d = deploymentFor(input.specReplicas, { strategy: input.strategy }, { spec, status: { ...input.currentStatus, conditions } })
    const newSet = input.newRS ? make(input.newRS) : undefined
    const sets = [...input.otherRSs.map(make), ...(newSet ? [newSet] : [])]
    const status = rolloutStatus(d, sets, newSet, conditions, { now: NOW, nowMs: Date.parse(NOW) })
    const c = progressing(status)
    if (!expected.progressing) expect(c).toBeUndefined()
    else {
      // A time that the table does not give is not compared.
      const { status: is, reason, lastUpdateTime, lastTransitionTime } = expected.progressing
      expect(c).toMatchObject({
        status: is,
        reason,
        ...(lastUpdateTime && { lastUpdateTime: T0 }),
        ...(lastTransitionTime && { lastTransitionTime: T0 }),
      })
    }
  })
})
