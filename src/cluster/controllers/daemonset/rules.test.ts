// Rules of the DaemonSet controller that decide little but are told nowhere else.
import { describe, expect, it } from 'vitest'
import type { DaemonSet, Pod } from '../../../kube/index.ts'
import { template } from '../testing/world.ts'
import { backOffLeft, raiseBackOff } from './backoff.ts'
import type { Census } from './census.ts'
import { deedsOf } from './deeds.ts'
import { awaitMinReady } from './minready.ts'
import { byAge } from './pods.ts'

const ds = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default', uid: 'agent' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('nginx:1', { app: 'agent' }) },
  status: {},
} as unknown as DaemonSet

describe('the back-off of failed daemon pods', () => {
  /** A node's back-off after so many failures, with so long between them. */
  const left = (failures: number, everyMs: number) => {
    const rows = new Map()
    let now = 0
    const world = () => ({ now, table: () => rows }) as never
    for (let i = 0; i < failures; i++) {
      now += everyMs
      raiseBackOff(world(), ds, 'node-1')
    }
    return backOffLeft(world(), ds, 'node-1')
  }
  it('doubles from one second to fifteen minutes', () => {
    expect([1, 2, 3, 10, 11, 12].map(n => left(n, 1000))).toEqual([1000, 2000, 4000, 512_000, 900_000, 900_000])
  })
  it('begins anew when nothing has failed for twice as long', () => {
    expect([left(2, 30 * 60_000), left(2, 30 * 60_000 + 1)]).toEqual([2000, 1000])
  })
})

it('makes no more than 250 pods in one visit, and deletes no more', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => `${i}`)
  const remove = many(300).map(name => ({ metadata: { name, namespace: 'default' } }) as Pod)
  const deeds = deedsOf(ds, 'hash', { create: many(300), remove }).flat()
  expect(['create', 'delete'].map(verb => deeds.filter(d => d.verb === verb).length)).toEqual([250, 250])
})

it('of two pods on a node the bound one is kept, then the older', () => {
  const pod = (name: string, creationTimestamp: string, nodeName?: string) => ({
    metadata: { name, creationTimestamp },
    spec: { nodeName },
  })
  const pods = [pod('b', '2017-01-02', 'n'), pod('a', '2017-01-01'), pod('c', '2017-01-01', 'n')] as Pod[]
  expect(pods.sort(byAge).map(p => p.metadata.name)).toEqual(['c', 'b', 'a'])
})

it('looks again after minReadySeconds as long as pods are ready and not available', () => {
  const ds = { spec: { minReadySeconds: 7 } } as DaemonSet
  const again = (ready: number, available: number, of = ds) =>
    awaitMinReady({ nowMs: 1000 } as never, of, { waiting: [], totals: { ready, available } } as unknown as Census)
  expect([again(3, 2), again(3, 3), again(3, 0, { spec: {} } as DaemonSet)]).toEqual([7000, undefined, undefined])
  const beside = { waiting: [{ pods: new Map() }], totals: { ready: 3, available: 3 } } as unknown as Census
  expect(awaitMinReady({ nowMs: 1000 } as never, ds, beside)).toBe(8000)
})
