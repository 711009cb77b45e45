import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { batch, code, deployment, machine, mirrorOf, node, pod, replicaSet, runRows, timer, timerRows } from '../testing/cluster.ts'
import type { Memory } from './memory.ts'
import { scene } from './scene.ts'

const WIDE = { width: 1192, height: 872 }
const draw = (mirror: Mirror, options: object = {}, memory?: Memory, viewport = WIDE) =>
  scene(mirror, viewport, { say: code, ...options }, memory)
const base = () => [
  node('node-1'),
  node('node-2'),
  deployment('web', { replicas: 2 }),
  replicaSet('web-1', { owner: 'web', replicas: 2, available: 2 }),
]
const machines = ['node-1', 'node-2'].map(n => ({ table: 'machines' as const, key: n, row: machine(n) }))
const web = (s: string, o: object = {}) =>
  pod(`web-1-${s}`, { owner: { kind: 'ReplicaSet', name: 'web-1' }, ready: true, node: 'node-1', ...o })
const world = (objects: ApiObject[] = [], rows: Parameters<typeof batch>[2] = []) => {
  const pods = [web('a'), web('b', { node: 'node-2' })]
  return mirrorOf(batch(0, [...base(), ...pods, ...objects], [...machines, ...runRows(pods), ...(rows ?? [])]))
}
const actors = (m: ReturnType<typeof draw>) => m.scene.cards.map(c => c.actor)

describe('the rig', () => {
  it('has four controllers as cards, the others as squares, and no pill where nothing is missing', () => {
    const { scene: s } = draw(world())
    expect(s.cards.map(c => c.actor)).toEqual(['deployment', 'replicaset', 'scheduler', 'nodelifecycle'])
    expect(s.squares.map(q => q.actor)).toContain('tainteviction')
    expect(s.cards.map(c => c.pill)).toEqual(['', '', '', ''])
    expect(s.cards.some(c => c.acting)).toBe(false)
    expect(s.beam).toBeUndefined()
  })

  it('leaves one line between two rows of places and the pill where there is room for no more', () => {
    const old = replicaSet('web-0', { owner: 'web', replicas: 1, available: 1 })
    const say = (key: string) => (key.startsWith('stage.') ? key : 'waits for others to become ready')
    const { scene: s } = draw(world([old]), { say }, undefined, { width: 924, height: 572 })
    const card = s.cards.find(c => c.actor === 'replicaset')
    expect([card?.rows.length, card?.pill, card?.caption.length]).toEqual([2, 'stage.pill.missing', 1])
  })

  it('gives the card of whoever has been idle to one who has something to do, and keeps it there', () => {
    const mirror = world()
    const first = draw(mirror)
    mirror.take(batch(10, [], timerRows([timer('pods default/web-1-a', 'eviction', 0, 300_000)])))
    const second = draw(mirror, {}, first.memory)
    expect(actors(second)).toContain('tainteviction')
    expect(actors(second)[0]).toBe('deployment')
    mirror.take(batch(20, [], [{ table: 'timers', key: 'pods default/web-1-a eviction' }] as never))
    expect(actors(draw(mirror, {}, second.memory))).toEqual(actors(second))
  })

  it('takes the card back from one who looks after no workload, when that one has been idle for a while', () => {
    const mirror = world()
    const first = draw(mirror)
    mirror.take(batch(10, [], timerRows([timer('pods default/web-1-a', 'eviction', 0, 300_000)])))
    const second = draw(mirror, {}, first.memory)
    mirror.take(batch(20, [], [{ table: 'timers', key: 'pods default/web-1-a eviction' }] as never))
    const third = draw(mirror, {}, second.memory)
    mirror.take(batch(1600, [], []))
    expect(actors(draw(mirror, {}, third.memory))).toEqual(['deployment', 'replicaset', 'scheduler', 'nodelifecycle'])
    expect(actors(draw(mirror, { pinned: 'tainteviction' }, third.memory))).toContain('tainteviction')
    const asked = draw(mirror, { pinned: 'podgc' })
    expect(actors(draw(mirror, {}, asked.memory))).toEqual(['deployment', 'replicaset', 'scheduler', 'nodelifecycle'])
  })

  it('takes it back from one whose kind nobody uses as well, once it is no longer asked for', () => {
    const asked = draw(world(), { selection: 'actors job' })
    expect(actors(asked)).toContain('job')
    expect(actors(draw(world(), {}, asked.memory))).toEqual(['deployment', 'replicaset', 'scheduler', 'nodelifecycle'])
  })

  it('has one card a controller, also when that one is busy', () => {
    const mirror = world([web('c', { node: undefined, ready: false })])
    const { memory } = draw(mirror)
    expect(actors(draw(mirror, {}, memory))).toEqual(['deployment', 'replicaset', 'scheduler', 'nodelifecycle'])
  })

  it('shows the card that the person asks for', () => {
    expect(actors(draw(world(), { pinned: 'podgc' }))).toContain('podgc')
    expect(actors(draw(world(), { pinned: 'podgc' }, undefined, { width: 390, height: 480 }))).toEqual(['podgc'])
  })

  it('on a phone folds to the one that acts', () => {
    const mirror = world([web('c', { node: undefined, ready: false })])
    expect(actors(draw(mirror, { slow: true }, undefined, { width: 390, height: 480 }))).toEqual(['scheduler'])
  })

  it('says what a controller told last about the object at hand', () => {
    const caption = (key: string, text: string, since: number) => ({
      table: 'captions' as const,
      key: `deployment ${key}`,
      row: { actor: 'deployment', key, code: text, since, trace: since },
    })
    const { scene: s } = draw(world([], [caption('default/web', 'mine', 1), caption('default/other', 'not', 5)]))
    expect(s.cards[0]?.caption).toEqual(['mine'])
  })
})

