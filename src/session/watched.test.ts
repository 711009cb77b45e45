// What may never be stops the clock while Podium is worked on, and only that: whoever goes back, tries another way or deletes by force breaks nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InvariantWatch, watchInvariants } from '../cluster/index.ts'
import type { Engine } from '../engine/index.ts'
import { deeds, history, requestsOf } from './histories/acts.ts'
import { Host } from './host.ts'

const OPTIONS = { seed: 3, nodes: 3, profile: 'classroom' } as const
const say = { code: 'x', args: {} }
const hostWith = (watch: (engine: Engine) => InvariantWatch, seed = 3) => new Host({ ...OPTIONS, seed }, [], {}, 2_000, watch)

describe('a host that is watched', () => {
  it('stands still at what may never be, says what it was, and goes on when somebody has gone back', () => {
    let engine: Engine | undefined
    const host = hostWith(e => {
      engine = e
      const broken: string[] = []
      const look = () => {
        if (e.now >= 5_000) broken.push(`${e.now} ms: a pod moved`)
      }
      const begin = () => {
        broken.length = 0
      }
      return { broken, look, begin }
    })
    expect(host.advance(4_999, 1e6).problem).toBeUndefined()
    expect(host.advance(7_000, 1e6).problem).toEqual({ message: 'this may never be: 7000 ms: a pod moved', stack: '7000 ms: a pod moved' })
    expect(host.advance(9_000, 1e6).now).toBe(7_000)
    expect(host.act({ say, requests: [{ method: 'DELETE', path: '/api/v1/nodes/node-1' }] }).answers[0]?.status).toBe(503)
    expect(host.seek(1_000, 1e6)).toMatchObject({ now: 1_000, reached: true })
    expect(host.advance(2_000, 1e6).problem).toBeUndefined()
    expect(engine?.now).toBe(2_000)
  })

  it('breaks nothing by going back, by forking, and by what people write themselves', { timeout: 300_000 }, () => {
    const verbs = Object.keys(deeds) as (keyof typeof deeds)[]
    const jumps = fc.array(fc.record({ after: fc.nat(12), back: fc.integer({ min: 1, max: 40_000 }) }), { minLength: 1, maxLength: 4 })
    let looked = 0
    fc.assert(
      fc.property(
        fc.nat(1e6),
        history([...verbs, 'forceDelete', 'partition', 'applyStatefulSet', 'setImage']),
        jumps,
        (seed, acts, all) => {
          let engine: Engine | undefined
          const host = hostWith(e => {
            engine = e
            const watch = watchInvariants(e)
            const look = () => {
              looked++
              watch.look()
            }
            return { ...watch, look }
          }, seed)
          const hold = (p: { problem?: { stack: string } }) => expect(p.problem?.stack).toBeUndefined()
          acts.forEach((a, i) => {
            hold(host.advance(Math.max(a.atMs, engine?.now ?? 0), 1e7))
            const requests = requestsOf(engine as Engine, a)
            if (requests.length > 0) hold(host.act({ say, requests }))
            for (const jump of all) if (jump.after === i) hold(host.seek(Math.max(0, (engine?.now ?? 0) - jump.back), 1e7))
          })
          hold(host.advance((engine?.now ?? 0) + 120_000, 1e7))
        },
      ),
      { numRuns: 12 },
    )
    expect(looked).toBeGreaterThan(100)
  })
})
