import { describe, expect, it } from 'vitest'
import { batch, code, deployment, machine, mirrorOf, node, pod, replicaSet, runRows } from '../testing/cluster.ts'
import { requestRow, service, slice } from '../testing/rollout.ts'
import { counters } from './floor.ts'
import { type Dot, dotsAt, follow, noTravellers, type Travellers } from './requests.ts'
import { scene } from './scene.ts'

const target = pod('nginx-1-a', { node: 'node-2', ready: true, owner: { kind: 'ReplicaSet', name: 'nginx-1' } })
const WAY = { pod: 'default/nginx-1-a', node: 'node-2' }

function theatre(pods = [target], viewport = { width: 1192, height: 872 }, names = ['node-1', 'node-2']) {
  const mirror = mirrorOf(
    batch(
      0,
      [
        ...names.map(n => node(n, { zone: n })),
        deployment('nginx'),
        replicaSet('nginx-1', { owner: 'nginx' }),
        ...pods,
        service('nginx'),
        slice('nginx', 1),
      ],
      [...names.map(n => ({ table: 'machines' as const, key: n, row: machine(n) })), ...runRows(pods)],
    ),
  )
  const { scene: s } = scene(mirror, viewport, { say: code })
  let travellers: Travellers = noTravellers(mirror)
  const at = (now: number, rows: ReturnType<typeof requestRow>[] = [], speed = 1): Dot[] => {
    mirror.take(batch(now, [], rows))
    travellers = follow(travellers, mirror, 'default/nginx', speed)
    return dotsAt(travellers, s, now, speed)
  }
  return { mirror, s, at }
}

describe('a request', () => {
  it('comes along the floor, through the door, up the aisle, into its pod', () => {
    const { s, at } = theatre()
    const door = s.floor.door
    const [p] = s.pods.filter(x => x.place === 'slot')
    at(1000, [requestRow(1, 1000, WAY)])
    const first = at(1010)[0]
    expect(first?.y).toBe(s.floor.walk?.[2])
    expect(first?.x).toBeLessThan(door?.x ?? 0)
    at(1040, [requestRow(1, 1000, { ...WAY, outcome: 'served', endedAt: 1040 })])
    const last = at(1690)[0]
    expect(last?.shape).toBe('served')
    expect(Math.abs((last?.x ?? 0) - ((p?.x ?? 0) + (p?.w ?? 0) / 2))).toBeLessThan(20)
    expect(at(1800)).toEqual([])
  })

  it('never crosses a node that it is not for, nor what stands in one: with one column of nodes it goes up beside it', () => {
    const { s, at } = theatre(
      [pod('nginx-1-a', { node: 'node-1', ready: true, owner: { kind: 'ReplicaSet', name: 'nginx-1' } })],
      undefined,
      ['node-1'],
    )
    const [box] = s.nodes
    const [p] = s.pods.filter(x => x.place === 'slot')
    if (!box || !p) throw new Error('no node')
    const way = { pod: 'default/nginx-1-a', node: 'node-1' }
    at(1000, [requestRow(1, 1000, way)])
    at(1040, [requestRow(1, 1000, { ...way, outcome: 'served', endedAt: 1040 })])
    const inside = Array.from({ length: 340 }, (_, i) => at(1041 + 2 * i)[0]).filter(
      d => d && d.x > box.x && d.x < box.x + box.w && d.y < box.y + box.h,
    )
    expect(inside.length).toBeGreaterThan(0)
    expect(Math.max(...inside.map(d => d?.y ?? 0))).toBeLessThan(p.y + 4)
  })

  it('makes itself small between rows that stand close, in the middle between them, and nowhere else', () => {
    const pods = Array.from({ length: 10 }, (_, i) =>
      pod(`nginx-1-${i}`, { node: 'node-2', ready: true, owner: { kind: 'ReplicaSet', name: 'nginx-1' } }),
    )
    const { at, s } = theatre(pods, { width: 924, height: 572 })
    const slots = s.pods.filter(p => p.place === 'slot')
    const rows = [...new Set(slots.map(p => p.y))].sort((a, b) => a - b)
    const [low] = slots.filter(p => p.y === rows[1])
    const [high] = slots.filter(p => p.y === rows[0])
    const gap = (low?.y ?? 0) - (high?.y ?? 0) - (high?.h ?? 0)
    expect(gap).toBeLessThan(8)
    at(0, [requestRow(1, 0, { pod: low?.subject.slice('pods '.length) ?? '', node: 'node-2' })])
    expect(at(200)[0]?.scale).toBeUndefined()
    const [waiting] = at(5000)
    expect(waiting?.scale).toBeLessThan(0.7)
    expect(waiting?.y).toBeCloseTo((low?.y ?? 0) - gap / 2, 0)
  })

  it('never goes back, and stands still while time does', () => {
    const { at } = theatre()
    at(0, [requestRow(1, 0, WAY)])
    let [before] = at(10)
    for (let now = 20; now < 680; now += 20) {
      const [dot] = at(now)
      expect(at(now)).toEqual(at(now))
      // Along the floor to the right, then upwards.
      expect((dot?.y ?? 0) < (before?.y ?? 0) || (dot?.x ?? 0) >= (before?.x ?? 0)).toBe(true)
      expect(dot?.y).toBeLessThanOrEqual(before?.y ?? 0)
      before = dot
    }
    expect(before?.y).toBeLessThan(400)
  })

  it('is seen as long at 1/100 as its way takes, and at 1× as long as an eye needs', () => {
    const slow = theatre()
    slow.at(0, [requestRow(1, 0, WAY)], 0.01)
    slow.at(50, [requestRow(1, 0, { ...WAY, outcome: 'served', endedAt: 50 })], 0.01)
    expect(slow.at(49, [], 0.01)).toHaveLength(1)
    expect(slow.at(60, [], 0.01)).toHaveLength(0)
    const fast = theatre()
    fast.at(0, [requestRow(1, 0, { ...WAY, outcome: 'served', endedAt: 50 })], 1)
    expect(fast.at(600, [], 1)).toHaveLength(1)
  })

  it('waits before its pod while nobody answers', () => {
    const { at } = theatre()
    at(0, [requestRow(1, 0, WAY), requestRow(2, 1, WAY)])
    const dots = at(5000)
    expect(dots).toHaveLength(2)
    expect(dots.every(d => d.shape === 'fly')).toBe(true)
    expect(Math.hypot((dots[0]?.x ?? 0) - (dots[1]?.x ?? 0), (dots[0]?.y ?? 0) - (dots[1]?.y ?? 0))).toBeGreaterThan(9)
  })

  it.each([
    ['refused', 'refused'],
    ['timedOut', 'late'],
  ] as const)('that is %s falls in front of the door, lies there two seconds and fades', (outcome, shape) => {
    const { s, at } = theatre()
    at(0, [requestRow(1, 0)])
    at(100, [requestRow(1, 0, { outcome, endedAt: 100 })])
    const [falling] = at(200)
    const [lying] = at(1500)
    expect(falling?.shape).toBe(shape)
    expect(lying?.x).toBeGreaterThan((s.floor.door?.x ?? 0) + (s.floor.door?.w ?? 0))
    expect(lying?.y).toBeGreaterThan(falling?.y ?? 0)
    expect(lying?.opacity).toBe(1)
    expect(at(2990)[0]?.opacity).toBeLessThan(1)
    expect(at(3400)).toEqual([])
  })

  it('of another Service is not drawn at this door', () => {
    const { at } = theatre()
    expect(at(100, [requestRow(1, 50, { service: 'default/other' })])).toEqual([])
  })
})

