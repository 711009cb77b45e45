// Requests and where they end, in a small world in which the test says which pods answer.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { World } from '../../engine/index.ts'
import { Dice } from '../../engine/index.ts'
import type { ApiObject, Pod } from '../../kube/index.ts'
import { endpointSlice } from '../controllers/endpointslice.ts'
import { SmallWorld } from '../controllers/testing/world.ts'
import type { Request } from '../tables.ts'
import { podRequestsPerSecond, serviceRequestsPerSecond, traffic } from './index.ts'
import { nextPace, startPace } from './pace.ts'

type Answer = { status: number } | 'refused' | 'timeout'
vi.mock('../kubelet/index.ts', () => ({
  serves: (world: World, uid: string): Answer => world.table<Answer>('test.answers').get(uid) ?? 'refused',
  writeTo: () => false,
  noteServed: () => undefined,
}))

function world(seed = 1): SmallWorld {
  const w = new SmallWorld({ seed, actors: [endpointSlice, ...traffic] })
  w.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } })
  w.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  })
  return w
}
function pod(w: SmallWorld, name: string, answer: Answer = { status: 200 }, ready = true): string {
  const metadata = { name, namespace: 'default', labels: { app: 'web' } }
  const made = w.create<Pod>('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'web:1' }] },
  })
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: w.engine.world.timestamp }]
  const status = { phase: 'Running', podIP: `10.244.0.${w.pods().length}`, conditions }
  w.engine.api.update('pods', { ...made, status }, { cause: 0, subresource: 'status' })
  answers(w, made.metadata.uid, answer)
  return made.metadata.uid
}
const answers = (w: SmallWorld, uid: string, answer: Answer) => w.engine.world.table<Answer>('test.answers').set(uid, answer)
const load = (w: SmallWorld, spec: Record<string, unknown> = {}, name = 'web') =>
  w.create('loads', {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name, namespace: 'default' },
    spec: { service: 'web', ...spec },
  })
const counts = (w: SmallWorld) => {
  const t = w.engine.table<Record<string, number>>('traffic').get('default/web')
  return { sent: t?.sent, served: t?.served, refused: t?.refused, timedOut: t?.timedOut, inFlight: t?.inFlight }
}
const rows = (w: SmallWorld) => [...w.engine.table<Request>('requests').values()]

