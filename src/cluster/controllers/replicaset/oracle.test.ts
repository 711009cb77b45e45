// Every case of the tables of Kubernetes' own tests of the ReplicaSet controller (fixtures/deployment; each file names its source). What does not fit
// is listed here with its reason.
import { describe, expect, it } from 'vitest'
import { formatTime, type Pod, type ReplicaSet } from '../../../kube/index.ts'
import sorted from '../fixtures/deployment/active_pods_sort.json'
import ranks from '../fixtures/deployment/active_pods_with_ranks.json'
import toDelete from '../fixtures/deployment/get_pods_to_delete.json'
import statuses from '../fixtures/deployment/replicaset_status.json'
import batches from '../fixtures/deployment/slow_start_batch.json'
import { cases, NOW_MS, type PodRow, podFor, setFor } from '../testing/tables.ts'
import { SmallWorld } from '../testing/world.ts'
import { slowStart } from './batches.ts'
import { isActive } from './counting.ts'
import { compareForDeletion, podsToDelete } from './ranking.ts'
import { calculateStatus } from './status.ts'

/** Cases that do not fit, and why. */
const LEFT_OUT = { 'less #14': 'with the feature gate PodDeletionCost off; it is on in 1.34' }

describe('ActivePodsWithRanks', () => {
  interface I {
    a: keyof typeof ranks.pods
    aRank: number
    b: keyof typeof ranks.pods
    bRank: number
  }
  const all = cases<I, { less_ab: boolean; less_ba: boolean }>(ranks)
  it.each(all.filter(c => !(c.name in LEFT_OUT)))('$name: $input.a, $input.b', ({ input, expected }) => {
    const a = { pod: podFor(ranks.pods[input.a] as PodRow, formatTime), rank: input.aRank }
    const b = { pod: podFor(ranks.pods[input.b] as PodRow, formatTime), rank: input.bRank }
    expect(compareForDeletion(a, b, NOW_MS) < 0).toBe(expected.less_ab)
    expect(compareForDeletion(b, a, NOW_MS) < 0).toBe(expected.less_ba)
  })
})

describe('ActivePods', () => {
  it.each(cases<{ pods: PodRow[] }, { order?: string[]; active?: string[] }>(sorted))('$name', ({ input, expected }) => {
    const pods = input.pods.map(p => podFor(p, formatTime))
    if (expected.active) expect(pods.filter(isActive).map(p => p.metadata.name)).toEqual(expected.active)
    else {
      const order = pods
        .reverse()
        .map(pod => ({ pod, rank: 0 }))
        .sort((a, b) => compareForDeletion(a, b, NOW_MS))
      expect(order.map(r => r.pod.metadata.name)).toEqual(expected.order)
    }
  })
})

describe('getPodsToDelete', () => {
  type Name = keyof typeof toDelete.pods
  it.each(cases<{ pods: Name[]; related: Name[] | null; diff: number }, { podsToDelete: Name[] }>(toDelete))(
    '$name',
    ({ input, expected }) => {
      const make = (n: Name) => podFor(toDelete.pods[n] as PodRow, formatTime)
      const pods = input.pods.map(make)
      const gone = podsToDelete(pods, input.related ? input.related.map(make) : pods, input.diff, NOW_MS)
      expect(gone.map(p => p.metadata.name)).toEqual(expected.podsToDelete.map(n => toDelete.pods[n].name))
    },
  )
})

describe('slowStartBatch', () => {
  interface I {
    count: number
    initialBatch: number
    callsThatSucceed: number
  }
  it.each(cases<I, { successes: number; error: boolean; calls: number }>(batches))('$name', ({ input, expected }) => {
    let calls = 0
    let successes = 0
    for (const size of slowStart(input.count, input.initialBatch)) {
      const before = calls
      calls += size
      const good = Math.max(0, Math.min(size, input.callsThatSucceed - before))
      successes += good
      if (good < size) break
    }
    expect({ successes, error: successes < input.count, calls }).toEqual(expected)
  })
})

describe('calculateStatus', () => {
  interface I {
    specReplicas: number
    minReadySeconds?: number
    pods?: { ready: boolean; fullyLabeled: boolean }[]
    activePods?: number
    existingReplicaFailure?: boolean
    manageReplicasErr?: string | null
  }
  const LABELS = { app: 'web', tier: 'front' }
  const EXISTING = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'old' }

  function statusFor(input: I) {
    const { world, store } = new SmallWorld({ actors: [] }).engine
    const bare = setFor('rs', { replicas: input.specReplicas, status: input.existingReplicaFailure ? { conditions: [EXISTING] } : {} })
    const spec = {
      ...bare.spec,
      minReadySeconds: input.minReadySeconds ?? 0,
      template: { ...bare.spec.template, metadata: { labels: LABELS } },
    }
    const rs = { ...bare, spec } as ReplicaSet
    const rows = input.pods ?? Array.from({ length: input.activePods ?? 0 }, () => ({ ready: false, fullyLabeled: true }))
    rows.forEach((row, i) => {
      const pod = podFor({ name: `pod-${i}`, phase: 'Running', ready: row.ready, readySince: 'now', uid: `pod-${i}` }, formatTime)
      const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: rs.metadata.uid, controller: true }]
      const labels = row.fullyLabeled ? LABELS : { app: 'web' }
      store.commit('ADDED', 'pods', { ...pod, metadata: { ...pod.metadata, labels, ownerReferences } } as Pod, 0, 0)
    })
    const reason = rows.length < input.specReplicas ? 'FailedCreate' : 'FailedDelete'
    return calculateStatus(world, rs, input.manageReplicasErr ? { reason, message: input.manageReplicasErr } : undefined)
  }

  it.each(cases<I, Record<string, unknown>>(statuses))('$name', ({ input, expected }) => {
    const status = statusFor(input)
    if ('replicaFailure' in expected) {
      const failure = status.conditions?.find(c => c.type === 'ReplicaFailure')
      if (expected.replicaFailure === null) expect(failure).toBeUndefined()
      else expect(failure).toMatchObject(expected.replicaFailure === 'unchanged' ? EXISTING : (expected.replicaFailure as object))
    } else {
      const { fullyLabeledReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status
      expect({ replicas: status.replicas, fullyLabeledReplicas, readyReplicas, availableReplicas }).toEqual(expected)
    }
  })
})
