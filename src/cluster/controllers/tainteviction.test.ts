import { describe, expect, it } from 'vitest'
import type { Taint, Toleration } from '../../kube/index.ts'
import type { Timer } from '../tables.ts'
import table from './fixtures/nodes/taint_eviction.json' with { type: 'json' }
import { shortest } from './tainteviction/tolerance.ts'
import { tainteviction } from './tainteviction.ts'
import { NodeWorld } from './testing/nodes.ts'

const world = () => new NodeWorld([tainteviction]).addNode('node1')
const MAINTENANCE: Taint = { key: 'upkeep', value: 'now', effect: 'NoExecute' }
const bearing = (tolerationSeconds?: number, more: object = {}) => ({
  tolerations: [
    { key: 'upkeep', operator: 'Exists', effect: 'NoExecute', ...(tolerationSeconds !== undefined && { tolerationSeconds }), ...more },
  ],
})

describe('Taint eviction', () => {
  it('deletes who does not tolerate the taint at once, marked and announced; who does for a while after that while; who does for ever never', () => {
    const w = world()
      .addPod('none', 'node1')
      .addPod('some', 'node1', bearing(12))
      .addPod('ever', 'node1', bearing())
      .addPod('wrong', 'node1', bearing(undefined, { operator: 'Equal', value: 'other' }))
      .taint('node1', [MAINTENANCE])
      .run(1)
    expect(['none', 'some', 'ever', 'wrong'].map(w.evicted)).toEqual([true, false, false, true])
    expect(w.pod('none')?.status.conditions?.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    })
    expect(w.engine.table<Timer>('timers').get('pods default/some eviction')?.name).toBe('eviction')
    w.run(12)
    expect(['some', 'ever'].map(w.evicted)).toEqual([true, false])
    expect(w.said.map(s => s.replace(/^\d+s /, '')).sort()).toEqual(
      ['none', 'some', 'wrong'].map(p => `Normal TaintManagerEviction ${p}: Marking for deletion Pod default/${p}`),
    )
  })

  it('for each taint only the first matching toleration counts, even if a later one is shorter', () => {
    const tolerations = [...bearing(60).tolerations, { operator: 'Exists', tolerationSeconds: 6 }]
    const w = world().addPod('a', 'node1', { tolerations }).taint('node1', [MAINTENANCE]).run(59)
    expect(w.evicted('a')).toBe(false)
    w.run(2)
    expect(w.evicted('a')).toBe(true)
  })

  it('calls an eviction off, and says so, when the taints go', () => {
    const w = world().addPod('a', 'node1', bearing(30)).taint('node1', [MAINTENANCE]).run(10).taint('node1', []).run(60)
    expect(w.evicted('a')).toBe(false)
    expect(w.said).toEqual(['10s Normal TaintManagerEviction a: Cancelling deletion of Pod default/a'])
    expect(w.engine.table('timers').size).toBe(0)
  })

  it('a pod is evicted once', () => {
    const w = world().addPod('a', 'node1').taint('node1', [MAINTENANCE]).run(5)
    w.taint('node1', [MAINTENANCE, { key: 'more', effect: 'NoExecute' }]).run(5)
    expect(w.said).toHaveLength(1)
    w.remove('pods', 'default/a', 0)
    w.run(5)
    expect(w.said).toHaveLength(1)
    expect(w.engine.table('tainteviction.planned').size).toBe(0)
  })

  it('deletes by name, as pod GC and CronJobs do: no uid is asked for', () => {
    const w = world().addPod('a', 'node1').taint('node1', [MAINTENANCE])
    const key = 'default/a'
    for (let ms = 0; ms < 2000 && !w.pod('a')?.status.conditions?.some(c => c.type === 'DisruptionTarget'); ms++) w.run(0.001)
    w.remove('pods', key, 0)
    w.addPod('a', 'node1', bearing())
    w.run(1)
    expect(w.evicted('a')).toBe(true)
  })

  it('starts from the time when the controller sees the taint, wherever in time that is in a checkpoint', () => {
    const w = world().addPod('a', 'node1', bearing(30)).taint('node1', [MAINTENANCE]).run(10)
    const c = w.engine.checkpoint()
    w.run(25)
    const hash = w.engine.hash()
    w.engine.restore(c)
    w.run(25)
    expect(w.engine.hash()).toBe(hash)
    expect(w.evicted('a')).toBe(true)
  })
})

