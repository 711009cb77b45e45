import { describe, expect, it } from 'vitest'
import type { Member } from '../../cluster/index.ts'
import type { ApiObject } from '../../kube/index.ts'
import { at, deployment, machine, node, pod, replicaSet, run } from '../testing/cluster.ts'
import type { Second } from '../transport/served.ts'
import { presence, presenceWords } from './daemonset.ts'
import { answering, answeringWords, leastAvailable, percent, windowOf } from './deployment.ts'
import { completion, completionWords } from './job.ts'
import { identities, identityWords } from './statefulset.ts'

import { mirror, object, type Rows, type Shelf, START } from './testing.ts'

const three = ['zone-a', 'zone-b', 'zone-c'].map((zone, i) => node(`node-${i + 1}`, { zone }))
const on = { 'node-1': machine('node-1'), 'node-2': machine('node-2'), 'node-3': machine('node-3') }
const dark = { ...on, 'node-2': machine('node-2', 'off') }
const cutOff = { ...on, 'node-2': machine('node-2', 'on', 'cut') }
const runsOf = (pods: readonly ReturnType<typeof pod>[]) => Object.fromEntries(pods.map(p => [p.metadata.uid, run(p)]))
describe('what a Deployment promises and delivers', () => {
  const web = deployment('web', { replicas: 6, status: { availableReplicas: 6 } })
  const labelled = { ...web, spec: { ...web.spec, template: { ...web.spec.template, metadata: { labels: { app: 'web' } } } } } as typeof web
  const set = replicaSet('web-1', { owner: 'web', replicas: 6 })
  const pods = Array.from({ length: 6 }, (_, i) =>
    pod(`web-1-${i}`, { owner: { kind: 'ReplicaSet', name: 'web-1' }, ready: true, node: `node-${(i % 3) + 1}` }),
  )
  const budget = (spec: object) => object('PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } })
  const least = (d: typeof web, budgets: ApiObject[] = []) => leastAvailable(mirror({ poddisruptionbudgets: budgets }), d)

  it('is all but maxUnavailable, rounded down', () => {
    expect(least(web)).toBe(5)
    const strict = { ...web, spec: { ...web.spec, strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } } } as typeof web
    expect(least(strict)).toBe(5)
    expect(least({ ...web, spec: { ...web.spec, strategy: { type: 'Recreate' } } } as typeof web)).toBe(0)
  })
  it('is more where a budget says so, for its own pods only', () => {
    expect(least(labelled, [budget({ minAvailable: '100%' })])).toBe(6)
    expect(least(labelled, [budget({ maxUnavailable: 3 })])).toBe(5)
    expect(least(web, [budget({ minAvailable: '100%' })])).toBe(5)
  })

  const objects = { deployments: [web], replicasets: [set], pods, nodes: three }
  it('counts who really answers: not who lies in the dark, though the API believes in them', () => {
    const a = answering(mirror(objects, { processes: runsOf(pods), machines: dark }), web, new Map())
    expect(a).toMatchObject({ desired: 6, least: 5, available: 6, answering: 4, zones: 2 })
    expect(answeringWords(a)).toMatchObject({ note: { code: 'four.dep.believed' }, broken: true })
    const well = answering(mirror(objects, { processes: runsOf(pods), machines: on }), web, new Map())
    expect(well).toMatchObject({ answering: 6, zones: 3 })
    expect(answeringWords(well).broken).toBe(false)
  })

  const seconds = new Map<number, Second>()
  for (let s = 0; s < 100; s++) seconds.set(s, { served: s >= 40 && s < 50 ? 8 : 10, refused: 0, timedOut: s >= 40 && s < 50 ? 2 : 0 })
  it('delivers a share of requests since the disaster began', () => {
    const w = windowOf(seconds, 99_500, 40_000)
    expect(w).toMatchObject({ served: 580, timedOut: 20, disaster: 40, lossFrom: 40, lossTo: 49, to: 100 })
    const words = answeringWords({ desired: 6, least: 5, available: 6, answering: 6, zones: 3, ...(w && { window: w }) })
    expect(words.delivered).toEqual({ code: 'four.dep.served', args: { share: 96.6 } })
  })
  it('without a disaster it is that of the last minutes', () => {
    const w = windowOf(seconds, 300_000)
    expect(w).toBeUndefined()
    expect(windowOf(seconds, 230_000)).toMatchObject({ served: 490, from: 51 })
  })
  it('says 100 only where nothing at all was lost', () => {
    expect(percent(9999, 10_000)).toBe(99.9)
    expect(percent(10, 10)).toBe(100)
  })
})

