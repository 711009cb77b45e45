// Histories: whatever people do and wherever they go, a moment of a history is always the same, forks happen exactly when somebody acts in the past, and
// nothing of what was kept is lost.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DoorRequest } from './contract.ts'
import { Host } from './host.ts'

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

function begin(budget: number) {
  const host = new Host(OPTIONS)
  host.act({ say: { code: 'x', args: {} }, requests: [DEPLOYMENT] })
  const go = (ms: number) => {
    let p = host.seek(ms, budget)
    while (!p.reached) p = host.advance(ms, budget)
    return p
  }
  return { host, go }
}

describe('histories', () => {
  it('are kept whole, and fork only when somebody acts in the past', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), fc.constantFrom(50, 700, 1_000_000), (moves, budget) => {
        const { host, go } = begin(budget)
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
        const again = new Host(OPTIONS, host.branches)
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
