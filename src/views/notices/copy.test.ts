import { describe, expect, it } from 'vitest'
import { copyText, shownLine } from './copy.ts'

describe('copying', () => {
  const asked: string[] = []
  const byHand = (text: string) => asked.push(text) > 0

  it('goes to the clipboard', async () => {
    const kept: string[] = []
    expect(await copyText('a', { writeText: async t => void kept.push(t) }, byHand)).toBe(true)
    expect([kept, asked]).toEqual([['a'], []])
  })
  it('does without one where the browser gives none, or refuses', async () => {
    // As a page that is neither https nor localhost finds it.
    const none = null as unknown as undefined
    expect(await copyText('b', none, byHand)).toBe(true)
    expect(await copyText('c', { writeText: () => Promise.reject(new Error('NotAllowedError')) }, byHand)).toBe(true)
    expect(asked).toEqual(['b', 'c'])
  })
  it('says when it could not', async () => {
    const none = null as unknown as undefined
    expect(await copyText('d', none, () => false)).toBe(false)
    const throws = () => {
      throw new Error('no document')
    }
    expect(await copyText('d', none, throws)).toBe(false)
  })
})

describe('a command line', () => {
  it('is shown without the object that it pipes, which is only copied', () => {
    expect(shownLine(`echo '{"apiVersion":"podium.local/v1","spec":{"nodes":["node-2"]}}' | kubectl create -f -`)).toBe(
      "echo '{…}' | kubectl create -f -",
    )
  })
  it('is shown whole where it is short', () => {
    const line = 'kubectl scale deployment nginx --replicas=5'
    expect(shownLine(line)).toBe(line)
  })
})
