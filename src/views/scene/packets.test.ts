import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../../engine/index.ts'
import { batch, code, mirrorOf, pod } from '../testing/cluster.ts'
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

/** A mirror that was told this, and holds nothing. */
function told(...entries: TraceEntry[]) {
  const at = mirrorOf()
  at.trace.add(entries)
  return at
}

describe('a message on the rail', () => {
  it('goes from the card of the one who wrote to the API server', () => {
    const at = (now: number) => packetsAt(mirror, s, now, 0.25, code)[0]
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
    expect(packetsAt(mirror, s, ROLLOUT_NOW + 500, 0.25, code)).toEqual([])
    expect(packetsAt(mirror, s, ROLLOUT_NOW - 56, 0.25, code)).toEqual([])
  })

  it('is none for heartbeats and events, nor for writes of those who have no place on the rail', () => {
    const at = told(
      entry(1, 0, { by: 'deployment', code: 'deployment.scaling' }),
      entry(2, 1, { cause: 1, subject: 'events default/x' }),
      entry(3, 1, { by: 'kubelet', code: 'kubelet.started' }),
      entry(4, 2, { cause: 3 }),
    )
    expect(packetsAt(at, s, 5, 0.25, code)).toEqual([])
    at.trace.add([entry(5, 3, { cause: 1 })])
    expect(packetsAt(at, s, 5, 0.25, code)).toHaveLength(1)
  })

  it('is none for what a kubelet reports of a pod, though a controller has begun the story', () => {
    const at = told(
      entry(1, 0, { by: 'scheduler', code: 'scheduler.bound' }),
      entry(2, 1, { cause: 1, code: 'write.update' }),
      entry(3, 2, { cause: 2, by: 'kubelet', code: 'kubelet.status' }),
      entry(4, 3, { cause: 3, code: 'write.update', args: { kind: 'Pod', name: 'a-b-c1', subresource: 'status' } }),
    )
    expect(packetsAt(at, s, 5, 0.01, code).map(p => p.id)).toEqual([2])
  })

  it('comes from the controller of which a queue is only a part', () => {
    const at = told(entry(1, 0, { by: 'joborphans', code: 'job.orphan' }), entry(2, 1, { cause: 1, code: 'write.update' }))
    const job = s.squares.find(q => q.actor === 'job')
    expect(packetsAt(at, s, 1, 0.25, code)[0]?.from).toBe((job?.x ?? Number.NaN) + (job?.side ?? 0) / 2)
  })

  it('calls pods as the stage calls them, and those that have gone as far as their name says', () => {
    const names = (...made: [name: string, kind: string, owner: string][]) => {
      const at = told(
        entry(1, 0, { by: 'deployment' }),
        ...made.map(([name], i) => entry(i + 2, 1, { cause: 1, subject: `pods default/${name}`, args: { kind: 'Pod', name } })),
      )
      at.take(
        batch(
          0,
          made.flatMap(([name, kind, owner]) => (kind ? [pod(name, { owner: { kind, name: owner } })] : [])),
        ),
      )
      return packetsAt(at, s, 1, 0.25, code).map(p => p.text.split(' ').at(-1))
    }
    expect(names(['zk-0', 'StatefulSet', 'zk'], ['agent-x7k2p', 'DaemonSet', 'agent'])).toEqual(['agent', 'zk-0'])
    expect(names(['web-7d4b9f6c8-x2k5p', '', ''], ['zk-1', '', ''])).toEqual(['zk-1', 'x2k5p'])
  })
})
