import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import { batch, deployment, mirrorOf, node, pod, replicaSet } from '../testing/cluster.ts'
import { aJob, controllerRevision, daemonSet, statefulSet } from '../testing/workloads.ts'
import {
  censusOf,
  daemonsets,
  deployments,
  jobs,
  ownerOf,
  replicasets,
  revisionOf,
  shadeOf,
  shortName,
  shortOfGone,
  statefulsets,
  workloadOf,
  workloads,
} from './index.ts'

const census = (...objects: ApiObject[]) => censusOf(mirrorOf(batch(0, objects)))
const zk = (n: number, o: object = {}) =>
  pod(`zk-${n}`, { owner: { kind: 'StatefulSet', name: 'zk' }, node: `node-${n + 1}`, ready: true, ...o })
const daemon = (n: number, o: object = {}) =>
  pod(`logs-x${n}`, { owner: { kind: 'DaemonSet', name: 'logs' }, node: `node-${n}`, ready: true, ...o })
const worker = (s: string, o: object = {}) => pod(`work-${s}`, { owner: { kind: 'Job', name: 'work' }, node: 'node-1', ready: true, ...o })

describe('the census', () => {
  it('is taken once for each state of the mirror', () => {
    const mirror = mirrorOf(batch(0, [zk(0)]))
    const first = censusOf(mirror)
    expect(censusOf(mirror)).toBe(first)
    mirror.take(batch(1, [zk(1)]))
    expect(censusOf(mirror).podsOf('uid-zk')).toHaveLength(2)
  })

  it('knows every kind by its name and its plural', () => {
    for (const w of workloads) expect(workloadOf(w.plural)).toBe(w)
    expect(new Set(workloads.map(w => w.actor)).size).toBe(workloads.length)
  })
})

describe('a Deployment', () => {
  const d = deployment('web', { replicas: 3, revision: 2, surge: 1 })
  const set = replicaSet('web-2', { owner: 'web', replicas: 3, revision: 2, available: 1 })

  it('counts what its newest ReplicaSet has available, and keeps room for the surge', () => {
    const c = census(d, set, replicaSet('web-1', { owner: 'web', replicas: 2, revision: 1, available: 2 }))
    expect(deployments.counts(d, c)).toMatchObject({ desired: 3, ready: 1 })
    expect(deployments.most(d)).toBe(4)
    expect(deployments.missing(d, c)).toEqual([])
  })

  it('misses pods by its ReplicaSets', () => {
    const p = pod('web-2-a', { owner: { kind: 'ReplicaSet', name: 'web-2' }, node: 'node-1' })
    const c = census(d, set, p)
    expect(replicasets.missing(set, c).map(g => g.id)).toEqual(['ghost replicasets default/web-2 0', 'ghost replicasets default/web-2 1'])
    expect([ownerOf(p), shortName(p), revisionOf(p, c)]).toEqual(['dep', 'a', 2])
  })
})

describe('a StatefulSet', () => {
  it('counts all its pods, also beyond the places that are told', () => {
    const s = statefulSet('zk', { replicas: 600 })
    const pods = Array.from({ length: 600 }, (_, n) => zk(n))
    expect(statefulsets.counts(s, census(s, ...pods))).toEqual({ desired: 600, observed: 600, ready: 600, surplus: 0 })
    expect(statefulsets.counts(s, census(s, ...pods.slice(1)))).toMatchObject({ observed: 599, ready: 599 })
  })

  it('has a place for every ordinal, from its first one on', () => {
    const s = statefulSet('zk', { replicas: 3, start: 2 })
    const c = census(s, zk(2), zk(4, { ready: false }))
    expect(statefulsets.places(s, c).map(p => [p.name, p.state])).toEqual([
      ['zk-2', 'ready'],
      ['zk-3', 'missing'],
      ['zk-4', 'present'],
    ])
    expect(statefulsets.missing(s, c)).toEqual([
      { id: 'ghost statefulsets default/zk zk-3', subject: 'statefulsets default/zk', name: 'zk-3' },
    ])
  })

  it('has not lost an ordinal whose pod is still going: nothing replaces it', () => {
    const s = statefulSet('zk', { replicas: 1 })
    const c = census(s, zk(0, { deleted: true }))
    expect(statefulsets.missing(s, c)).toEqual([])
    expect(statefulsets.counts(s, c)).toMatchObject({ desired: 1, ready: 0 })
  })

  it('reads the revision of a pod from the ControllerRevision that its label names', () => {
    const s = statefulSet('zk', { update: 'zk-new' })
    const old = zk(0, { labels: { 'controller-revision-hash': 'zk-old' } })
    const c = census(s, old, controllerRevision('StatefulSet', 'zk', 'old', 3), controllerRevision('StatefulSet', 'zk', 'new', 4))
    expect([revisionOf(old, c), statefulsets.revision(s, c)]).toEqual([3, 4])
  })

  it('leaves a pod its revision when it lets it go', () => {
    const orphan = pod('zk-0', { node: 'node-1', ready: true, labels: { 'controller-revision-hash': 'zk-new' } })
    const revision = controllerRevision('StatefulSet', 'zk', 'new', 4)
    expect(revisionOf(orphan, census(statefulSet('zk'), orphan, revision))).toBe(4)
    const { ownerReferences: _, ...metadata } = revision.metadata
    expect(revisionOf(orphan, census(orphan, { ...revision, metadata }))).toBe(4)
  })

  it('keeps claims for its ordinals, also for those beyond its replicas', () => {
    const s = statefulSet('zk', { replicas: 1, disk: 'datadir' })
    expect(statefulsets.holderOf?.(s, 'datadir-zk-7')).toBe('zk-7')
    expect(statefulsets.holderOf?.(s, 'datadir-zk-x')).toBeUndefined()
    expect(statefulsets.holderOf?.(s, 'other-zk-0')).toBeUndefined()
  })

  it('counts pods beyond its replicas as too many', () => {
    const s = statefulSet('zk', { replicas: 1 })
    expect(statefulsets.counts(s, census(s, zk(0), zk(1))).surplus).toBe(1)
  })
})

