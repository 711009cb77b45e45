import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Branch, SessionState } from './contract.ts'
import type { Keeper } from './keeper.ts'
import { Keeping } from './keeping.ts'
import { DEFAULTS } from './options.ts'
import { AGAIN_MS } from './pace.ts'
import type { Saved } from './saved.ts'

const history = (actions: number): Branch[] => [
  { id: 'h1', number: 1, head: 0, actions: Array(actions).fill({ atMs: 0, say: { code: 'x', args: {} }, requests: [] }) },
]
const STATE = { options: DEFAULTS, branch: 'h1', branches: history(2), now: 0, head: 0, speed: 1, loading: false, unkept: false }

/** A browser that answers each attempt to keep as it is told to. */
let answers: ((kept: boolean) => void)[]
let late: Promise<unknown> | undefined
let store: StoreApi<SessionState>
let keeping: Keeping
beforeEach(() => {
  vi.useFakeTimers()
  answers = []
  late = undefined
  const keeper = {
    keep: () => new Promise<boolean>(done => void answers.push(done)),
    own: async ({ saved }: { saved: Saved }) => saved,
    get late() {
      return late
    },
  }
  store = createStore(() => STATE as unknown as SessionState)
  keeping = new Keeping(keeper as unknown as Keeper, store)
})
afterEach(() => {
  vi.useRealTimers()
})

/** The browser's answer to the attempt of that number. */
const answer = async (attempt: number, kept: boolean) => {
  answers[attempt]?.(kept)
  await vi.advanceTimersByTimeAsync(0)
}
const act = (actions: number) => {
  store.setState({ branches: history(actions) })
  void keeping.keep(true)
}

describe('what was done and not kept', () => {
  it('is told, and given to the browser again until it is kept', async () => {
    act(3)
    await answer(0, false)
    expect(store.getState().unkept).toBe(true)
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    await answer(1, false)
    expect(store.getState().unkept).toBe(true)
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    await answer(2, true)
    expect(store.getState().unkept).toBe(false)
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    expect(answers).toHaveLength(3)
  })
  it('is not told where nothing was done', async () => {
    void keeping.keep()
    await answer(0, false)
    expect(store.getState().unkept).toBe(false)
  })
  it('is not told of what came before the last that was kept', async () => {
    act(3)
    act(4)
    await answer(1, true)
    await answer(0, false)
    expect(store.getState().unkept).toBe(false)
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    expect(answers).toHaveLength(2)
  })
})

describe('a session that is found late', () => {
  const saved = { options: DEFAULTS } as Saved
  const open = vi.fn(async (found: () => Promise<Saved>) => void expect(await found()).toBe(saved))
  beforeEach(() => {
    open.mockClear()
    late = Promise.resolve({ name: 'podium.session', saved, patience: 0 })
  })

  it('is opened where nothing was done', async () => {
    await keeping.offerLate(open)
    expect(open).toHaveBeenCalledOnce()
    expect(store.getState().openKept).toBeUndefined()
  })
  it('is offered where something was done, which is kept first', async () => {
    act(3)
    await keeping.offerLate(open)
    expect(open).not.toHaveBeenCalled()
    await store.getState().openKept?.()
    expect(open).toHaveBeenCalledOnce()
    expect(store.getState().openKept).toBeUndefined()
    expect(answers).toHaveLength(2)
  })
})
