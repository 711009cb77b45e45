// What an ensemble promises, under random crashes, cuts and deletions while clients write: what was acknowledged is never lost, no term has two leaders, and
// when all is well again all have the same.
import { expect, it } from 'vitest'
import { Dice } from '../../../../engine/index.ts'
import { members } from '../../../tables.ts'
import { exec } from '../../exec.ts'
import { TestCluster } from '../testing/cluster.ts'
import { rows } from './rows.ts'

const NAMES = ['zk-0', 'zk-1', 'zk-2'] as const
const HISTORIES = 30

interface Written {
  readonly code: number
  readonly output: string
}

function play(seed: number, image: string, words: (n: number) => string[]): { t: TestCluster; acknowledged: number[] } {
  const dice = Dice.seeded(seed)
  const t = new TestCluster({ seed })
  const heard: Record<number, Written> = {}
  t.set('zk', image, { disk: '/data' })
  t.until(() => t.leaders().length === 1)
  t.hear(e => {
    heard[e.n as number] = e as unknown as Written
  })
  const leads = new Map<number, string>()
  const faults = new Set<string>()
  for (let n = 0; n < 40; n++) {
    const name = NAMES[dice.roll(3)] ?? 'zk-0'
    switch (dice.roll(8)) {
      case 0:
        if (t.nodeOf(name)) t.fault(`f${n}`, { type: dice.roll(2) ? 'NodePartition' : 'NodeCrash', nodes: [t.nodeOf(name)] })
        if (t.nodeOf(name)) faults.add(`f${n}`)
        break
      case 1:
      case 2:
        for (const f of [...faults].slice(0, 1)) {
          t.heal(f)
          faults.delete(f)
        }
        break
      case 3:
        t.fault(`c${n}`, { type: 'ContainerCrash', pods: { namespace: 'default', name } })
        break
      case 4:
        if (t.pod(name) && !t.pod(name)?.metadata.deletionTimestamp) t.remove('pods', `default/${name}`)
        break
      default:
        exec(t.world, `default/${name}`, 'main', words(n), 'ear', { type: 'ran', n })
    }
    for (let i = 0; i < 10; i++) {
      t.wait(dice.roll(8) / 10)
      for (const row of rows(t.world).values()) {
        if (row.role !== 'leads') continue
        expect(leads.get(row.term) ?? row.uid, `two lead in term ${row.term}`).toBe(row.uid)
        leads.set(row.term, row.uid)
      }
    }
  }
  for (const f of faults) t.heal(f)
  const isWell = () =>
    NAMES.every(n => t.isReady(n) && t.member(n)?.sees === 3) &&
    t.leaders().length === 1 &&
    [...members(t.world).values()].every(m => m.leader !== undefined)
  t.until(isWell, 3000)
  t.wait(60)
  return {
    t,
    acknowledged: Object.keys(heard)
      .map(Number)
      .filter(n => heard[n]?.code === 0),
  }
}

const all = (t: TestCluster) => NAMES.map(n => [...rows(t.world).values()].find(r => r.pod === `default/${n}`)?.data)

it('ZooKeeper keeps every acknowledged write', { timeout: 120_000 }, () => {
  let written = 0
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const { t, acknowledged } = play(seed, 'zookeeper:3.9', n => ['zkCli.sh', 'create', `/w${n}`, String(n)])
    const [data, ...others] = all(t)
    for (const other of others) expect(other).toEqual(data)
    const lost = acknowledged.filter(n => data?.[`/w${n}`] === undefined)
    expect(lost, `seed ${seed}`).toEqual([])
    written += acknowledged.length
  }
  expect(written).toBeGreaterThan(3 * HISTORIES)
})

it('MongoDB keeps every acknowledged write', { timeout: 120_000 }, () => {
  for (let seed = 1; seed <= HISTORIES / 3; seed++) {
    const { t, acknowledged } = play(seed, 'mongo:8', n => ['mongosh', '--eval', `db.w.insertOne({n: ${n}})`])
    const [data, ...others] = all(t)
    for (const other of others) expect(other).toEqual(data)
    const documents = (data?.['test.w']?.documents ?? []) as readonly string[]
    expect(acknowledged.filter(n => !documents.includes(`{n: ${n}}`))).toEqual([])
  }
})
