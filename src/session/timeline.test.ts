// Histories: whatever people do and wherever they go, a moment of a history is always the same, forks happen exactly when somebody acts in the past, and
// nothing of what was kept is lost.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createDoor } from '../apiserver/index.ts'
import { createCluster } from '../cluster/index.ts'
import type { Engine } from '../engine/index.ts'
import type { Action, DoorAnswer, DoorRequest } from './contract.ts'
import { Host } from './host.ts'
import { Timeline } from './timeline.ts'

type Move =
  | { do: 'go'; to: number }
  | { do: 'act'; replicas: number }
  | { do: 'switch'; nth: number }
  | { do: 'step'; back: boolean }
  | { do: 'pass'; ms: number }
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant('go' as const), to: fc.integer({ min: 0, max: 60_000 }) }),
  fc.record({ do: fc.constant('act' as const), replicas: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constant('switch' as const), nth: fc.nat(5) }),
  fc.record({ do: fc.constant('step' as const), back: fc.boolean() }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
)

const DEPLOYMENT: DoorRequest = {
  method: 'POST',
  path: '/apis/apps/v1/namespaces/default/deployments',
  body: {
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.25' }] } },
    },
  },
}
const scale = (replicas: number): DoorRequest => ({
  method: 'PATCH',
  path: '/apis/apps/v1/namespaces/default/deployments/web/scale',
  body: { spec: { replicas } },
})
const OPTIONS = { seed: 3, nodes: 3, profile: 'classroom' as const }

/** So little that some moves leave several keyframes behind; the page's own number would leave none in histories as short as these. */
const WORK_PER_KEYFRAME = 100

function begin(budget: number, seed = OPTIONS.seed) {
  const host = new Host({ ...OPTIONS, seed }, [], {}, WORK_PER_KEYFRAME)
  host.act({ say: { code: 'x', args: {} }, requests: [DEPLOYMENT] })
  const go = (ms: number) => {
    let p = host.seek(ms, budget)
    while (!p.reached) p = host.advance(ms, budget)
    return p
  }
  return { host, go }
}

/** As many as are kept of one history, and a time long enough that there would be more. */
const MOST_KEYFRAMES = 32
const END_S = 300

/** A tape with a log over an engine of its own. */
function tape(seed: number, workPerKeyframe: number) {
  const engine = createCluster({ ...OPTIONS, seed })
  const door = createDoor(engine)
  const perform = (_: Engine, { requests, say }: Action) =>
    requests.map(
      r =>
        door.handle({ ...r, contentType: r.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }, say) as DoorAnswer,
    )
  const actions = [DEPLOYMENT, scale(5), scale(0), scale(3)].map((r, i) => ({
    atMs: 5500 + i * 50_000,
    say: { code: 'x', args: {} },
    requests: [r],
  }))
  return { engine, timeline: new Timeline(engine, perform, [{ id: 'h1', number: 1, head: 0, actions }], workPerKeyframe) }
}

describe('histories', () => {
  it('are kept whole, and fork only when somebody acts in the past', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(move, { maxLength: 12 }), fc.constantFrom(50, 700, 1_000_000), (seed, moves, budget) => {
        const { host, go } = begin(budget, seed)
        let p = go(1000)
        for (const m of moves) {
          const before = host.branches
          if (m.do === 'go') p = go(m.to)
          else if (m.do === 'pass') p = go(p.now + m.ms)
          else if (m.do === 'step') {
            p = m.back ? host.stepBack() : host.stepForward()
            if (m.back) p = go(p.now)
          } else if (m.do === 'switch') {
            const to = before[m.nth % before.length]
            if (to) {
              host.switchTo(to.id, Math.min(p.now, to.head), budget)
              p = go(Math.min(p.now, to.head))
            }
          } else {
            const past = p.now < p.head
            const acted = host.act({ say: { code: 'scale', args: {} }, requests: [scale(m.replicas)] })
            expect(Boolean(acted.forked)).toBe(past)
            expect(acted.answers.map(a => a.status)).toEqual([200])
            p = acted
          }
          for (const b of before) {
            const now = host.branches.find(x => x.id === b.id)
            expect(now?.actions.slice(0, b.actions.length)).toEqual(b.actions)
            expect(now?.head).toBeGreaterThanOrEqual(b.head)
          }
        }
        const { now, branch } = p
        const hash = host.hash()
        const again = new Host({ ...OPTIONS, seed }, host.branches)
        again.switchTo(branch, now, 1e9)
        expect(again.hash()).toBe(hash)
      }),
      { numRuns: 60 },
    )
  })

  it('are the same at a moment, whether it is reached live, from the end or from another history', () => {
    const { host, go } = begin(1e9)
    const at = new Map<number, string>()
    for (let t = 1000; t <= 30_000; t += 1000) {
      go(t)
      at.set(t, host.hash())
    }
    for (const t of [30_000, 4000, 17_000, 16_000, 1000]) {
      go(t)
      expect(host.hash()).toBe(at.get(t))
    }
    go(5000)
    host.act({ say: { code: 'scale', args: {} }, requests: [scale(4)] })
    go(20_000)
    expect(host.hash()).not.toBe(at.get(20_000))
    host.switchTo('h1', 20_000, 1e9)
    expect(host.hash()).toBe(at.get(20_000))
  })

  it('are the same at a moment from whichever keyframe it is reached, and the number of keyframes stays bounded', () => {
    const given = [fc.nat(1_000_000), fc.integer({ min: 2, max: 8 }), fc.array(fc.nat(END_S), { minLength: 1, maxLength: 6 })] as const
    fc.assert(
      fc.property(...given, (seed, work, moments) => {
        const { engine, timeline } = tape(seed, work)
        const taken = vi.spyOn(engine, 'checkpoint')
        const restored = vi.spyOn(engine, 'restore')
        const at = new Map<number, string>()
        for (let s = 0; s <= END_S; s++) {
          timeline.advance(s * 1000)
          at.set(s, engine.hash())
        }
        expect(taken.mock.calls.length).toBeGreaterThan(MOST_KEYFRAMES)
        const isSameAt = (s: number) => {
          timeline.advance(s * 1000)
          expect(engine.hash()).toBe(at.get(s))
        }
        // From each keyframe that is left, the newest first.
        for (let s = END_S - 1; s >= 0; s--) {
          timeline.rewind(s * 1000)
          isSameAt(Math.ceil(timeline.now / 1000))
        }
        const left = new Set(restored.mock.calls.map(([checkpoint]) => checkpoint))
        expect(left.size).toBeGreaterThan(MOST_KEYFRAMES / 2)
        expect(left.size).toBeLessThanOrEqual(MOST_KEYFRAMES)
        for (const s of [...moments, END_S]) {
          timeline.rewind(s * 1000)
          isSameAt(s)
        }
      }),
      { numRuns: 6 },
    )
  })

  it('survive an exception in the engine: the clock stops, going back mends it', () => {
    const { host, go } = begin(1e9)
    go(9000)
    host.act({
      say: { code: 'poison', args: {} },
      requests: [
        {
          method: 'POST',
          path: '/api/v1/namespaces',
          get body(): unknown {
            throw new Error('poisoned')
          },
        } as DoorRequest,
      ],
    })
    const stopped = host.advance(12_000, 1e9)
    expect(stopped.problem?.message).toBe('poisoned')
    expect(stopped.now).toBe(9000)
    const back = host.seek(8000, 1e9)
    expect(back.problem).toBeUndefined()
    expect(back.now).toBe(8000)
  })
})