describe('a DaemonSet', () => {
  const nodes = [node('node-1'), node('node-2'), node('node-10', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })]

  it('has a place on every node that its template fits, and misses its pod where there is none', () => {
    const d = daemonSet('logs')
    const c = census(d, ...nodes, daemon(1))
    expect(daemonsets.places(d, c).map(p => [p.node, p.state])).toEqual([
      ['node-1', 'ready'],
      ['node-2', 'missing'],
    ])
    expect(daemonsets.missing(d, c)).toMatchObject([{ id: 'ghost daemonsets default/logs node-2', node: 'node-2', name: 'logs' }])
  })

  it('wants one on a tainted node too when it tolerates the taint, and only where its selector says', () => {
    const tolerant = daemonSet('logs', { spec: { containers: [], tolerations: [{ operator: 'Exists' }] } })
    expect(daemonsets.counts(tolerant, census(tolerant, ...nodes)).desired).toBe(3)
    const choosy = daemonSet('logs', { spec: { containers: [], nodeSelector: { disk: 'ssd' } } })
    expect(daemonsets.counts(choosy, census(choosy, ...nodes, node('node-3', { labels: { disk: 'ssd' } }))).desired).toBe(1)
  })

  it('has not lost the place of a pod that is not bound yet', () => {
    const d = daemonSet('logs')
    const unbound = daemon(2, { node: undefined })
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }]
    const bound = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } }
    const placed = { ...unbound, spec: { ...unbound.spec, affinity: bound } } as ApiObject
    expect(daemonsets.missing(d, census(d, ...nodes, daemon(1), placed))).toEqual([])
  })
})

describe('a Job', () => {
  const ended = (s: string, phase: string) => worker(s, { phase, ready: false })

  it('counts what has succeeded and what is at work', () => {
    const j = aJob('work', { parallelism: 3, completions: 10 }, { succeeded: 4 })
    const c = census(j, worker('a'), worker('b', { ready: false }), ended('c', 'Succeeded'), ended('d', 'Failed'))
    expect(jobs.counts(j, c)).toEqual({ desired: 10, observed: 6, ready: 4, surplus: 0 })
    expect(jobs.places(j, c).map(p => p.state)).toEqual([...Array(4).fill('done'), 'ready', 'present', ...Array(4).fill('waiting')])
    expect(jobs.missing(j, c)).toHaveLength(1)
  })

  it('has a place for each index when it is Indexed', () => {
    const j = aJob(
      'work',
      { completions: 6, parallelism: 2, completionMode: 'Indexed' },
      { completedIndexes: '0,2-3', failedIndexes: '5', succeeded: 3 },
    )
    const at4 = worker('4-x', { annotations: { 'batch.kubernetes.io/job-completion-index': '4' } })
    expect(jobs.places(j, census(j, at4)).map(p => p.state)).toEqual(['done', 'waiting', 'done', 'done', 'ready', 'failed'])
    expect(shortName(at4)).toBe('work-4')
  })

  it('wants nothing any more once its end is decided, though pods of it still go', () => {
    const conditions = [{ type: 'FailureTarget', status: 'True' }]
    const j = aJob('work', { parallelism: 3, completions: 10 }, { conditions })
    expect([jobs.outcome(j), jobs.missing(j, census(j))]).toEqual(['failed', []])
  })

  it('wants nothing while it is suspended', () => {
    const j = aJob('work', { parallelism: 3, completions: 3, suspend: true })
    expect([jobs.resting(j), jobs.missing(j, census(j)).length, jobs.most(j)]).toEqual(['suspended', 0, 0])
  })

  it('as a work queue lets all end after the first success', () => {
    const queue = { parallelism: 4, completions: undefined }
    const [before, after] = [aJob('work', queue), aJob('work', queue, { succeeded: 1 })]
    expect(jobs.missing(before, census(before))).toHaveLength(4)
    expect(jobs.missing(after, census(after))).toHaveLength(0)
  })
})

describe('how a pod looks and is called', () => {
  it('by three shades in turn, and full where there are no revisions', () => {
    expect([0, 1, 2, 3, 4, 5].map(shadeOf)).toEqual(['r2', 'r1', 'r2', 'r3', 'r1', 'r2'])
  })

  it('when it has gone, by the random end of a ReplicaSet’s pod, else by its whole name', () => {
    expect(shortOfGone('pods', 'web-7d4b9f6c8-x2k5p')).toBe('x2k5p')
    expect(shortOfGone('pods', 'zk-0')).toBe('zk-0')
    expect(shortOfGone('nodes', 'web-7d4b9f6c8-x2k5p')).toBe('web-7d4b9f6c8-x2k5p')
  })
})