describe('a request', () => {
  it('is served by a ready pod', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requests: 5 })
    w.wait(3)
    expect(counts(w)).toEqual({ sent: 5, served: 5, refused: 0, timedOut: 0, inFlight: 0 })
  })

  it('goes to every ready pod, and to no unready one', () => {
    const w = world()
    for (const name of ['a', 'b']) pod(w, name)
    pod(w, 'c', { status: 200 }, false)
    w.wait(1)
    load(w, { requestsPerSecond: 50, requests: 60 })
    const seen = new Set<string | undefined>()
    w.until('all are sent', () => {
      for (const r of rows(w)) seen.add(r.pod)
      return counts(w).sent === 60
    })
    expect(seen).toEqual(new Set(['default/a', 'default/b']))
  })

  it('goes to a terminating pod that still serves when nobody is ready', () => {
    const w = world()
    pod(w, 'a')
    w.remove('pods', 'a')
    w.wait(1)
    load(w, { requests: 3 })
    w.wait(2)
    expect(counts(w)).toMatchObject({ sent: 3, served: 3 })
  })

  it('is refused when nobody is there, when the Service has no such port, or does not exist', () => {
    const w = world()
    load(w, { requests: 2 })
    w.wait(2)
    expect(counts(w)).toMatchObject({ sent: 2, refused: 2 })
    pod(w, 'a')
    w.wait(1)
    load(w, { port: 81, requests: 1 }, 'other-port')
    load(w, { service: 'nobody', requests: 1 }, 'other-service')
    w.wait(2)
    expect(counts(w)).toMatchObject({ sent: 3, refused: 3 })
    expect(w.engine.table<{ refused: number }>('traffic').get('default/nobody')?.refused).toBe(1)
  })

  it('is refused by a pod whose process is gone, and told once a second', () => {
    const w = world()
    pod(w, 'a', 'refused')
    w.wait(1)
    load(w, { requestsPerSecond: 20, requests: 20 })
    w.wait(3)
    expect(counts(w)).toMatchObject({ sent: 20, refused: 20 })
    expect(w.trace.filter(t => t.code === 'request.refused').map(t => t.args.pod)).toEqual(['default/a'])
  })

  it('to a dead machine is given up after the client’s patience', () => {
    const w = world()
    pod(w, 'a', 'timeout')
    w.wait(1)
    load(w, { requests: 1, timeoutMs: 2500 })
    const sentAt = w.engine.now
    w.until('it has ended', () => counts(w).timedOut === 1)
    expect(w.engine.now - sentAt).toBeGreaterThanOrEqual(2500)
    expect(w.engine.now - sentAt).toBeLessThan(2530)
  })

  it('is lost with the process that was working on it', () => {
    const w = world()
    const uid = pod(w, 'a')
    w.wait(1)
    load(w, { requests: 1 })
    w.until('it is being worked on', () => podRequestsPerSecond({ ...w.engine.world, now: w.engine.now + 1000 } as never, uid) > 0)
    answers(w, uid, 'refused')
    w.wait(1)
    expect(counts(w)).toMatchObject({ sent: 1, refused: 1 })
  })

  it('is seen until a moment after its end', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requests: 1 })
    w.until('it has ended', () => rows(w)[0]?.outcome === 'served')
    expect(rows(w)).toMatchObject([{ id: 1, service: 'default/web', pod: 'default/a', node: 'node-1', endedAt: w.engine.now }])
    w.wait(1)
    expect(rows(w)).toEqual([])
  })
})

describe('the proxies', () => {
  it('hear of a change a moment after it is written: until then requests go to a pod that is gone', () => {
    const w = world()
    const uid = pod(w, 'a')
    pod(w, 'b')
    w.wait(1)
    load(w, { requestsPerSecond: 1000, requests: 400 })
    w.wait(0.1)
    answers(w, uid, 'refused')
    w.remove('pods', 'a', { gracePeriodSeconds: 0 })
    const goneAt = w.engine.now
    w.wait(3)
    const { sent, refused = 0, served } = counts(w)
    expect({ sent, sum: refused + (served ?? 0) }).toEqual({ sent: 400, sum: 400 })
    expect(refused).toBeGreaterThan(3)
    expect(refused).toBeLessThan(60)
    const last = w.trace.filter(t => t.code === 'request.refused').at(-1)?.at ?? 0
    expect(last - goneAt).toBeLessThan(100)
  })

  it('do not go back to older news that arrive later', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const w = world(seed)
      for (let i = 0; i < 6; i++) {
        pod(w, `p${i}`)
        w.wait(0.02)
      }
      w.wait(1)
      const known = w.engine.table<{ slices: { endpoints: unknown[] }[] }>('proxies').get('default/web')
      expect(known?.slices.flatMap(s => s.endpoints)).toHaveLength(6)
    }
  })

  it('know nothing of a Service that is gone', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    for (const s of w.list('endpointslices')) w.remove('endpointslices', s.metadata.name)
    w.remove('services', 'web')
    w.wait(1)
    expect(w.engine.table('proxies').size).toBe(0)
  })
})

