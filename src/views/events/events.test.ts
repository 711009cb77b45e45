// The event list and what is spoken: readings of the trace.
import { describe, expect, it } from 'vitest'
import type { TraceEntry } from '../../engine/index.ts'
import type { Event } from '../../kube/index.ts'
import { Mirror } from '../../session/index.ts'
import { decisions, isTelling, newestFirst, rowOfEvent, rowOfTrace } from './rows.ts'
import { spoken } from './speech.ts'

const e = (id: number, by: string, subject: string, code: string): TraceEntry => ({
  id,
  at: id * 10,
  cause: 0,
  by,
  subject,
  code,
  args: {},
})

describe('the event list', () => {
  it('tells decisions, not bookkeeping', () => {
    expect(isTelling(e(1, 'apiserver', 'leases x', 'write.update'))).toBe(false)
    expect(isTelling(e(1, 'apiserver', 'pods x', 'write.update'))).toBe(false)
    expect(isTelling(e(1, 'apiserver', 'pods x', 'write.create'))).toBe(true)
    expect(isTelling(e(1, 'kubelet', 'pods x', 'kubelet.status'))).toBe(false)
    expect(isTelling(e(1, 'deployment', 'deployments x', 'deployment.complete'))).toBe(true)
  })
  it('has the newest first, and is bounded', () => {
    const { trace } = new Mirror()
    trace.add(Array.from({ length: 5000 }, (_, i) => e(i + 1, 'deployment', 'deployments x', 'deployment.complete')))
    const rows = decisions(trace, 20).map(rowOfTrace).sort(newestFirst)
    expect(rows).toHaveLength(20)
    expect(rows[0]?.at).toBe(50_000)
    expect(rows[19]?.at).toBe(49_810)
  })
  it('does not look for ever for something worth telling', () => {
    const { trace } = new Mirror()
    trace.add(Array.from({ length: 50_000 }, (_, i) => e(i + 1, 'apiserver', 'leases x', 'write.update')))
    let asked = 0
    const counting = { last: trace.last, get: (id: number) => (asked++, trace.get(id)) }
    expect(decisions(counting, 100)).toEqual([])
    expect(asked).toBeLessThanOrEqual(5000)
  })
  it('leads from a Kubernetes event to what it is about', () => {
    const event = (involvedObject: object) =>
      ({
        metadata: { uid: 'u', resourceVersion: '1' },
        involvedObject,
        reason: 'Killing',
        message: 'x',
        type: 'Normal',
      }) as unknown as Event
    expect(rowOfEvent(event({ kind: 'Pod', namespace: 'd', name: 'a' }), 5).subject).toBe('pods d/a')
    // Events about nodes lie in a namespace, nodes do not.
    expect(rowOfEvent(event({ kind: 'Node', namespace: 'default', name: 'n' }), 5).subject).toBe('nodes n')
  })
})

describe('what is spoken', () => {
  const say = (t: TraceEntry) => t.code
  it('is at most three sentences, and how many more there were', () => {
    const all = Array.from({ length: 8 }, (_, i) => e(i + 1, 'replicaset', `replicasets d/${i}`, 'replicaset.tooFew'))
    const { sentences, more } = spoken(all, say)
    expect(sentences).toHaveLength(3)
    expect(more).toBe(5)
  })
  it('begins with what broke and what a person did, in the order in which it happened', () => {
    const all = [
      e(1, 'you', 'nodes n', 'act.cordon'),
      e(2, 'replicaset', 'replicasets d/a', 'replicaset.tooFew'),
      e(3, 'scheduler', 'pods d/b', 'scheduler.bound'),
      e(4, 'kubelet', 'pods d/c', 'kubelet.started'),
      e(5, 'you', 'faults f', 'fault.nodeCrash'),
    ]
    const { sentences } = spoken(all, say)
    expect(sentences[0]).toBe('act.cordon')
    expect(sentences.at(-1)).toBe('fault.nodeCrash')
  })
  it('says of one thing only the last', () => {
    const { sentences, more } = spoken(
      [e(1, 'deployment', 'deployments d/a', 'deployment.creatingNew'), e(2, 'deployment', 'deployments d/a', 'deployment.waitingForNew')],
      say,
    )
    expect(sentences).toEqual(['deployment.waitingForNew'])
    expect(more).toBe(0)
  })
})
