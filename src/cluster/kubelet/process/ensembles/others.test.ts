// What MySQL and MongoDB make of the same core, and what becomes of the writes that clients of a Load send.
import { describe, expect, it } from 'vitest'
import { members } from '../../../tables.ts'
import { TestCluster } from '../testing/cluster.ts'

function cluster(image: string, { replicas = 3, disk = '', nodes = 3, seed = 1 } = {}): TestCluster {
  const t = new TestCluster({ seed, nodes })
  t.set('db', image, { replicas, disk })
  t.until(() => members(t.world).size === replicas && t.leaders().length === 1)
  t.wait(3)
  return t
}
const sql = (t: TestCluster, pod: string, text: string, ...more: string[]) => t.run(pod, 'mysql', ...more, '-e', text)
const mongo = (t: TestCluster, pod: string, text: string) => t.run(pod, 'mongosh', '--quiet', '--eval', text)
const roles = (t: TestCluster) => [0, 1, 2].map(i => t.member(`db-${i}`)?.role)

describe('MySQL', () => {
  const HELLO =
    "CREATE DATABASE test; CREATE TABLE test.messages (message VARCHAR(250)); INSERT INTO test.messages VALUES ('hello'), ('again')"

  it('ordinal 0 is the primary; what it writes is on the replicas a moment later', () => {
    const t = cluster('mysql:8.4')
    expect(roles(t)).toEqual(['primary', 'replica', 'replica'])
    expect(sql(t, 'db-0', HELLO)).toEqual({ code: 0, output: '' })
    t.wait(0.1)
    expect(sql(t, 'db-2', 'SELECT * FROM test.messages; SELECT COUNT(*) FROM test.messages').output).toBe(
      'message\nhello\nagain\nCOUNT(*)\n2\n',
    )
    expect(sql(t, 'db-1', 'SELECT @@hostname, @@server_id', '-N').output).toBe('db-1\t101\n')
    expect(sql(t, 'db-1', 'SHOW REPLICA STATUS\\G').output).toMatch(/Source_Host: db-0\n.*Replica_IO_Running: Yes\n/s)
    expect(sql(t, 'db-0', 'show tables', '-D', 'test').output).toBe('Tables_in_test\nmessages\n')
    expect(t.run('db-0', 'mysqladmin', 'ping').output).toBe('mysqld is alive\n')
  })

  it('a replica refuses writes, whoever is there to take them', () => {
    const t = cluster('mariadb:11')
    const { code, output } = sql(t, 'db-1', 'CREATE DATABASE nope')
    expect(code).toBe(1)
    expect(output).toBe(
      'ERROR 1290 (HY000) at line 1: The MySQL server is running with the --super-read-only option so it cannot execute this statement\n',
    )
    t.fault('crash', { type: 'NodeCrash', nodes: [t.nodeOf('db-0')] })
    t.wait(200)
    expect(roles(t)).toEqual([undefined, 'replica', 'replica'])
    expect(sql(t, 'db-1', 'SHOW REPLICA STATUS').output).toContain('Replica_IO_Running: Connecting')
  })

  it('the primary needs nobody: alone it writes, and what the replicas missed they get when they return', () => {
    const t = cluster('percona:8', { disk: '/var/lib/mysql' })
    t.fault('cut', { type: 'NodePartition', nodes: [t.nodeOf('db-1')] })
    t.wait(70)
    sql(t, 'db-0', HELLO)
    t.wait(1)
    expect([t.member('db-0'), t.member('db-1'), t.member('db-2')].map(m => m?.writes)).toEqual([3, 0, 3])
    t.heal('cut')
    t.until(() => t.member('db-1')?.writes === 3, 10)
  })

  it('data lost with a container is lost: the replicas then know more than their primary and do not follow it', () => {
    const t = cluster('mysql:8.4')
    sql(t, 'db-0', HELLO)
    t.wait(1)
    t.fault('crash', { type: 'ContainerCrash', pods: { namespace: 'default', name: 'db-0' } })
    t.until(() => !t.member('db-0'))
    t.until(() => t.member('db-0'))
    t.wait(5)
    expect([t.member('db-0'), t.member('db-1')].map(m => m?.writes)).toEqual([0, 3])
    expect(sql(t, 'db-1', 'SHOW REPLICA STATUS').output).toContain('Replica_IO_Running: No')
    expect(sql(t, 'db-0', 'SELECT * FROM test.messages').output).toBe("ERROR 1146 (42S02) at line 1: Table 'test.messages' doesn't exist\n")
  })
})