describe('a Load', () => {
  it('sends as many a second as it says, and follows a change of its mind', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requestsPerSecond: 30 })
    w.wait(10)
    expect(counts(w).sent).toBeGreaterThanOrEqual(299)
    expect(counts(w).sent).toBeLessThanOrEqual(301)
    expect(serviceRequestsPerSecond(w.engine.world, 'default/web')).toBe(30)
    w.merge('loads', 'web', { spec: { requestsPerSecond: 5 } })
    w.wait(10)
    expect(counts(w).sent).toBeGreaterThanOrEqual(348)
    expect(counts(w).sent).toBeLessThanOrEqual(352)
    w.merge('loads', 'web', { spec: { requestsPerSecond: 0 } })
    w.wait(10)
    const { sent } = counts(w)
    expect(sent).toBeLessThanOrEqual(352)
    w.remove('loads', 'web')
    w.wait(10)
    expect(counts(w)).toMatchObject({ sent, served: sent, inFlight: 0 })
    expect(serviceRequestsPerSecond(w.engine.world, 'default/web')).toBe(0)
  })

  it('with a number of requests says what became of them, and goes after a minute', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requests: 3 })
    w.wait(2)
    expect(w.get('loads', 'web')).toMatchObject({ status: { sent: 3, served: 3, refused: 0, timedOut: 0 } })
    w.wait(61)
    expect(w.get('loads', 'web')).toBeUndefined()
    expect(w.engine.table('clients').size).toBe(0)
  })

  it('made again under the same name begins anew', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requestsPerSecond: 10 })
    w.wait(1)
    w.remove('loads', 'web')
    load(w, { requests: 2 })
    w.wait(2)
    expect(w.get<ApiObject>('loads', 'web')?.status).toMatchObject({ sent: 2 })
  })

  it('that is nonsense is refused', () => {
    const w = world()
    expect(() => load(w, { requestsPerSecond: -1 })).toThrow('spec.requestsPerSecond: Invalid value: -1')
    expect(() => load(w, { pattern: 'wild' })).toThrow('spec.pattern: Unsupported value: "wild": supported values: "steady", "bursty"')
    expect(() => load(w, { service: undefined })).toThrow('spec.service: Required value')
  })
})

describe('a Service that is deleted', () => {
  const kept = (w: SmallWorld) => ['traffic', 'requests.told'].flatMap(t => w.engine.table(t).keys()).flatMap(keys => [...keys])
  it('is forgotten when nobody sends to it any more and its last request has ended', () => {
    const w = world()
    pod(w, 'a', 'timeout')
    w.wait(1)
    load(w, { requestsPerSecond: 4 })
    w.wait(3)
    w.remove('services', 'web')
    w.wait(10)
    expect(kept(w).sort()).toEqual(['default/web', 'default/web refused', 'default/web timedOut'])
    expect(counts(w).refused).toBeGreaterThan(0)
    w.remove('loads', 'web')
    w.wait(10)
    expect(kept(w)).toEqual([])
  })
  it('is forgotten after its clients, too', () => {
    const w = world()
    pod(w, 'a', 'timeout')
    w.wait(1)
    load(w, { requestsPerSecond: 4 })
    w.wait(3)
    w.remove('loads', 'web')
    w.remove('services', 'web')
    w.wait(10)
    expect(kept(w)).toEqual([])
  })
  it('is not forgotten while it is there', () => {
    const w = world()
    pod(w, 'a')
    w.wait(1)
    load(w, { requests: 3 })
    w.wait(3)
    w.remove('loads', 'web')
    w.wait(10)
    expect(counts(w)).toMatchObject({ sent: 3, served: 3 })
  })
})

describe('rhythm', () => {
  const times = (pattern: 'steady' | 'bursty', requestsPerSecond: number, count: number) => {
    const dice = Dice.seeded(7)
    const rhythm = { pattern, requestsPerSecond }
    const at: number[] = []
    for (let p = startPace(0, rhythm, dice); at.length < count; p = nextPace(p, rhythm, dice)) at.push(p.nextAt)
    return at
  }
  it('steady is even', () => expect(times('steady', 4, 4)).toEqual([0, 250, 500, 750]))

  it('bursty has the same average, in groups', () => {
    const at = times('bursty', 10, 4000)
    expect((at.at(-1) as number) / 4000).toBeGreaterThan(95)
    expect((at.at(-1) as number) / 4000).toBeLessThan(105)
    const gaps = at.slice(1).map((t, i) => t - (at[i] as number))
    expect(gaps.every(g => g > 0)).toBe(true)
    expect(gaps.filter(g => g <= 16).length).toBeGreaterThan(2500)
    expect(Math.max(...gaps)).toBeGreaterThan(700)
  })
})

