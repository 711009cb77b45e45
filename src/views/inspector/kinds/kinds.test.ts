// What the inspector says of each kind, against a real cluster in this thread: its state, its numbers, what it waits for, its chart's lit answer.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { comparingMachines } from '../../../cluster/index.ts'
import { AGENT, Living, NIGHTLY, TILES, ZK } from '../../verbs/testing/living.ts'
import { loadRest } from '../../words/index.ts'
import { workloads } from '../../workloads/index.ts'
import { comparingDefinition, type MachineConfig } from '../chart/definition.ts'
import { differing } from '../differing.ts'
import { stateOf } from '../Head.tsx'
import { titleOf } from '../title.ts'
import { waitOf } from '../waiting.ts'
import { inspectedKind } from './index.ts'

let c: Living
beforeAll(loadRest)
beforeEach(async () => {
  c = await new Living().begin()
})
const state = (subject: string) => stateOf(c.mirror, subject)
const wait = (subject: string) => waitOf(c.mirror, subject)
const object = (subject: string) => {
  const [plural = '', key = ''] = subject.split(' ')
  const o = c.mirror.object(plural, key)
  if (!o) throw new Error(`no ${subject}`)
  return { plural, o }
}
const numbers = (subject: string) => {
  const { plural, o } = object(subject)
  return Object.fromEntries((inspectedKind(plural)?.numbers?.(o) ?? []).map(n => [n.key.replace('inspect.count.', ''), [n.wanted, n.seen]]))
}

describe('every kind of workload', () => {
  it.each(workloads.map(w => [w.plural, w.actor]))('%s is inspected, with the chart of its controller', (plural, actor) => {
    expect(inspectedKind(plural)?.actor).toBe(actor)
    expect(comparingMachines).toHaveProperty(actor)
  })
  it('has a live chart: what its controller said last is one of the answers', async () => {
    await c.apply([ZK, AGENT, TILES, NIGHTLY].join('\n---\n'), 10_000)
    const subjects = [
      'statefulsets default/zk',
      'daemonsets default/agent',
      'jobs default/tiles',
      'cronjobs default/nightly',
      'deployments default/nginx',
    ]
    for (const subject of subjects) {
      const { plural } = object(subject)
      const actor = inspectedKind(plural)?.actor as keyof typeof comparingMachines
      const { id, rows } = comparingDefinition(comparingMachines[actor].config as MachineConfig)
      const caption = c.mirror.row('captions', `${actor} ${subject.split(' ')[1]}`)
      expect(
        rows.map(r => `${id}.${r.target}`),
        subject,
      ).toContain(caption?.code)
    }
  })
})

describe('a StatefulSet', () => {
  it('counts as new only what its partition lets go on, and waits in its controller’s words', async () => {
    await c.apply(ZK)
    expect(state('statefulsets default/zk')).toBe('3 of 3 ready')
    expect(wait('statefulsets default/zk')).toBeUndefined()
    expect(differing('statefulsets', object('statefulsets default/zk').o)).toEqual(new Set())
    await c.does('statefulsets default/zk', 'partition', { answer: '2' })
    await c.does('statefulsets default/zk', 'image', { answer: 'web:broken' })
    await c.pass(15_000)
    expect(wait('statefulsets default/zk')).toMatchObject({ args: { pod: 'zk-2' } })
    expect(numbers('statefulsets default/zk')).toMatchObject({ updated: [1, 1], ready: [3, 2] })
    expect(differing('statefulsets', object('statefulsets default/zk').o)).toContain('status.currentRevision')
  })
})

describe('a DaemonSet', () => {
  it('counts nodes', async () => {
    await c.apply(AGENT)
    await c.does('nodes node-2', 'label', { answer: 'a=b' })
    await c.does('daemonsets default/agent', 'nodeSelector', { answer: 'a=b' })
    await c.pass(40_000)
    expect(numbers('daemonsets default/agent')).toEqual({
      nodes: [1, 1],
      updated: [1, 1],
      ready: [1, 1],
      available: [1, 1],
      misplaced: [0, 0],
    })
  })
})

describe('a Job', () => {
  const FAILING = TILES.replace('sleep 60', 'exit 1')
  it('says how much is done, and after failures when it goes on', async () => {
    await c.apply(TILES, 10_000)
    expect(state('jobs default/tiles')).toBe('0 of 6 succeeded')
    expect(numbers('jobs default/tiles')).toEqual({ completions: [6, 0], active: [2, 2] })
    await c.does('jobs default/tiles', 'delete')
    await c.pass(60_000)
    await c.apply(FAILING, 1000)
    for (let i = 0; i < 60 && wait('jobs default/tiles')?.code !== 'wait.backOff'; i++) await c.pass(500)
    expect(wait('jobs default/tiles')).toMatchObject({ code: 'wait.backOff' })
  })
  it('wants nobody at work once it has failed', async () => {
    await c.apply(FAILING.replace('parallelism: 2', 'parallelism: 2\n  backoffLimit: 0'), 60_000)
    expect(state('jobs default/tiles')).toBe('failed, 0 of 6 succeeded')
    expect(numbers('jobs default/tiles')).toMatchObject({ active: [0, 0] })
    expect(wait('jobs default/tiles')).toBeUndefined()
  })
})

describe('what is not a workload', () => {
  it('a CronJob waits for its next time, unless it is suspended', async () => {
    await c.apply(NIGHTLY, 1000)
    expect(wait('cronjobs default/nightly')).toMatchObject({ code: 'wait.schedule' })
    await c.does('cronjobs default/nightly', 'suspend')
    await c.pass(1000)
    expect(wait('cronjobs default/nightly')).toMatchObject({ code: 'cronjob.suspended' })
    expect(state('cronjobs default/nightly')).toBe('0 3 * * *, suspended')
  })
  it('an autoscaler that cannot measure wants an unknown number', async () => {
    await c.apply(
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nginx}, maxReplicas: 4, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}',
      40_000,
    )
    expect(numbers('horizontalpodautoscalers default/a')).toEqual({ replicas: ['?', 3] })
    expect(wait('horizontalpodautoscalers default/a')).toMatchObject({ code: 'horizontalpodautoscaler.blind' })
  })
  it('a budget that can spare none says so', async () => {
    await c.apply(
      `${ZK}\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 3, selector: {matchLabels: {app: zk}}}`,
    )
    expect(state('poddisruptionbudgets default/b')).toBe('0 may be evicted')
    expect(wait('poddisruptionbudgets default/b')).toMatchObject({ code: 'disruption.exhausted' })
  })
  it('a claim that cannot be bound says why', async () => {
    await c.apply(
      'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p}\nspec: {storageClassName: nosuch, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}',
      5000,
    )
    expect(state('persistentvolumeclaims default/p')).toBe('Pending')
    expect(wait('persistentvolumeclaims default/p')).toMatchObject({ code: 'persistentvolume.noClass', args: { class: 'nosuch' } })
  })
})

it('several things are called by all their names, and many by some', () => {
  expect(titleOf(c.mirror, 'nodes node-1,node-3')).toBe('Node node-1, node-3')
  expect(titleOf(c.mirror, 'jobs d/a,d/b,d/c,d/e,d/f')).toBe('Job a, b, c +2')
})
