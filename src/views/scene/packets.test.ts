import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../../engine/index.ts'
import { code } from '../testing/cluster.ts'
import { ROLLOUT_NOW, rolloutMirror } from '../testing/rollout.ts'
import { packetsAt } from './packets.ts'
import { scene } from './scene.ts'

const mirror = rolloutMirror()
const { scene: s } = scene(mirror, { width: 1192, height: 872 }, { say: code })
const scheduler = s.cards.find(c => c.actor === 'scheduler')
const server = s.store

const entry = (id: number, at: number, more: Partial<TraceEntry> = {}): TraceEntry => ({
  id,
  at,
  cause: 0,
  by: 'apiserver',
  subject: 'pods default/a-b-c1',
  code: 'write.create',
  args: { kind: 'Pod', name: 'a-b-c1', subresource: '' },
  ...more,
})

describe('a message on the rail', () => {
  it('goes from the card of the one who wrote to the API server', () => {
    const at = (now: number) => packetsAt(mirror.trace, s, now, 0.25, code)[0]
    const first = at(ROLLOUT_NOW - 50)
    const later = at(ROLLOUT_NOW + 50)
    expect(first?.text).toBe('stage.write.bind m2z5h node-2')
    expect(first?.x).toBeLessThan((scheduler?.x ?? 0) + (scheduler?.w ?? 0))
    expect(first?.x).toBeGreaterThan(server?.x ?? 0)
    expect(Math.abs((later?.x ?? 0) - ((server?.x ?? 0) + (server?.w ?? 0) / 2))).toBeLessThan(
      Math.abs((first?.x ?? 0) - ((server?.x ?? 0) + (server?.w ?? 0) / 2)),
    )
  })

  it('is over after its time, and not there before it', () => {
    expect(packetsAt(mirror.trace, s, ROLLOUT_NOW + 500, 0.25, code)).toEqual([])
    expect(packetsAt(mirror.trace, s, ROLLOUT_NOW - 56, 0.25, code)).toEqual([])
  })

  it('is none for heartbeats and events, nor for writes of those who have no place on the rail', () => {
    const trace = rolloutMirror().trace
    trace.reset()
    trace.add([entry(1, 0, { by: 'deployment', code: 'deployment.scaling' }), entry(2, 1, { cause: 1, subject: 'events default/x' })])
    trace.add([entry(3, 1, { by: 'kubelet', code: 'kubelet.started' }), entry(4, 2, { cause: 3 })])
    expect(packetsAt(trace, s, 5, 0.25, code)).toEqual([])
    trace.add([entry(5, 3, { cause: 1 })])
    expect(packetsAt(trace, s, 5, 0.25, code)).toHaveLength(1)
  })
})