describe('the card of a Deployment', () => {
  it('speaks of the selected one, else of the one with the greatest difference', () => {
    const other = [deployment('api', { replicas: 5 }), replicaSet('api-1', { owner: 'api', replicas: 5, available: 1 })]
    expect(draw(world(other)).scene.cards[0]).toMatchObject({ subject: 'deployments default/api', pill: 'stage.pill.toGo 4' })
    expect(draw(world(other)).scene.cards[0]?.label).toContain('api: ')
    expect(draw(world(other), { selection: 'deployments default/web' }).scene.cards[0]?.subject).toBe('deployments default/web')
    expect(draw(world(other), { selection: 'pods default/web-1-a' }).scene.cards[0]?.subject).toBe('deployments default/web')
    expect(draw(world(other), { selection: 'replicasets default/web-1' }).scene.cards[0]?.subject).toBe('deployments default/web')
  })

  it('shows which of the missing places old pods still fill', () => {
    const moved = deployment('web', { replicas: 3, revision: 2 })
    const sets = [
      replicaSet('web-2', { owner: 'web', replicas: 1, revision: 2, available: 0 }),
      replicaSet('web-1', { owner: 'web', replicas: 3, revision: 1, available: 3 }),
    ]
    const row = () => draw(world([moved, ...sets])).scene.cards[0]?.rows[0]
    expect(row()).toMatchObject({ on: 0, want: 3, shade: 'r2', old: { count: 3, shade: 'r1' } })
    sets[0] = replicaSet('web-2', { owner: 'web', replicas: 2, revision: 2, available: 2 })
    expect(row()).toMatchObject({ on: 2, want: 1, old: { count: 1, shade: 'r1' } })
    sets[0] = replicaSet('web-2', { owner: 'web', replicas: 3, revision: 2, available: 3 })
    expect(row()?.old).toBeUndefined()
  })

  it('counts surplus as a difference too', () => {
    const many = deployment('web', { replicas: 2, status: { replicas: 4 } })
    expect(draw(world([many])).scene.cards[0]?.pill).toBe('stage.pill.tooMany 2')
  })
})

describe('the beam', () => {
  const waiting = (a: boolean, b: boolean) => {
    const set = replicaSet('web-1', { owner: 'web', replicas: 2, available: Number(a) + Number(b) })
    const pods = [web('a', { ready: a }), web('b', { ready: b, node: 'node-2' })]
    return mirrorOf(batch(0, [...base().slice(0, 3), set, ...pods], [...machines, ...runRows(pods)]))
  }
  it('stays on its pod until that is ready, then swings to the next', () => {
    const first = draw(waiting(false, false))
    expect(first.memory.beam).toMatchObject({ actor: 'deployment', target: 'uid-web-1-a' })
    const turned = draw(waiting(false, false), {}, { ...first.memory, beam: { actor: 'deployment', target: 'uid-web-1-b', at: 0 } })
    expect(turned.memory.beam?.target).toBe('uid-web-1-b')
    expect(draw(waiting(true, false), {}, first.memory).memory.beam?.target).toBe('uid-web-1-b')
    expect(draw(waiting(true, true), {}, first.memory).memory.beam).toBeUndefined()
  })

  it('follows the hands only when time is slow', () => {
    const mirror = world([web('c', { node: undefined, ready: false })])
    expect(draw(mirror).scene.cards.find(c => c.acting)?.actor).not.toBe('scheduler')
    expect(draw(mirror, { slow: true }).memory.beam).toMatchObject({ actor: 'scheduler', target: 'uid-web-1-c' })
  })
})
