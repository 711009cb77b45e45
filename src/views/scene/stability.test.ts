import { describe, expect, it } from 'vitest'
import type { Mirror } from '../../session/index.ts'
import { at, batch, code, deployment, machine, mirrorOf, node, pod, replicaSet, runRows } from '../testing/cluster.ts'
import { rolloutMirror } from '../testing/rollout.ts'
import type { Memory } from './memory.ts'
import { scene } from './scene.ts'
import type { Scene, SceneOptions } from './types.ts'

const WIDE = { width: 1192, height: 872 }
const draw = (mirror: Mirror, viewport = WIDE, options: Partial<SceneOptions> = {}, memory?: Memory) =>
  scene(mirror, viewport, { say: code, ...options }, memory)
const zones = ['zone-a', 'zone-b', 'zone-c']
const nodesOf = (count: number) => Array.from({ length: count }, (_, i) => node(`node-${i + 1}`, { zone: zones[i % 3] as string }))
const machines = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ table: 'machines' as const, key: `node-${i + 1}`, row: machine(`node-${i + 1}`) }))
const owner = { kind: 'ReplicaSet', name: 'web-1' }
const web = (suffix: string, o: object = {}) => pod(`web-1-${suffix}`, { owner, ready: true, ...o })

describe('while a rollout runs', () => {
  /** 12 pods of revision 1 are replaced three by three on four nodes; each state of the world is one scene. */
  function* rollout() {
    let pods = Array.from({ length: 12 }, (_, i) => web(`old${i}`, { node: `node-${(i % 4) + 1}`, created: at(i) }))
    const base = () => [
      ...nodesOf(4),
      deployment('web', { replicas: 12, surge: 3 }),
      replicaSet('web-1', { owner: 'web', replicas: pods.length }),
    ]
    yield { pods, base: base() }
    for (let wave = 0; wave < 4; wave++) {
      const born = [0, 1, 2].map(i => web(`new${wave}${i}`, { node: `node-${((wave + i) % 4) + 1}`, created: at(100 + wave * 3 + i) }))
      pods = [...pods, ...born]
      yield { pods, base: base() }
      pods = pods.filter(p => !p.metadata.name.includes('old') || Number(p.metadata.name.slice(9)) >= (wave + 1) * 3)
      yield { pods, base: base() }
    }
  }

  it('no pod that stays is moved or resized, and no node', () => {
    let memory: Memory | undefined
    let before: Scene | undefined
    let gone: string[] = []
    let scenes = 0
    let now = 0
    const mirror = mirrorOf()
    for (const { pods, base } of rollout()) {
      now += 700
      const names = pods.map(p => `default/${p.metadata.name}`)
      gone = [...mirror.objects('pods').keys()].filter(k => !names.includes(k))
      const b = batch(now, [...base, ...pods], [...machines(4), ...runRows(pods)])
      const ended = gone.map(key => ({ table: 'processes' as const, key: mirror.object('pods', key)?.metadata.uid ?? '' }))
      mirror.take({ ...b, objects: [...b.objects, ...gone.map(key => ({ plural: 'pods', key }))], rows: [...b.rows, ...ended] })
      const drawn = draw(mirror, WIDE, {}, memory)
      memory = drawn.memory
      for (const p of drawn.scene.pods) {
        const old = before?.pods.find(q => q.id === p.id)
        if (old && p.place === 'slot') expect([p.id, p.x, p.y, p.w, p.h]).toEqual([p.id, old.x, old.y, old.w, old.h])
      }
      if (before) expect(drawn.scene.nodes.map(n => [n.x, n.y, n.w, n.h])).toEqual(before.nodes.map(n => [n.x, n.y, n.w, n.h]))
      before = drawn.scene
      scenes++
    }
    expect(scenes).toBe(9)
    expect(before?.pods.filter(p => p.place === 'slot')).toHaveLength(12)
  })

  it('a pod that is created takes the place of the ghost that stood for it', () => {
    const base = [...nodesOf(3), deployment('web', { replicas: 2 }), replicaSet('web-1', { owner: 'web', replicas: 2 })]
    const mirror = mirrorOf(batch(0, base, machines(3)))
    const first = draw(mirror)
    const ghosts = first.scene.pods.filter(p => p.state === 'ghost')
    expect(ghosts).toHaveLength(2)
    mirror.take(batch(10, [web('a', { ready: false })]))
    const second = draw(mirror, WIDE, {}, first.memory).scene.pods
    const [pending] = second.filter(p => p.state === 'pending')
    expect(ghosts.map(g => g.x)).toContain(pending?.x)
    expect(second.filter(p => p.state === 'ghost')).toHaveLength(1)
  })

  it('a waiting pod stays where it waits when others leave the tray', () => {
    const base = [...nodesOf(3), deployment('web', { replicas: 2 }), replicaSet('web-1', { owner: 'web', replicas: 2 })]
    const [a, b] = [web('a', { ready: false, created: at(0) }), web('b', { ready: false, created: at(1) })]
    const mirror = mirrorOf(batch(0, [...base, a, b], machines(3)))
    const first = draw(mirror)
    const where = (s: Scene) => s.pods.find(p => p.full === 'web-1-b')?.x
    mirror.take(batch(10, [web('a', { node: 'node-1', ready: false, created: at(0) })]))
    expect(where(draw(mirror, WIDE, {}, first.memory).scene)).toBe(where(first.scene))
  })
})

