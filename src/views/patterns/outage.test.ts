import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import type { Action } from '../../session/index.ts'
import { at, deployment, pod, replicaSet } from '../testing/cluster.ts'
import { aJob } from '../testing/workloads.ts'
import { cardOf } from './card.ts'
import { lastDisaster, outageWords } from './outage.ts'
import { chosen } from './reads.ts'
import { mirror, object, START } from './testing.ts'

describe('the disaster, as the title tells it', () => {
  const fault = (name: string, spec: object, seconds: number) =>
    ({
      ...object('Fault', name, { spec, status: { phase: 'Active', since: at(seconds) } }),
      metadata: { name, creationTimestamp: at(seconds) },
    }) as never
  const told = (faults: ApiObject[], now = 372_000) => outageWords(mirror({ faults }, {}, now), START, ms => `${ms / 1000} s`)

  it('is a place and how long', () => {
    expect(told([fault('a', { type: 'NodeCrash', zone: 'zone-b' }, 60)])).toEqual({
      code: 'four.outage.NodeCrash',
      args: { place: 'zone-b', time: '312 s' },
    })
  })
  it('is the gravest sort, since its first', () => {
    const faults = [
      fault('a', { type: 'NodePartition', nodes: ['node-1'] }, 10),
      fault('b', { type: 'NodeCrash', nodes: ['node-2', 'node-3'] }, 100),
      fault('c', { type: 'NodeCrash', nodes: ['node-3'] }, 72),
    ]
    expect(told(faults)).toEqual({ code: 'four.outage.NodeCrash.several', args: { count: 2, time: '300 s' } })
  })
  it('is nothing when nothing strikes machines', () => {
    expect(told([])).toBeUndefined()
    expect(told([fault('a', { type: 'ProbeFailure' }, 1)])).toBeUndefined()
  })
  it('began with the last strike before now, mended or not', () => {
    const act = (atMs: number, code: string): Action => ({ atMs, say: { code, args: {} }, requests: [] })
    const actions = [act(10, 'act.opening'), act(20, 'fault.zoneOutage'), act(30, 'fault.zoneOn'), act(90, 'fault.nodeCrash')]
    expect(lastDisaster(actions, 50)).toBe(20)
    expect(lastDisaster(actions, 95)).toBe(90)
    expect(lastDisaster(actions, 15)).toBeUndefined()
  })
})

describe('which workload stands for its pattern', () => {
  const [a, b] = [deployment('api'), deployment('web')]
  const set = replicaSet('web-1', { owner: 'web' })
  const p = pod('web-1-x', { owner: { kind: 'ReplicaSet', name: 'web-1' } })
  const m = mirror({ deployments: [b, a], replicasets: [set], pods: [p] })
  it('is the first by name, or the one that was selected, or whose pod was', () => {
    expect(chosen(m, 'deployment')?.metadata.name).toBe('api')
    expect(chosen(m, 'deployment', 'deployments default/web')?.metadata.name).toBe('web')
    expect(chosen(m, 'deployment', 'replicasets default/web-1')?.metadata.name).toBe('web')
    expect(chosen(m, 'deployment', 'pods default/web-1-x')?.metadata.name).toBe('web')
    expect(chosen(m, 'job')).toBeUndefined()
  })
  it('of Jobs is one under way, and the one of the most completions', () => {
    const over = (type: string) => ({ conditions: [{ type, status: 'True' }] })
    const [one, picture] = [aJob('a', {}, over('Failed')), aJob('picture', { completions: 48 }, over('Complete'))]
    expect(chosen(mirror({ jobs: [one, picture] }), 'job')?.metadata.name).toBe('picture')
    expect(chosen(mirror({ jobs: [one, picture, aJob('b')] }), 'job')?.metadata.name).toBe('b')
    expect(chosen(mirror({ jobs: [one, aJob('b'), aJob('c', { completions: 3 })] }), 'job')?.metadata.name).toBe('c')
  })
  it('has a card with its places and what is missing', () => {
    const set6 = replicaSet('web-1', { owner: 'web', replicas: 3, available: 2 })
    const card = cardOf(mirror({ deployments: [b], replicasets: [set6] }), b)
    expect(card).toMatchObject({
      kind: 'Deployment',
      subject: 'deployments default/web',
      row: { on: 2, want: 1 },
      pill: { args: { count: 1 } },
    })
    expect(card?.places).toEqual([true, true, false])
  })
  it('says of who rests how it rests: a Deployment is paused, a Job is suspended', () => {
    const still = { ...b, spec: { ...b.spec, paused: true } } as typeof b
    expect(cardOf(mirror({ deployments: [still] }), still)?.pill).toEqual({ code: 'stage.pill.paused', args: {} })
    const job = aJob('work', { suspend: true })
    expect(cardOf(mirror({ jobs: [job] }), job)?.pill).toEqual({ code: 'stage.pill.suspended', args: {} })
  })
})
