// The register keeps up with the mirror: after any change it says what one would say who looked at all of it for the first time.
import { describe, expect, it } from 'vitest'
import type { Pod } from '../../kube/index.ts'
import { Mirror, type TableName } from '../../session/index.ts'
import { at, batch, deployment, machine, node, pod, replicaSet, runRows } from '../testing/cluster.ts'
import { censusOf } from '../workloads/index.ts'
import { readCluster } from './cluster.ts'
import type { Source } from './types.ts'

type Row = { table: TableName; key: string; row?: unknown }

/** The same mirror, met for the first time. */
const met = (mirror: Mirror): Source => ({
  now: mirror.now,
  rv: mirror.rv,
  version: mirror.version,
  epoch: mirror.epoch,
  object: (plural, key) => mirror.object(plural, key),
  objects: plural => mirror.objects(plural),
  row: (table, key) => mirror.row(table, key),
  rows: table => mirror.rows(table),
  revision: name => mirror.revision(name),
  changed: () => undefined,
})

function expectSame(mirror: Mirror) {
  const kept = readCluster(mirror, new Map())
  const fresh = readCluster(met(mirror), new Map())
  expect(kept.pods).toEqual(fresh.pods)
  expect(kept.waiting).toEqual(fresh.waiting)
  expect(kept.unsettled).toEqual(fresh.unsettled)
  for (const sort of ['ds', 'bare', 'aside'] as const) expect(kept.podsOf(sort)).toEqual(fresh.podsOf(sort))
  expect(kept.nodes).toEqual(fresh.nodes)
  for (const { subject } of kept.pods) expect(kept.timersOf(subject)).toEqual(fresh.timersOf(subject))
  const [mine, theirs] = [censusOf(mirror), censusOf(met(mirror))]
  for (const uid of ['uid-web-1', 'uid-web-2', 'uid-web-3', '']) {
    expect(mine.podsOf(uid)).toEqual(theirs.podsOf(uid))
    expect(mine.activeOf(uid)).toEqual(theirs.activeOf(uid))
    expect(mine.waitingOf(uid)).toEqual(theirs.waitingOf(uid))
    expect(mine.leavingOf(uid)).toEqual(theirs.leavingOf(uid))
  }
}

const web = (i: number, more: object = {}) =>
  pod(`web-1-${i}`, { owner: { kind: 'ReplicaSet', name: 'web-1' }, node: `node-${(i % 3) + 1}`, ready: true, created: at(i), ...more })
const begin = () => {
  const pods = [0, 1, 2, 3].map(i => web(i))
  const mirror = new Mirror()
  mirror.take(
    batch(
      0,
      [
        ...[1, 2, 3].map(i => node(`node-${i}`)),
        deployment('web'),
        replicaSet('web-1', { owner: 'web', replicas: 4, revision: 1 }),
        ...pods,
      ],
      [...[1, 2, 3].map(i => ({ table: 'machines' as const, key: `node-${i}`, row: machine(`node-${i}`) })), ...runRows(pods)],
    ),
  )
  expectSame(mirror)
  return { mirror, pods }
}
const gone = (p: Pod, rows: Row[] = []) => ({
  ...batch(1, [], rows as never),
  objects: [{ plural: 'pods', key: `${p.metadata.namespace}/${p.metadata.name}` }],
})

describe('the register', () => {
  it('takes in who is changed, who comes and who goes', () => {
    const { mirror, pods } = begin()
    mirror.take(batch(1, [web(1, { ready: false })]))
    expectSame(mirror)
    mirror.take(batch(2, [web(5, { node: undefined, created: at(2) })]))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).waiting.map(p => p.short)).toEqual(['5'])
    mirror.take(batch(3, [web(5, { created: at(2) }), web(0, { deleted: true })]))
    expectSame(mirror)
    mirror.take(gone(pods[0] as Pod, [{ table: 'processes', key: 'uid-web-1-0' }]))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods).toHaveLength(4)
  })

  it('gives everybody else the facts of before', () => {
    const { mirror } = begin()
    const before = readCluster(mirror, new Map()).pods
    mirror.take(batch(1, [web(1, { ready: false })]))
    const after = readCluster(mirror, new Map()).pods
    expect(after.map((p, i) => p === before[i])).toEqual([true, false, true, true])
    expect(before[1]?.pod.metadata.name).toBe('web-1-1')
  })

  it('knows another pod of the same name from the one before', () => {
    const { mirror } = begin()
    const again = web(2)
    const other = { ...again, metadata: { ...again.metadata, uid: 'another', creationTimestamp: at(9) } } as Pod
    mirror.take(batch(1, [other]))
    expectSame(mirror)
    // The process of the first one has no object any more.
    expect(readCluster(mirror, new Map()).pods.map(p => p.forgotten)).toEqual([true, false, false, false, false])
  })

  it('finds who is forgotten, and forgets them when their process ends', () => {
    const { mirror, pods } = begin()
    mirror.take(gone(pods[3] as Pod))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods[0]).toMatchObject({ forgotten: true, short: '3' })
    mirror.take(batch(2, [], [{ table: 'processes', key: 'uid-web-1-3' }] as never))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods).toHaveLength(3)
  })

  it('winds timers of who is not changed otherwise', () => {
    const { mirror } = begin()
    const timer = (until: number) => ({ subject: 'pods default/web-1-1', name: 'readiness', from: 0, until })
    const key = 'pods default/web-1-1 readiness'
    mirror.take(batch(1, [], [{ table: 'timers', key, row: timer(5) }]))
    expectSame(mirror)
    mirror.take(batch(2, [], [{ table: 'timers', key, row: timer(9) }]))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods[1]?.timers).toEqual([timer(9)])
    mirror.take(batch(3, [], [{ table: 'timers', key }] as never))
    expectSame(mirror)
  })

  it('looks at everybody when a machine, a revision or the history is another, and when it has missed something', () => {
    const { mirror, pods } = begin()
    mirror.take(batch(1, [], [{ table: 'machines', key: 'node-2', row: machine('node-2', 'off') }]))
    expectSame(mirror)
    mirror.take(batch(2, [replicaSet('web-1', { owner: 'web', replicas: 4, revision: 3 })]))
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods[0]?.shade).toBe('r3')
    mirror.take(batch(3, [web(1, { ready: false })]))
    mirror.take(batch(4, [web(2, { ready: false })]))
    expectSame(mirror)
    mirror.take({ ...batch(5, pods.slice(0, 2)), reset: true })
    expectSame(mirror)
    expect(readCluster(mirror, new Map()).pods).toHaveLength(2)
  })
})
