// Many random histories of a StatefulSet: sizes, templates, partitions, deletions and failures at random moments. What must hold at every instant holds,
// what must be true at rest is, and the same seed tells the same story.
import { describe, expect, it } from 'vitest'
import { type Commit, Dice } from '../../../engine/index.ts'
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import { attachments, mounted } from '../../storage/index.ts'
import { StorageWorld } from '../../storage/testing/world.ts'
import { machines, processes } from '../../tables.ts'
import { statefulset } from '../statefulset.ts'
import { fakeKubelet, SmallWorld, template } from '../testing/world.ts'
import { ordinalOf, revisionOf } from './identity.ts'
import { isRunningAndReady } from './pods.ts'

interface Play {
  w: SmallWorld
  dice: Dice
  policy: string
  set(): StatefulSet
}

function begin(seed: number): Play {
  const dice = Dice.seeded(seed)
  const w = new SmallWorld({ seed, actors: [statefulset, fakeKubelet({ startMs: 100 + dice.roll(400), stopMs: 50 + dice.roll(400) })] })
  const policy = dice.roll(2) ? 'Parallel' : 'OrderedReady'
  const spec = {
    replicas: 1 + dice.roll(4),
    serviceName: 'web',
    podManagementPolicy: policy,
    selector: { matchLabels: { app: 'web' } },
    template: template('web:1'),
  }
  w.create('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' }, spec })
  return { w, dice, policy, set: () => w.get<StatefulSet>('statefulsets', 'web') as StatefulSet }
}

const image = (p: Play, name: string) =>
  p.w.merge('statefulsets', 'web', { spec: { template: { spec: { containers: [{ name: 'main', image: name }] } } } })

function act(p: Play): void {
  const { w, dice } = p
  const pods = w.pods()
  const pod = pods[dice.roll(Math.max(1, pods.length))]
  switch (dice.roll(8)) {
    case 0:
    case 1:
      return void w.merge('statefulsets', 'web', { spec: { replicas: dice.roll(6) } })
    case 2:
    case 3:
      return void image(p, `web:${1 + dice.roll(4)}`)
    case 4:
      return void w.merge('statefulsets', 'web', { spec: { updateStrategy: { rollingUpdate: { partition: dice.roll(4) } } } })
    case 5:
      return void w.merge('statefulsets', 'web', { spec: { ordinals: { start: dice.roll(3) } } })
    case 6:
      if (pod) w.remove('pods', pod.metadata.name, dice.roll(3) ? {} : { gracePeriodSeconds: 0 })
      return
    default:
      if (!pod || pod.metadata.deletionTimestamp || pod.status.phase !== 'Running') return
      w.engine.act('you', '-', 'test', {}, cause =>
        w.engine.api.update(
          'pods',
          { ...pod, status: { ...pod.status, phase: 'Failed' } },
          { cause, subresource: 'status', trusted: true },
        ),
      )
  }
}

/** What must hold whenever a pod is created or deleted. */
function watch(p: Play): { broken: string[] } {
  const broken: string[] = []
  const everReady = new Set<string>()
  p.w.engine.store.listen((c: Commit) => {
    if (c.plural !== 'pods') return
    const pod = c.object as Pod
    if (isRunningAndReady(pod)) everReady.add(pod.metadata.uid)
    if (c.type !== 'ADDED') return
    const ordinal = ordinalOf(pod.metadata.name)
    const others = p.w.pods().filter(o => o.metadata.uid !== pod.metadata.uid)
    if (others.some(o => o.metadata.name === pod.metadata.name)) broken.push(`two of ${pod.metadata.name}`)
    if (p.policy === 'Parallel') return
    // Of the pods below, none may be still on its first way to Ready: two unsettled pods come only from outside.
    const fresh = others.filter(
      o => ordinalOf(o.metadata.name) < ordinal && !everReady.has(o.metadata.uid) && !o.metadata.deletionTimestamp,
    )
    const start = p.set().spec.ordinals?.start ?? 0
    for (const o of fresh) if (ordinalOf(o.metadata.name) >= start) broken.push(`${pod.metadata.name} before ${o.metadata.name} was ready`)
  })
  return { broken }
}

