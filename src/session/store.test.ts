// The session's clock and its journeys: what is asked while a cluster is being opened holds for it, and who goes elsewhere does not wait for a far moment.
import { beforeEach, describe, expect, it } from 'vitest'
import { FRAMES_KEPT, HEAVY } from './pace.ts'
import { localHost, type RemoteHost } from './remote.ts'
import { createSession, type Session } from './store.ts'

const DAY_MS = 24 * 3_600_000

/** A host that never comes further than a second per call: a day is a long way. `calls`: how often time was to pass. */
function slow(): RemoteHost & { calls: number } {
  const host = localHost()
  const far = {
    ...host,
    calls: 0,
    async call(method: string, ...args: unknown[]) {
      const ask = host.call as (method: string, ...args: unknown[]) => Promise<never>
      if (method !== 'advance' && method !== 'seek') return ask(method, ...args)
      far.calls++
      // So that whoever has something to say gets a word in.
      await new Promise(resolve => setImmediate(resolve))
      const to = args[0] as number
      const next = Math.min(to, session.getState().now + 1000 * far.calls)
      const progress = (await ask(method, next, args[1])) as object
      return { ...progress, reached: next === to } as never
    },
  }
  return far as RemoteHost & { calls: number }
}

let session: Session
let host: ReturnType<typeof slow>
const state = () => session.getState()

beforeEach(() => {
  host = slow()
  session = createSession(host, false)
})

describe('a journey to a far moment', () => {
  beforeEach(async () => {
    await session.begin({ scene: 'none' })
    host.calls = 0
    void state().seek(DAY_MS)
    while (host.calls < 3) await new Promise(resolve => setImmediate(resolve))
    expect(state().going).toBe(DAY_MS)
  })
  it('is broken off by a restart', async () => {
    await state().restart({ seed: 8 })
    expect(host.calls).toBeLessThan(100)
    expect(state()).toMatchObject({ loading: false, now: 10_000, options: { seed: 8 } })
    expect(state().going).toBeUndefined()
  })
  it('is broken off by a switch to another history', async () => {
    await state().switchBranch('h1')
    expect(host.calls).toBeLessThan(100)
    expect(state().going).toBeUndefined()
    expect(state().now).toBeLessThan(100_000)
  })
})

describe('what is asked of the clock while a cluster is opened', () => {
  it('holds for it', async () => {
    const open = session.begin()
    state().setSpeed(10)
    state().pause()
    await open
    expect(state()).toMatchObject({ loading: false, speed: 10, playing: false })
  })
  it('holds for the one that is asked for, and once', async () => {
    await session.begin()
    expect(state()).toMatchObject({ speed: 1, playing: true })
    state().pause()
    const open = state().restart({ seed: 8 })
    state().setSpeed(5)
    await open
    expect(state()).toMatchObject({ speed: 5, playing: true })
    await state().restart({ seed: 9 })
    expect(state()).toMatchObject({ speed: 1, playing: true })
  })
})

describe('frames after one that brought much', () => {
  const frame = async () => {
    const { version, now } = state()
    session.frame(50)
    await session.settled()
    expect(state().now).toBe(now + 50)
    return state().version > version
  }
  beforeEach(async () => {
    session = createSession(localHost(), false)
    await session.begin({ scene: 'none' })
    const pods = Array.from({ length: HEAVY + 1 }, (_, i) => ({
      method: 'POST' as const,
      path: '/api/v1/namespaces/default/pods',
      body: { metadata: { name: `p${i}` }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    }))
    await state().act({ code: 'x', args: {} }, pods)
    state().play()
  })
  it('let the clock go on, and keep what they bring for the next', async () => {
    const brought: boolean[] = []
    for (let i = 0; i <= FRAMES_KEPT; i++) brought.push(await frame())
    expect(brought).toEqual([...Array(FRAMES_KEPT).fill(false), true])
    expect(state().mirror.now).toBe(state().now)
  })
  it('are taken at once by who pauses or acts', async () => {
    await frame()
    expect(state().mirror.now).toBeLessThan(state().now)
    state().pause()
    expect(state().mirror.now).toBe(state().now)
  })
})