describe('load numbers', () => {
  it('tell how many requests a second each pod gets, and forget a pod that is gone', () => {
    const w = world()
    const uids = ['a', 'b'].map(name => pod(w, name))
    w.wait(1)
    load(w, { requestsPerSecond: 40 })
    w.wait(20)
    const rates = uids.map(uid => podRequestsPerSecond(w.engine.world, uid))
    expect((rates[0] as number) + (rates[1] as number)).toBeCloseTo(40, 0)
    expect(Math.min(...rates)).toBeGreaterThan(12)
    w.remove('pods', 'a', { gracePeriodSeconds: 0 })
    w.wait(20)
    expect(podRequestsPerSecond(w.engine.world, uids[0] as string)).toBe(0)
    expect(podRequestsPerSecond(w.engine.world, uids[1] as string)).toBeCloseTo(40, 0)
    expect(w.engine.table('podTraffic').size).toBe(1)
  })
})

describe('the four numbers', { timeout: 300_000 }, () => {
  const answer = fc.constantFrom<Answer>({ status: 200 }, 'refused', 'timeout')
  const step = fc.oneof(
    fc.record({ do: fc.constant('pod' as const), answer }),
    fc.record({ do: fc.constant('turn' as const), which: fc.nat(9), answer }),
    fc.record({ do: fc.constant('kill' as const), which: fc.nat(9) }),
    fc.record({
      do: fc.constant('load' as const),
      perSecond: fc.integer({ min: 0, max: 60 }),
      pattern: fc.constantFrom('steady', 'bursty'),
    }),
    fc.record({ do: fc.constant('silence' as const) }),
  )
  it('add up at every instant of any history', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(fc.tuple(step, fc.integer({ min: 1, max: 3000 })), { maxLength: 12 }), (seed, steps) => {
        const w = world(seed)
        let n = 0
        for (const [s, waitMs] of steps) {
          const some = w.pods()[('which' in s ? s.which : 0) % Math.max(1, w.pods().length)]
          if (s.do === 'pod') pod(w, `p${n++}`, s.answer)
          else if (s.do === 'turn' && some) answers(w, some.metadata.uid, s.answer)
          else if (s.do === 'kill' && some) w.remove('pods', some.metadata.name, { gracePeriodSeconds: 0 })
          else if (s.do === 'load') {
            const spec = { requestsPerSecond: s.perSecond, pattern: s.pattern }
            if (w.get('loads', 'web')) w.merge('loads', 'web', { spec })
            else load(w, spec)
          } else if (s.do === 'silence' && w.get('loads', 'web')) w.remove('loads', 'web')
          const until = w.engine.now + waitMs
          for (let at = w.engine.nextAt; at !== undefined && at <= until; at = w.engine.nextAt) {
            w.engine.advance(at)
            const { sent = 0, served = 0, refused = 0, timedOut = 0, inFlight = 0 } = counts(w)
            if (sent !== served + refused + timedOut + inFlight || inFlight < 0) throw new Error(JSON.stringify(counts(w)))
            const here = rows(w).filter(r => r.outcome === 'inFlight').length
            if (here !== inFlight) throw new Error(`${here} requests are on their way, ${inFlight} are counted`)
          }
          w.engine.advance(until)
        }
        if (w.get('loads', 'web')) w.remove('loads', 'web')
        w.wait(5)
        expect(counts(w).inFlight ?? 0).toBe(0)
        expect(rows(w)).toEqual([])
      }),
      { seed: 20170330, numRuns: 60 },
    )
  })
})
