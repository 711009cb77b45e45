// A write counts when it lies on the disks that have to have it: slow ones are waited for, others are not.
import { describe, expect, it } from 'vitest'
import { members } from '../../../tables.ts'
import { TestCluster } from '../testing/cluster.ts'

const WRITES = 20
const SLOW = { type: 'SlowDisk' }

function ensemble(image: string): TestCluster {
  const t = new TestCluster({ nodes: 3 })
  t.set('db', image, { disk: '/data' })
  t.until(() => members(t.world).size === 3 && t.leaders().length === 1)
  t.wait(3)
  return t
}
const leader = (t: TestCluster) => t.leaders()[0]?.pod.slice('default/'.length) as string
const followers = (t: TestCluster) => ['db-0', 'db-1', 'db-2'].filter(n => n !== leader(t))

/** How long it takes from asking the leader to the answer, in milliseconds; the mean of several. */
function writeMs(t: TestCluster, ...write: string[]): number {
  let sum = 0
  for (let i = 0; i < WRITES; i++) {
    const from = t.engine.now
    let until = from
    t.hear(() => {
      until = t.engine.now
    })
    expect(t.run(leader(t), ...write.map(w => w.replace('%', `${from}`))).code).toBe(0)
    sum += until - from
  }
  return sum / WRITES
}
const zooWrite = (t: TestCluster) => writeMs(t, 'zkCli.sh', 'create', '/n%', 'x')
const sqlWrite = (t: TestCluster) => writeMs(t, 'mysql', '-e', 'CREATE DATABASE n%')

describe('slow disks', () => {
  it('of a majority make every write of a ZooKeeper wait for them, until they are well again', () => {
    const t = ensemble('zookeeper:3.9')
    const before = zooWrite(t)
    t.fault('slow', { ...SLOW, nodes: followers(t).map(n => t.nodeOf(n)) })
    expect(zooWrite(t) - before).toBeGreaterThan(5)
    t.fault('all', { ...SLOW, nodes: ['node-1', 'node-2', 'node-3'] })
    expect(zooWrite(t) - before).toBeGreaterThan(10)
    t.heal('slow')
    t.heal('all')
    expect(Math.abs(zooWrite(t) - before)).toBeLessThan(4)
  })

  it('of one member are waited for by nobody: the others are enough', () => {
    const t = ensemble('zookeeper:3.9')
    const before = zooWrite(t)
    t.fault('slow', { ...SLOW, nodes: [t.nodeOf(followers(t)[0] as string)] })
    expect(Math.abs(zooWrite(t) - before)).toBeLessThan(4)
  })

  it('of its primary make a MySQL slow, those of its replicas do not', () => {
    const t = ensemble('mysql:8.4')
    const before = sqlWrite(t)
    t.fault('replicas', { ...SLOW, nodes: followers(t).map(n => t.nodeOf(n)) })
    expect(Math.abs(sqlWrite(t) - before)).toBeLessThan(4)
    t.fault('primary', { ...SLOW, nodes: [t.nodeOf(leader(t))] })
    expect(sqlWrite(t) - before).toBeGreaterThan(10)
  })

  it('make no queue of many writes: one sync covers all that were logged before it', () => {
    const t = ensemble('zookeeper:3.9')
    t.fault('all', { ...SLOW, nodes: ['node-1', 'node-2', 'node-3'] })
    t.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'client', namespace: 'default' },
      spec: { selector: { app: 'db' }, ports: [{ port: 2181 }] },
    })
    t.wait(1)
    t.load({ service: 'client', requestsPerSecond: 100 })
    t.wait(3)
    const { sent, served, inFlight } = t.traffic('client')
    expect(sent).toBeGreaterThan(200)
    expect(served + inFlight).toBe(sent)
    expect(inFlight).toBeLessThan(30)
  })
})