describe('MongoDB', () => {
  it('elects a primary by majority; a write is on all; a secondary refuses it', () => {
    const t = cluster('mongo:8.0')
    const [primary] = t.leaders()
    const name = primary?.pod.slice('default/'.length) as string
    expect(roles(t).sort()).toEqual(['primary', 'secondary', 'secondary'])
    expect(mongo(t, name, "db.people.insertOne({name: 'Ada'})").output).toMatch(
      /^\{\n {2}acknowledged: true,\n {2}insertedId: ObjectId\('[0-9a-f]{24}'\)\n\}\n$/,
    )
    t.wait(0.1)
    const other = name === 'db-0' ? 'db-1' : 'db-0'
    expect(mongo(t, other, 'db.people.countDocuments()').output).toBe('1\n')
    expect(mongo(t, other, "db.people.insertOne({name: 'Bob'})")).toEqual({
      code: 1,
      output: 'MongoServerError[NotWritablePrimary]: not primary\n',
    })
    expect(mongo(t, other, 'rs.status()').output).toMatch(/set: 'rs0',\n {2}myState: 2,.*stateStr: 'PRIMARY'.*ok: 1/s)
    expect(mongo(t, other, 'db.hello().primary').output).toBe(`${name}:27017\n`)
  })

  it('without a majority nobody is primary, and all can still be read', () => {
    const t = cluster('mongo:8.0', { disk: '/data/db' })
    const name = t.leaders()[0]?.pod.slice('default/'.length) as string
    mongo(t, name, 'db.people.insertMany([{a: 1}, {a: 2}])')
    t.wait(1)
    t.fault('crash', { type: 'NodeCrash', nodes: ['db-1', 'db-2'].map(n => t.nodeOf(n)) })
    t.wait(15)
    expect(t.member('db-0')).toMatchObject({ role: 'secondary', sees: 1, voters: 3 })
    expect(mongo(t, 'db-0', 'db.people.countDocuments()').output).toBe('2\n')
    expect(mongo(t, 'db-0', 'rs.status()').output).toContain('(not reachable/healthy)')
  })
})

describe('a Load on an ensemble', () => {
  function loaded(image: string, port: number): TestCluster {
    const t = cluster(image)
    t.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'client', namespace: 'default' },
      spec: { selector: { app: 'db' }, ports: [{ port, targetPort: port }] },
    })
    t.wait(1)
    t.load({ service: 'client', requestsPerSecond: 20 })
    return t
  }
  const adds = ({ sent, served, refused, timedOut, inFlight }: ReturnType<TestCluster['traffic']>) =>
    sent === served + refused + timedOut + inFlight

  it('counts a request as served when it was committed: every member then has that many writes', () => {
    const t = loaded('zookeeper:3.9', 2181)
    t.wait(5)
    t.remove('loads', 'default/load')
    t.wait(2)
    const { sent, served, refused, inFlight } = t.traffic('client')
    expect(sent).toBeGreaterThan(95)
    expect({ served, refused, inFlight }).toEqual({ served: sent, refused: 0, inFlight: 0 })
    expect([0, 1, 2].map(i => t.member(`db-${i}`)?.writes)).toEqual([sent, sent, sent])
  })

  it('is refused by a member without a quorum and gives up on a dead machine; nothing more is served', () => {
    const t = loaded('zookeeper:3.9', 2181)
    t.wait(2)
    t.fault('crash', { type: 'NodeCrash', nodes: ['db-1', 'db-2'].map(n => t.nodeOf(n)) })
    t.wait(15)
    const before = t.traffic('client')
    t.wait(10)
    const after = t.traffic('client')
    expect(after.served).toBe(before.served)
    expect(after.refused).toBeGreaterThan(before.refused)
    expect(after.timedOut).toBeGreaterThan(before.timedOut)
    expect(adds(after)).toBe(true)
    t.heal('crash')
    t.wait(60)
    expect(t.traffic('client').served).toBeGreaterThan(after.served)
    expect(adds(t.traffic('client'))).toBe(true)
  })

  it('is refused by replicas that only follow', () => {
    const t = loaded('mysql:8.4', 3306)
    t.wait(10)
    const { sent, served, refused } = t.traffic('client')
    expect(served).toBeGreaterThan(sent / 5)
    expect(refused).toBeGreaterThan(sent / 3)
    expect(t.member('db-0')?.writes).toBeGreaterThanOrEqual(served)
  })

  it('through a headless Service reaches one of its pods', () => {
    const t = cluster('zookeeper:3.9')
    t.load({ service: 'db', port: 2181, requests: 10 })
    t.wait(5)
    expect(t.traffic('db')).toMatchObject({ sent: 10, served: 10 })
  })
})
