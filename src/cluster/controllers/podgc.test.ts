import { describe, expect, it } from 'vitest'
import { timers } from '../tables.ts'
import table from './fixtures/nodes/pod_gc_orphaned.json' with { type: 'json' }
import { podgc } from './podgc.ts'
import { NodeWorld } from './testing/nodes.ts'

const OUT_OF_SERVICE = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }
const world = () => new NodeWorld([podgc]).addNode('node-1')
const mark = (w: NodeWorld, status: string) => {
  w.merge('nodes', 'node-1', { status: { conditions: [{ type: 'Ready', status }] } }, 'status')
  return w
}

describe('Pod garbage collection', () => {
  it('pods of a node that is gone are failed and removed 40 to 60 s later', () => {
    const w = world().addPod('a', 'node-1').run(25)
    w.remove('nodes', 'node-1')
    w.run(25)
    expect([...timers(w.engine.world).values()]).toMatchObject([{ subject: 'nodes node-1', name: 'orphans', until: 80_000 }])
    w.run(29)
    expect(w.pod('a')?.status.phase).toBe('Running')
    const seen: string[] = []
    w.engine.store.listen(
      c => c.plural === 'pods' && seen.push(`${c.type} ${c.object.status.phase} ${c.object.status.conditions?.at(-1)?.reason}`),
    )
    w.run(2)
    expect(w.pod('a')).toBeUndefined()
    expect(timers(w.engine.world).size).toBe(0)
    expect(seen).toEqual(['MODIFIED Failed DeletionByPodGC', 'MODIFIED Failed DeletionByPodGC', 'DELETED Failed DeletionByPodGC'])
  })

  it('a pod written with the name of a node that never was goes the same way', () => {
    const w = world().addPod('a', 'nosuch').run(59)
    expect(w.pod('a')).toBeDefined()
    w.run(2)
    expect(w.pod('a')).toBeUndefined()
  })

  it('a pod that was being deleted before it had a node is removed within 20 s', () => {
    const w = world()
      .addPod('a', '', {}, { finalizers: ['example.com/hold'] })
      .run(5)
    w.remove('pods', 'default/a')
    w.merge('pods', 'default/a', { metadata: { finalizers: null } })
    w.run(20)
    expect(w.pod('a')).toBeUndefined()
  })

  it('stuck pods of a node that is not ready go when it is said to be out of service, not before', () => {
    const w = mark(world().addPod('stuck', 'node-1').addPod('other', 'node-1'), 'Unknown')
    w.remove('pods', 'default/stuck')
    w.run(100)
    expect(w.pod('stuck')).toBeDefined()
    w.taint('node-1', [OUT_OF_SERVICE]).run(21)
    expect([w.pod('stuck'), w.pod('other')?.status.phase]).toEqual([undefined, 'Running'])
    w.remove('pods', 'default/other')
    w.run(21)
    expect(w.pod('other')).toBeUndefined()
  })

  it('a node that is ready keeps its pods, whatever the taint says', () => {
    const w = world().addPod('a', 'node-1').taint('node-1', [OUT_OF_SERVICE])
    w.remove('pods', 'default/a')
    w.run(60)
    expect(w.pod('a')).toBeDefined()
  })
})

describe('finished pods', () => {
  it('of more than 12,500 the evicted go first, then the oldest', () => {
    const w = new NodeWorld([podgc]).addNode('node-1')
    const end = (name: string, status: object) => {
      w.addPod(name, 'node-1')
      w.merge('pods', `default/${name}`, { status: { phase: 'Failed', ...status } }, 'status')
    }
    end('oldest', {})
    w.run(1)
    end('older', {})
    w.run(1)
    for (let i = 0; i < 12_498; i++) end(`p${i}`, {})
    w.run(1)
    end('evicted', { reason: 'Evicted' })
    end('last', {})
    w.run(21)
    expect(['oldest', 'older', 'p0', 'evicted', 'last'].map(n => w.pod(n) !== undefined)).toEqual([false, true, true, false, true])
  })
})

interface Case {
  name: string
  input: {
    apiNodes: string[]
    cacheNodes: string[]
    waitSec: number
    thenApiAdd: string[]
    thenApiDelete: string[]
    thenCacheAdd: string[]
    thenCacheDelete: string[]
    pods: Record<string, string>
  }
  expected: { forceDeleted: string[] }
}

/** There is one store: what a controller sees of it is never more than milliseconds behind, so a node cannot be in the API and missing in the cache for 40 s. */
const DOES_NOT_FIT = ['node deleted from client after quarantine']

describe(table.source, () => {
  it('names all cases that do not fit', () => {
    expect(DOES_NOT_FIT.every(n => table.cases.some(c => c.name === n))).toBe(true)
  })

  it.each((table.cases as unknown as Case[]).filter(c => !DOES_NOT_FIT.includes(c.name)))('$name', ({ input, expected }) => {
    const w = new NodeWorld([podgc])
    for (const n of [...input.apiNodes, ...input.cacheNodes]) w.addNode(n)
    for (const [name, where] of Object.entries(input.pods)) {
      const [node = '', phase] = where.split('/')
      w.addPod(name, node)
      w.merge('pods', `default/${name}`, { status: { phase } }, 'status')
    }
    // The first round finds them, at 20 s; the round in which the quarantine of 40 s ends is at 60 s.
    w.run(input.waitSec >= 40 ? 59 : 20 + input.waitSec - 1)
    for (const n of [...input.thenApiAdd, ...input.thenCacheAdd]) w.addNode(n)
    for (const n of [...input.thenApiDelete, ...input.thenCacheDelete]) w.remove('nodes', n)
    w.run(2)
    expect(Object.keys(input.pods).filter(p => w.pod(p) === undefined)).toEqual(expected.forceDeleted)
  })
})
