// Stepping back where little or nothing has happened: never to the beginning for want of something better.
import { describe, expect, it } from 'vitest'
import { Host, isQuiet } from './host.ts'

const say = { code: 'x', args: {} }
const configMap = (name: string) => ({
  method: 'POST' as const,
  path: '/api/v1/namespaces/default/configmaps',
  body: { metadata: { name } },
})

function hostAt(ms: number, nodes = 3) {
  const host = new Host({ seed: 3, nodes, profile: 'classroom' })
  host.seek(ms, 1e9)
  return host
}

describe('a step back', () => {
  it('goes to just before the last thing that happened', () => {
    const host = hostAt(60_000)
    host.act({ say, requests: [configMap('a')] })
    host.advance(90_000, 1e9)
    expect(host.stepBack().now).toBe(59_999)
  })
  it('goes no farther than to before the first of all', () => {
    const host = new Host({ seed: 3, nodes: 3, profile: 'classroom' })
    const { trace } = host.seek(90_000, 1e9).batch
    const first = trace.find(t => t.at > 0 && !isQuiet(t))?.at ?? 0
    expect(first).toBeGreaterThan(1)
    for (let n = 0; n < 50; n++) host.stepBack()
    expect(host.stepBack().now).toBe(first - 1)
  })
  it('goes on towards what has happened where heartbeats have pushed it out of the trace', () => {
    const host = hostAt(60_000, 12)
    host.act({ say, requests: [configMap('a')] })
    host.advance(12 * 3_600_000, 1e9)
    let at = host.advance(12 * 3_600_000, 1e9).now
    for (let steps = 0; at > 60_000; steps++) {
      const next = host.stepBack().now
      expect(next).toBeLessThan(at)
      expect(steps).toBeLessThan(10)
      at = next
    }
    expect(at).toBe(59_999)
  })
})