describe('what a StatefulSet promises and delivers', () => {
  const zk = object('StatefulSet', 'zk', { spec: { replicas: 3, template: { spec: {} }, selector: {} }, status: {} })
  const owner = { kind: 'StatefulSet', name: 'zk' }
  const pods = [0, 1, 2].map(i => pod(`zk-${i}`, { owner, ready: true, node: `node-${i + 1}` }))
  const member = (i: number, more: Partial<Member> = {}): Member => ({
    kind: 'zookeeper',
    ensemble: 'default/zk',
    pod: `default/zk-${i}`,
    uid: `uid-zk-${i}`,
    node: `node-${i + 1}`,
    id: i,
    role: i === 2 ? 'leader' : 'follower',
    leader: 2,
    writes: 418,
    term: 1,
    voters: 3,
    sees: 3,
    since: 0,
    ...more,
  })
  const members = (...list: Member[]) => Object.fromEntries(list.map(m => [m.pod, m]))
  const objects = { statefulsets: [zk], pods, nodes: three }
  const all = { processes: runsOf(pods), machines: on, members: members(member(0), member(1), member(2)) }
  const of = (shelf: Shelf, rows: Rows) => identities(mirror(shelf, rows), zk as never)
  const words = (shelf: Shelf, rows: Rows) => identityWords(of(shelf, rows))

  it('is one of each, and writes go on', () => {
    expect(words(objects, all)).toMatchObject({
      delivered: { code: 'four.sts.each' },
      note: { code: 'four.sts.writes', args: { votes: 3, voters: 3 } },
      broken: false,
    })
  })
  it('is none or one where nobody can know, and two of three still vote', () => {
    const rows = {
      processes: runsOf(pods.filter(p => p.spec.nodeName !== 'node-2')),
      machines: dark,
      members: members(member(0, { sees: 2 }), member(2, { sees: 2 })),
      kept: { 'default/zk-1': { ensemble: 'default/zk', disk: 'pv-1', writes: 371, term: 1 } },
    }
    expect(words(objects, rows)).toMatchObject({
      promised: { code: 'four.sts.promisedOne', args: { name: 'zk-1' } },
      delivered: { code: 'four.sts.doubt', args: { name: 'zk-1' } },
      note: { code: 'four.sts.writes', args: { votes: 2, voters: 3 } },
    })
    expect(of(objects, rows).identities[1]).toMatchObject({ real: 0, doubt: true, writes: 371, votes: false })
  })
  it('refuses writes without a majority, rather than answer wrongly', () => {
    const rows = {
      processes: runsOf([pods[0] as never]),
      machines: { ...dark, 'node-3': machine('node-3', 'off') },
      members: members(member(0, { role: 'looking', sees: 1 })),
    }
    expect(words(objects, rows).note).toEqual({ code: 'four.sts.refused', args: { count: 1, votes: 1, voters: 3 } })
  })
  it('does not believe a leader that is cut off from the others', () => {
    const rows = { ...all, machines: { ...on, 'node-3': machine('node-3', 'on', 'cut') }, members: members(member(2, { sees: 1 })) }
    expect(of(objects, rows).quorum).toMatchObject({ writes: false })
  })
  it('breaks its promise when two processes of one name run: forced deletion under a partition', () => {
    const old = { ...run(pods[1] as never), uid: 'uid-old', node: 'node-2' }
    const rows = { ...all, machines: cutOff, processes: { ...all.processes, 'uid-old': old } }
    expect(of(objects, rows).twice).toEqual(['zk-1'])
    expect(words(objects, rows)).toMatchObject({ delivered: { code: 'four.sts.twice', args: { name: 'zk-1' } }, broken: true })
  })
  it('a process that has ended does not count', () => {
    const ended = run(pods[1] as never)
    const gone = { ...ended, uid: 'uid-old', containers: ended.containers.map(c => ({ ...c, finishedAt: 2 })) }
    expect(of(objects, { ...all, processes: { ...all.processes, 'uid-old': gone } }).twice).toEqual([])
  })
  it('of a primary with replicas no votes are counted', () => {
    const mysql = members(...[0, 1, 2].map(i => member(i, { kind: 'mysql', role: i ? 'replica' : 'primary', leader: 0 })))
    expect(words(objects, { ...all, members: mysql }).note.code).toBe('four.sts.primary')
    const { 'default/zk-0': _, ...replicas } = mysql
    expect(words(objects, { ...all, members: replicas }).note.code).toBe('four.sts.noPrimary')
  })
})