function atRest(p: Play): void {
  const { spec, status } = p.set()
  const start = spec.ordinals?.start ?? 0
  const pods = p.w.pods().sort((a, b) => ordinalOf(a.metadata.name) - ordinalOf(b.metadata.name))
  expect(pods.map(o => ordinalOf(o.metadata.name))).toEqual(Array.from({ length: spec.replicas }, (_, i) => start + i))
  expect(pods.every(isRunningAndReady)).toBe(true)
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0
  pods.slice(partition).forEach(o => void expect(revisionOf(o)).toBe(status.updateRevision))
  const { replicas, readyReplicas = 0, updatedReplicas = 0 } = status
  const updated = pods.filter(o => revisionOf(o) === status.updateRevision).length
  expect([replicas, readyReplicas, updatedReplicas]).toEqual([pods.length, pods.length, updated])
}

function play(seed: number): { hash: string; broken: string[] } {
  const p = begin(seed)
  const { broken } = watch(p)
  for (let n = 0; n < 12; n++) {
    p.w.wait(p.dice.roll(20) / 10)
    act(p)
  }
  // Whoever is trapped is freed by the last template.
  image(p, 'web:9')
  p.w.wait(120)
  atRest(p)
  return { hash: p.w.engine.hash(), broken }
}

describe('random histories', () => {
  it.each(Array.from({ length: 60 }, (_, i) => i + 1))('seed %i', seed => {
    expect(play(seed).broken).toEqual([])
  })
  it('the same seed tells the same story', () => expect(play(7).hash).toBe(play(7).hash))
})

describe('without interference', () => {
  it('with OrderedReady the ordinals that exist are contiguous at every instant, and one pod at most is not ready', () => {
    const w = new SmallWorld({ actors: [statefulset, fakeKubelet()] })
    const spec = { replicas: 5, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template: template('web:1') }
    let worst = 0
    w.engine.store.listen(c => {
      if (c.plural !== 'pods') return
      const ordinals = w
        .pods()
        .map(o => ordinalOf(o.metadata.name))
        .sort((a, b) => a - b)
      expect(ordinals).toEqual(ordinals.map((_, i) => i))
      worst = Math.max(worst, w.pods().filter(o => !isRunningAndReady(o) || o.metadata.deletionTimestamp).length)
    })
    w.create('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' }, spec })
    w.wait(20)
    for (const replicas of [2, 6, 0, 3]) {
      w.merge('statefulsets', 'web', { spec: { replicas } })
      w.wait(30)
    }
    expect([w.pods().length, worst]).toEqual([3, 1])
  })
})

describe('a whole cluster with faults', () => {
  /** The pods of a name that really run, wherever. */
  const running = (w: StorageWorld) => {
    const names = [...processes(w.engine.world).values()].filter(r =>
      r.containers.some(c => c.startedAt !== undefined && c.finishedAt === undefined),
    )
    return names.map(r => r.key).filter(k => k.startsWith('default/zk-'))
  }
  it.each([1, 2, 3, 4, 5, 6])('without force no two pods of one name ever run at once, and no disk is lost: seed %i', seed => {
    const w = new StorageWorld({ seed })
    const dice = Dice.seeded(seed)
    w.set('zk', 3, 'echo $HOSTNAME >> /data/log; sleep 10000')
    w.running('zk-2')
    for (let n = 0; n < 12; n++) {
      const node = `node-${1 + dice.roll(3)}`
      const deed = dice.roll(4)
      const pod = `zk-${dice.roll(3)}`
      if (deed === 0 && w.getPod(pod)) w.remove('pods', `default/${pod}`)
      if (deed === 1) w.fault(`fault-${n}`, { type: dice.roll(2) ? 'NodeCrash' : 'NodePartition', nodes: [node] })
      if (deed === 2) for (const f of [...w.engine.store.list('faults')]) w.remove('faults', f.metadata.name)
      for (let step = 0; step < 60; step++) {
        w.wait(0.5 + dice.roll(20) / 10)
        const now = running(w)
        expect(new Set(now).size).toBe(now.length)
        for (const m of mounted(w.engine.world).values())
          if (machines(w.engine.world).get(m.node)?.power === 'on') expect(attachments(w.engine.world).get(m.disk)?.node).toBe(m.node)
      }
    }
    for (const f of [...w.engine.store.list('faults')]) w.remove('faults', f.metadata.name)
    w.until('all run', () => [0, 1, 2].every(n => w.isRunning(`zk-${n}`)), 900)
    for (const n of [0, 1, 2]) expect(new Set(w.file(`data-zk-${n}`, 'log')?.trim().split('\n'))).toEqual(new Set([`zk-${n}`]))
  })
})