describe('many requests', () => {
  it('are at most twelve dots a second above 1×', () => {
    const { at } = theatre()
    const speed = 10
    let seen = new Set<number>()
    for (let frame = 1; frame <= 60; frame++) {
      const now = (frame * 1000 * speed) / 60
      const rows = Array.from({ length: 7 }, (_, i) => requestRow(frame * 100 + i, now - i, WAY))
      seen = new Set([...seen, ...at(now, rows, speed).map(d => d.id)])
    }
    expect(seen.size).toBeGreaterThan(8)
    expect(seen.size).toBeLessThanOrEqual(13)
  })

  it('are about forty dots a second at 1×: a heap says no more', () => {
    const { at } = theatre()
    let seen = new Set<number>()
    for (let frame = 1; frame <= 60; frame++) {
      const now = (frame * 1000) / 60
      const rows = Array.from({ length: 10 }, (_, i) => requestRow(frame * 100 + i, now - i, WAY))
      seen = new Set([...seen, ...at(now, rows, 1).map(d => d.id)])
    }
    expect(seen.size).toBeGreaterThan(20)
    expect(seen.size).toBeLessThanOrEqual(53)
  })

  it('that have failed before a seek do not fall again after it', () => {
    const { mirror, at } = theatre()
    at(0, [requestRow(1, 0)])
    mirror.take(batch(0, [], [requestRow(1, 0, { outcome: 'refused', endedAt: 0 })], { reset: true }))
    expect(at(100)).toEqual([])
  })
})

describe('the counters', () => {
  it('are an equation: sent = served + refused + timed out + in flight', () => {
    const { mirror, s } = theatre()
    const row = { service: 'default/nginx', sent: 2720, served: 2489, refused: 2, timedOut: 191, inFlight: 38, perSecond: 40, seconds: [] }
    mirror.take(batch(1, [], [{ table: 'traffic', key: 'default/nginx', row }]))
    const found = counters({ source: mirror }, s.floor.door)?.counters ?? []
    const [sent, ...rest] = found
    expect(found.map(c => c.kind)).toEqual(['sent', 'served', 'refused', 'late', 'fly'])
    expect(sent?.count).toBe(rest.reduce((n, c) => n + c.count, 0))
  })
  it('are not there when nobody has asked', () => {
    const { mirror, s } = theatre()
    expect(counters({ source: mirror }, s.floor.door)).toBeUndefined()
  })
})

describe('the door', () => {
  it('has two bars when no endpoint is ready', () => {
    const { mirror, s } = theatre()
    expect(s.floor.door?.barred).toBe(false)
    mirror.take(batch(1, [slice('nginx', 0)]))
    expect(scene(mirror, { width: 1192, height: 872 }, { say: code }).scene.floor.door?.barred).toBe(true)
  })
  it('is that of the chosen Service; the others are chips', () => {
    const { mirror } = theatre()
    mirror.take(batch(1, [service('api', 8080)]))
    const { floor } = scene(mirror, { width: 1192, height: 872 }, { say: code, selection: 'services default/api' }).scene
    expect(floor.door).toMatchObject({ name: 'api', port: ':8080' })
    expect(floor.others.map(o => o.name)).toEqual(['nginx'])
  })
})
