// Draining nodes, taints, evictions, disasters of zones, and what is done to several things at once.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Fault, Node, Pod } from '../../kube/index.ts'
import { Hands } from '../menus/hands.ts'
import { AGENT, Living, ZK } from './testing/living.ts'

const BUDGET = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: zk}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: zk}}}
`
let c: Living
const pods = () => [...c.mirror.objects<Pod>('pods').values()]
const on = (node: string) => pods().filter(p => p.spec.nodeName === node && !p.metadata.deletionTimestamp)
const dark = () => [...c.mirror.rows('machines').values()].filter(m => m.power === 'off').map(m => m.node)
const until = async (isSo: () => boolean, stepMs = 2000, most = 60) => {
  for (let i = 0; i < most && !isSo(); i++) {
    await c.pass(stepMs)
    await new Promise(r => setTimeout(r))
  }
}

beforeEach(async () => {
  c = await new Living().begin()
})

describe('drain', () => {
  it('cordons and evicts all but what its DaemonSet would put back', async () => {
    await c.apply(AGENT)
    expect(await c.does('nodes node-1', 'drain')).toBe('kubectl drain node-1 --ignore-daemonsets')
    await c.pass(40_000)
    expect(c.mirror.object<Node>('nodes', 'node-1')?.spec.unschedulable).toBe(true)
    expect(on('node-1').map(p => p.metadata.labels?.app)).toEqual(['agent'])
    expect(pods().filter(p => p.metadata.labels?.demo)).toHaveLength(3)
  })
  it('says which flags it needs', async () => {
    await c.apply(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: bare}\nspec: {nodeName: node-2, volumes: [{name: a, emptyDir: {}}], containers: [{name: a, image: "web:1"}]}',
    )
    expect(c.deed('nodes node-2', 'drain').line).toBe('kubectl drain node-2 --ignore-daemonsets --delete-emptydir-data --force')
  })
  it('asks again every five seconds for what a budget refuses, each time as an action, until all are gone', async () => {
    await c.apply(`${ZK}\n---\n${BUDGET}`)
    await c.does('nodes node-1', 'cordon')
    await c.does('nodes node-2', 'cordon')
    for (const p of pods().filter(p => p.metadata.labels?.app === 'zk' && p.spec.nodeName !== 'node-3'))
      await c.does(`pods default/${p.metadata.name}`, 'delete')
    await c.pass(30_000)
    expect(on('node-3').filter(p => p.metadata.labels?.app === 'zk')).toHaveLength(3)
    for (const n of ['node-1', 'node-2']) await c.does(`nodes ${n}`, 'cordon')

    const hands = new Hands(c.session)
    const before = c.state.branches[0]?.actions.length ?? 0
    expect(await hands.perform(c.deed('nodes node-3', 'drain'))).toBe(true)
    const said = () => hands.notices.list().map(n => n.text ?? '')
    expect(said().find(text => text.startsWith('error when evicting pods/"zk-'))).toContain(
      "(will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.",
    )
    await until(() => on('node-3').length === 0)
    expect(on('node-3')).toEqual([])
    const fresh = c.state.branches[0]?.actions.slice(before) ?? []
    expect(fresh.map(a => a.say.code)).toEqual(['act.drain', ...fresh.slice(1).map(() => 'act.drainAgain')])
    expect(fresh.length).toBeGreaterThan(2)
    for (const [i, a] of fresh.entries()) if (i > 0) expect(a.atMs - (fresh[i - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(5000)
    expect(pods().filter(p => p.metadata.labels?.app === 'zk')).toHaveLength(3)
  }, 120_000)
  it('is called off by uncordoning, and does nothing in the past', async () => {
    await c.apply(`${ZK}\n---\n${BUDGET.replace('maxUnavailable: 1', 'maxUnavailable: 0')}`)
    const hands = new Hands(c.session)
    const node = pods().find(p => p.metadata.labels?.app === 'zk')?.spec.nodeName as string
    await hands.perform(c.deed(`nodes ${node}`, 'drain'))
    const asked = () => c.state.branches.flatMap(b => b.actions).filter(a => a.say.code === 'act.drainAgain').length
    const { now } = c.state
    await until(() => asked() === 1)
    await c.state.seek(now + 5500)
    await c.state.seek(now + 100)
    await until(() => false, 1000, 4)
    expect([asked(), c.state.branches.length]).toEqual([1, 1])
    await c.state.seek(c.state.head)
    await until(() => asked() === 2)
    await c.does(`nodes ${node}`, 'cordon')
    await until(() => false, 2000, 8)
    expect(asked()).toBe(2)
  }, 120_000)
  it('evicts one pod as the same request that kubectl can only send raw', async () => {
    const name = pods()[0]?.metadata.name as string
    expect(await c.does(`pods default/${name}`, 'evict')).toMatch(
      new RegExp(`^echo '\\{.*"kind":"Eviction".*\\}' \\| kubectl create --raw /api/v1/namespaces/default/pods/${name}/eviction -f -$`),
    )
    await c.pass(35_000)
    expect(pods().map(p => p.metadata.name)).not.toContain(name)
  })
})

describe('a node', () => {
  it('is tainted, and the taint taken away, as kubectl writes it', async () => {
    const taints = () => c.mirror.object<Node>('nodes', 'node-1')?.spec.taints ?? []
    expect(await c.does('nodes node-1', 'taint', { answer: 'dedicated=db:NoSchedule' })).toBe(
      'kubectl taint node node-1 dedicated=db:NoSchedule',
    )
    expect(taints()).toEqual([{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }])
    await c.does('nodes node-1', 'taint', { answer: 'dedicated:NoExecute' })
    expect(taints()).toHaveLength(2)
    expect(await c.does('nodes node-1', 'taint', { answer: 'dedicated=x:NoExecute' })).toContain('--overwrite')
    await c.does('nodes node-1', 'taint', { answer: 'dedicated:NoExecute-' })
    expect(taints()).toHaveLength(1)
    await c.does('nodes node-1', 'taint', { answer: 'dedicated-' })
    expect(taints()).toEqual([])
    const { question } = c.verb('nodes node-1', 'taint')
    expect(['', 'a', 'a=b', 'a=b:Never', 'a=b-', 'a b:NoSchedule'].map(a => question?.check(a))).not.toContain(undefined)
  })
  it('has a slow disk, and its old one', async () => {
    const slow = () => c.mirror.row('machines', 'node-2')?.slowDisk
    await c.does('nodes node-2', 'disk')
    await c.pass(100)
    expect(slow()).toBe(true)
    await c.does('nodes node-2', 'disk')
    await c.pass(100)
    expect(slow()).toBe(false)
  })
})

describe('a zone', () => {
  beforeEach(async () => {
    c = await new Living().begin(6)
  })
  it.each([
    ['outage', 'power', 'off'],
    ['zoneNetwork', 'link', 'cut'],
    ['zoneDisks', 'slowDisk', true],
  ] as const)('is struck and mended as a whole: %s', async (id, field, struck) => {
    const hit = () => [...c.mirror.rows('machines').values()].filter(m => m[field] === struck).map(m => m.node)
    await c.does('zones zone-b', id)
    await c.pass(100)
    expect(hit()).toEqual(['node-2', 'node-5'])
    await c.does('zones zone-b', id)
    await c.pass(100)
    expect(hit()).toEqual([])
    expect([...c.mirror.objects<Fault>('faults').values()]).toEqual([])
  })
  it('gets its power back also where only one node had lost it', async () => {
    await c.does('nodes node-5', 'power')
    await c.pass(100)
    const [mends, strikes] = c.verbs('zones zone-b').filter(v => v.id === 'outage')
    expect([mends?.key, strikes?.key]).toEqual(['verb.zoneOn', 'verb.outage'])
    await c.does('zones zone-b', 'outage')
    await c.pass(100)
    expect(dark()).toEqual([])
  })
})

describe('several at once', () => {
  it('lose their power as one action', async () => {
    const before = c.state.branches[0]?.actions.length ?? 0
    await c.does('nodes node-1,node-3', 'power')
    await c.pass(100)
    expect(dark()).toEqual(['node-1', 'node-3'])
    expect(c.state.branches[0]?.actions.length).toBe(before + 1)
    expect(c.state.branches[0]?.actions[before]?.say).toEqual({ code: 'fault.nodeCrash', args: { node: 'node-1, node-3' } })
  })
  it('have one command line where kubectl takes several names', async () => {
    expect(await c.does('nodes node-1,node-3', 'cordon')).toBe('kubectl cordon node-1 node-3')
    expect(c.deed('nodes node-1,node-2', 'label', { answer: 'a=b' }).line).toBe('kubectl label node node-1 node-2 a=b')
    const names = pods()
      .slice(0, 2)
      .map(p => p.metadata.name)
    expect(await c.does(`pods ${names.map(n => `default/${n}`).join()}`, 'delete')).toBe(`kubectl delete pod ${names.join(' ')}`)
  })
  it('offer both where one is on and the other off', async () => {
    await c.does('nodes node-1', 'cordon')
    expect(
      c
        .verbs('nodes node-1,node-2')
        .filter(v => v.id === 'cordon')
        .map(v => [v.key, v.letter]),
    ).toEqual([
      ['verb.uncordon', 'O'],
      ['verb.cordon', undefined],
    ])
    expect(c.ids('nodes node-1,node-2')).not.toContain('addNode')
  })
})