describe('what a DaemonSet promises and delivers', () => {
  const ds = object('DaemonSet', 'logs', { spec: { selector: {}, template: { metadata: {}, spec: { containers: [] } } }, status: {} })
  const pods = [1, 2, 3].map(i => pod(`logs-${i}`, { owner: { kind: 'DaemonSet', name: 'logs' }, ready: true, node: `node-${i}` }))
  const objects = { daemonsets: [ds], pods, nodes: three }
  const of = (shelf: Shelf, rows: Rows, d = ds) => presence(mirror(shelf, rows), d as never)

  it('is one on every node that fits its template', () => {
    const found = of(objects, { processes: runsOf(pods), machines: on })
    expect(found).toMatchObject({ desired: 3, ready: 3, believed: 3 })
    expect(presenceWords(found).note.code).toBe('four.ds.all')
  })
  it('delivers only where it works, whatever the API believes', () => {
    const found = of(objects, { processes: runsOf(pods), machines: dark })
    expect(found).toMatchObject({ desired: 3, ready: 2, believed: 3 })
    expect(found.posts[1]).toMatchObject({ node: 'node-2', state: 'unreached', power: false })
    expect(presenceWords(found).note).toEqual({ code: 'four.ds.believed', args: { believed: 3, count: 1 } })
  })
  it('promises nothing to nodes that its selector leaves out', () => {
    const red = {
      ...ds,
      spec: { selector: {}, template: { metadata: {}, spec: { containers: [], nodeSelector: { color: 'red' } } } },
    } as never
    const found = of({ ...objects, pods: [] }, { machines: on }, red)
    expect(found).toMatchObject({ desired: 0, ready: 0 })
    expect(found.posts.map(p => p.state)).toEqual(['exempt', 'exempt', 'exempt'])
  })
  it('counts the lines that nobody gathered', () => {
    const gatheredBy = (by: string) => ({
      'node-1': { node: 'node-1', by, gathered: 90, lost: 2 },
      'node-2': { node: 'node-2', gathered: 10, lost: 5 },
    })
    const note = (by: string) => presenceWords(of(objects, { processes: runsOf(pods), machines: on, collected: gatheredBy(by) })).note
    expect(note('default/logs-1')).toEqual({ code: 'four.ds.lost', args: { count: 7 } })
    expect(note('default/others-1').code).toBe('four.ds.all')
  })
})

describe('what a Job promises and delivers', () => {
  const job = (status: object) =>
    object('Job', 'tiles', { spec: { completions: 6, parallelism: 3, completionMode: 'Indexed', template: { spec: {} } }, status })
  const tile = (index: number, name: string, more: object = {}) =>
    pod(name, {
      owner: { kind: 'Job', name: 'tiles' },
      annotations: { 'batch.kubernetes.io/job-completion-index': String(index) },
      node: 'node-1',
      ready: true,
      ...more,
    })
  const of = (j: ApiObject, pods: readonly ReturnType<typeof pod>[], machines: object = on) =>
    completion(mirror({ jobs: [j], pods, nodes: three }, { processes: runsOf(pods), machines: machines as never }), j as never, START)

  it('knows every tile by its index', () => {
    const found = of(job({ succeeded: 2, completedIndexes: '0,3' }), [tile(1, 'a'), tile(2, 'b', { phase: 'Failed' })])
    expect(found.tiles.map(t => t.state)).toEqual(['done', 'running', 'failed', 'done', 'waiting', 'waiting'])
    expect(found).toMatchObject({ desired: 6, done: 2, running: 1, again: 0 })
    expect(completionWords(found, 'tiles').note).toEqual({ code: 'four.job.holes', args: { count: 1 } })
  })
  it('counts what was begun again', () => {
    const found = of(job({}), [tile(2, 'b', { phase: 'Failed' }), tile(2, 'c', { created: at(5) })])
    expect(found.tiles[2]?.state).toBe('running')
    expect(found.again).toBe(1)
  })
  it('tells what is lost apart from what its controller knows to be lost', () => {
    const lost = of(job({}), [tile(0, 'a', { node: 'node-2' })], dark)
    expect(lost.tiles[0]).toMatchObject({ state: 'lost', known: false })
    expect(completionWords(lost, 'tiles').note.code).toBe('four.job.lost')
    const known = of(job({}), [tile(0, 'a', { node: 'node-2', deleted: true })], dark)
    expect(completionWords(known, 'tiles').note.code).toBe('four.job.lostKnown')
  })
  it('breaks its promise when the Job gives up', () => {
    const found = of(job({ conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] }), [])
    expect(completionWords(found, 'tiles')).toMatchObject({
      note: { code: 'four.job.gaveUp', args: { reason: 'BackoffLimitExceeded' } },
      broken: true,
    })
  })
  it('has kept it when all have succeeded', () => {
    const found = of(job({ succeeded: 6, completedIndexes: '0-5', conditions: [{ type: 'Complete', status: 'True' }] }), [])
    expect(found).toMatchObject({ done: 6, complete: true })
    expect(completionWords(found, 'tiles').note.code).toBe('four.job.complete')
  })
})