describe('the memory', () => {
  it('is void after a change of history, but a pod that is met again stands where it stood', () => {
    const base = [...nodesOf(3), deployment('web', { replicas: 3 }), replicaSet('web-1', { owner: 'web' })]
    const all = ['a', 'b', 'c'].map((n, i) => web(n, { node: 'node-1', created: at(i) }))
    const mirror = mirrorOf(batch(0, [...base, ...all], machines(3)))
    const first = draw(mirror)
    const where = (s: Scene, name: string) => s.pods.find(p => p.full === `web-1-${name}`)?.y
    const y = where(first.scene, 'c')
    mirror.take(batch(0, [...base, ...all.slice(2)], machines(3), { reset: true }))
    const second = draw(mirror, WIDE, {}, first.memory)
    expect(where(second.scene, 'c')).toBe(y)
    expect(second.memory.epoch).toBe(mirror.epoch)
    expect([...(second.memory.nodes.get('node-1')?.slots.keys() ?? [])]).toEqual(['uid-web-1-c'])
    expect(where(draw(mirror).scene, 'c')).not.toBe(y)
  })

  it('makes the scene a function: the same mirror and memory give the same', () => {
    const mirror = rolloutMirror()
    const one = draw(mirror)
    expect(draw(mirror, WIDE, {}, one.memory).scene).toEqual(draw(mirror, WIDE, {}, one.memory).scene)
    expect(draw(mirror).scene).toEqual(one.scene)
  })

  it('lets a node become less dense only when all has been quiet for a while', () => {
    const base = (n: number) => [...nodesOf(2), deployment('web', { replicas: n }), replicaSet('web-1', { owner: 'web', replicas: n })]
    const many = Array.from({ length: 30 }, (_, i) => web(`p${i}`, { node: 'node-1', created: at(i) }))
    const mirror = mirrorOf(batch(0, [...base(30), ...many], machines(2)))
    let { memory, scene: s } = draw(mirror)
    const dense = s.pods[0]?.density
    const left = many.slice(20, 22)
    const gone = many.filter(p => !left.includes(p)).map(p => ({ plural: 'pods', key: `default/${p.metadata.name}` }))
    const b = batch(1000, base(2))
    mirror.take({ ...b, objects: [...b.objects, ...gone] })
    ;({ memory, scene: s } = draw(mirror, WIDE, {}, memory))
    expect(s.pods[0]?.density).toBe(dense)
    mirror.take(batch(3000, []))
    ;({ memory, scene: s } = draw(mirror, WIDE, {}, memory))
    expect(s.pods[0]?.density).toBe(dense)
    mirror.take(batch(9000, []))
    ;({ memory, scene: s } = draw(mirror, WIDE, {}, memory))
    expect(s.pods.map(p => p.density)).toEqual(['L', 'L'])
  })
})