interface Case {
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: the table has rows of several forms
  input: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  expected: any
}

const TOL = (t: Toleration[]) => ({ tolerations: t.map(x => (x.tolerationSeconds === null ? { ...x, tolerationSeconds: undefined } : x)) })
const TAINT = { key: 'testTaint1', value: 'test1', effect: 'NoExecute' }
const HUNDRED = TOL([{ ...TAINT, tolerationSeconds: 100 }])

/** How a row of the table is played, by the field that only rows of its form have. */
const forms: Readonly<Record<string, (c: Case) => void>> = {
  tolerationSecondsOfMatching({ input, expected }) {
    const seconds = shortest(input.tolerationSecondsOfMatching.map((s: number | null) => (s === null ? {} : { tolerationSeconds: s })))
    expect(seconds === Number.POSITIVE_INFINITY ? -1 : seconds).toBe(expected.sec)
  },
  prev({ input, expected }) {
    const w = world().taint('node1', input.nodeTaints).run(1)
    w.addPod('pod1', input.prev.node, TOL(input.prev.tolerations)).run(input.waitForScheduledEvictionFirst ? 0.05 : 0)
    const spec = { tolerations: TOL(input.new.tolerations).tolerations, ...(input.new.node && { nodeName: input.new.node }) }
    w.merge('pods', 'default/pod1', { spec })
    expect(w.run(5).evicted('pod1')).toBe(expected.deletedWithinSec5)
  },
  steps({ input, expected }) {
    const w = world().addPod('pod1', 'node1', TOL(input.podTolerations))
    const planned = (input.steps as Taint[][]).map(taints => w.taint('node1', taints).run(1).engine.table('tainteviction.planned').size > 0)
    expect(planned).toEqual(expected.evictionScheduledAfterStep)
    expect(w.run(120).evicted('pod1')).toBe(expected.deleted)
  },
  pods({ input, expected }) {
    const w = world()
    for (const [name, tolerations] of Object.entries(input.pods)) w.addPod(name, 'node1', TOL(tolerations as Toleration[]))
    w.taint('node1', input.newTaints)
    for (const second of [0, 1]) {
      w.run(second === 0 ? 0.5 : 1)
      for (const [name, at] of Object.entries(expected.deletedAtSec))
        expect([name, w.evicted(name)]).toEqual([name, second >= (at as number)])
    }
    expect((expected.notDeleted as string[]).some(n => w.evicted(n))).toBe(false)
  },
  pod2({ input, expected }) {
    const w = world()
      .addPod('pod1', 'node1')
      .addPod('pod2', 'node1', input.pod2.includes('100 s') ? HUNDRED : {})
    expect(w.taint('node1', [TAINT]).run(1).evicted('pod1')).toBe(expected.pod1Deleted)
  },
  podTolerations({ input, expected }) {
    const w = world()
      .taint('node1', input.oldTaints ?? [])
      .addPod('pod1', 'node1', TOL(input.podTolerations))
      .run(0.1)
      .taint('node1', input.newTaints ?? input.nodeTaints)
    expect(w.run((input.waitSec ?? 0) + 0.5).evicted('pod1')).toBe(expected.deleted)
  },
  podNode({ input, expected }) {
    const w = world().taint('node1', input.nodeTaints).run(1)
    w.addPod('pod1', input.podNode, TOL(input.tolerations))
    expect(w.run(0.5).evicted('pod1')).toBe(expected.deleted)
  },
}

describe(table.source, () => {
  it.each(table.cases as Case[])('$name', c => {
    const form = Object.keys(forms).find(f => f in c.input)
    expect(form).toBeDefined()
    forms[form as string]?.(c)
  })
})
