// The pure rules of ensembles: majorities, candidates, configuration, and what a write does to the data of each kind.
import { describe, expect, it } from 'vitest'
import { bestOf, configuredVoters, type Data, majorityOf, type Op, ordinalOf, quorumOf } from './ensemble.ts'
import { mongodbKind } from './mongodb.ts'
import { mysqlKind } from './mysql.ts'
import { javaDate } from './zkcli.ts'
import { zookeeperKind, zxid } from './zookeeper.ts'

const candidate = (id: number, loggedTerm: number, logged: number) => ({ id, loggedTerm, logged })

it.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [7, 4],
])('more than half of %i are %i', (voters, majority) => {
  expect(majorityOf(voters)).toBe(majority)
  expect(quorumOf(zookeeperKind, voters)).toBe(majority)
  expect(quorumOf(mysqlKind, voters)).toBe(1)
})

describe('who leads', () => {
  it('the later term before the higher number, that before the id', () => {
    expect(bestOf(zookeeperKind, [candidate(2, 1, 9), candidate(0, 2, 1)])?.id).toBe(0)
    expect(bestOf(zookeeperKind, [candidate(2, 1, 8), candidate(0, 1, 9)])?.id).toBe(0)
    expect(bestOf(zookeeperKind, [candidate(0, 1, 9), candidate(2, 1, 9), candidate(1, 1, 9)])?.id).toBe(2)
    expect(bestOf(mongodbKind, [candidate(2, 1, 9), candidate(1, 1, 9)])?.id).toBe(1)
    expect(bestOf(zookeeperKind, [])).toBeUndefined()
  })
})

it('the configuration says how many there are', () => {
  expect(configuredVoters({ ZOO_SERVERS: 'server.1=a:2888:3888;2181 server.2=b:2888:3888;2181' }, [])).toBe(2)
  expect(configuredVoters({}, ['sh', '-c', 'start-zookeeper --servers=5 --x'])).toBe(5)
  expect(configuredVoters({}, [])).toBeUndefined()
  expect([ordinalOf('zk-12'), ordinalOf('zk')]).toEqual([12, 0])
})

/** Plays writes one after the other. */
function play(kind: Pick<typeof zookeeperKind, 'apply'>, ops: readonly Op[]): { data: Data; answers: unknown[] } {
  let data: Data = {}
  const answers = ops.map((op, i) => {
    const result = kind.apply(data, op, { number: i + 1, term: 1, atMs: 1000 })
    data = result.data
    return result.answer
  })
  return { data, answers }
}

it('a ZooKeeper counts versions, children, and who changed last', () => {
  const { data, answers } = play(zookeeperKind, [
    { op: 'create', path: '/a', value: '1' },
    { op: 'create', path: '/a/b', value: '' },
    { op: 'set', path: '/a', value: '2' },
    { op: 'delete', path: '/a' },
    { op: 'deleteall', path: '/a' },
    { op: 'set', path: '/a', value: '3' },
  ])
  expect(answers[2]).toMatchObject({
    value: {
      value: '2',
      version: 1,
      created: '0x100000001',
      modified: '0x100000003',
      childrenAt: '0x100000002',
      childVersion: 1,
      children: 1,
    },
  })
  expect(answers.slice(3)).toEqual([{ error: 'notEmpty' }, { value: null }, { error: 'missing' }])
  expect(data).toEqual({})
})

it('a database counts all rows and can read the last hundred', () => {
  const insert: Op = { op: 'insert', database: 'd', table: 't', rows: 'x' }
  const { data } = play(mysqlKind, [
    { op: 'createDatabase', database: 'd', quiet: 0 },
    { op: 'createTable', database: 'd', table: 't', columns: 'c', quiet: 0 },
    ...Array.from({ length: 120 }, () => insert),
  ])
  expect(data['d.t']?.count).toBe(120)
  expect(data['d.t']?.rows).toHaveLength(100)
  expect(
    play(mongodbKind, [
      { op: 'record', collection: 'c' },
      { op: 'insert', collection: 'c', documents: '{a}\n{b}' },
    ]).data.c,
  ).toEqual({ count: 3, documents: ['{a}', '{b}'] })
})

it('dates and numbers as ZooKeeper prints them', () => {
  expect(javaDate(1_490_864_402_000)).toBe('Thu Mar 30 09:00:02 UTC 2017')
  expect(javaDate(951_782_399_000)).toBe('Mon Feb 28 23:59:59 UTC 2000')
  expect(javaDate(0)).toBe('Thu Jan 01 00:00:00 UTC 1970')
  expect([zxid(0, 0), zxid(1, 2), zxid(17, 255)]).toEqual(['0x0', '0x100000002', '0x11000000ff'])
})
