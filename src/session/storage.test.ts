import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type Storage = typeof import('./storage.ts')

/** As a page finds it that has just been opened. */
let storage: Storage
beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  storage = await import('./storage.ts')
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<never>(() => {})
const answer = async () => 'kept'

describe('the browser’s storage', () => {
  it('answers, or refuses, as it likes', async () => {
    expect(await storage.askStorage(answer)).toBe('kept')
    await expect(storage.askStorage(() => Promise.reject(new Error('full')))).rejects.toThrow('full')
    expect(storage.storageSilence()).toBeUndefined()
  })

  it('is waited for once, then not at all, until it answers again', async () => {
    const first = expect(storage.askStorage(never)).rejects.toThrow()
    await vi.advanceTimersByTimeAsync(2_000)
    await first
    await expect(storage.askStorage(answer)).rejects.toThrow()
    const silence = storage.storageSilence()
    // Node has none: to say so is an answer.
    await vi.advanceTimersByTimeAsync(5_000)
    await silence
    expect(storage.storageSilence()).toBeUndefined()
    expect(await storage.askStorage(answer)).toBe('kept')
  })

  it('has longer for a write', async () => {
    const slow = () => new Promise(done => setTimeout(() => done('written'), 15_000))
    const written = storage.askStorage(slow, storage.LONGEST_WRITE_MS)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await written).toBe('written')
  })
})
