// What must hold of a Job in every history, whatever people do to it and its pods: never more pods at work than parallelism and what is still wanted, every
// pod counted once, counts that never fall, one end that comes once and last.
import { describe, expect, it } from 'vitest'
import type { Job, Pod } from '../../../kube/index.ts'
import { BatchWorld } from '../testing/batch.ts'
import { isTracked } from './pods.ts'

const HISTORIES = 40
const ACTIONS = 8
const END = new Set(['Complete', 'Failed'])

/** Dice of the test's own, so that the world's are left alone. */
function diceOf(seed: number): (sides: number) => number {
  let s = seed * 2654435761 + 1
  return sides => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * sides)
  }
}

const spec = (roll: (n: number) => number): Record<string, unknown> => {
  const completions = 1 + roll(8)
  const isIndexed = roll(2) === 0
  return {
    completions,
    parallelism: 1 + roll(4),
    backoffLimit: roll(6),
    ...(isIndexed && { completionMode: 'Indexed' }),
    ...(isIndexed && roll(2) === 0 && { backoffLimitPerIndex: roll(2), backoffLimit: 2 ** 31 - 1 }),
    ...(roll(3) === 0 && { podReplacementPolicy: 'Failed' }),
    ...(roll(4) === 0 && { activeDeadlineSeconds: 15 + roll(60) }),
    ...(isIndexed && roll(4) === 0 && { successPolicy: { rules: [{ succeededCount: 1 + roll(completions) }] } }),
  }
}

/** Plays a history; returns what was broken, in words. */
function play(seed: number, mayResize: boolean): { broken: string[]; w: BatchWorld } {
  const roll = diceOf(seed)
  const w = new BatchWorld({ seed, stopMs: 500 + roll(4000) })
  const broken: string[] = []
  let limits: number[] = []
  const said = { ends: 0, created: 0, succeeded: 0, failed: 0 }
  w.engine.store.listen(c => {
    const say = (what: string) => broken.push(`${seed}: ${w.engine.now} ms: ${what}`)
    if (c.plural === 'jobs' && c.type !== 'DELETED') {
      const [now, old] = [c.object as Job, c.old as Job | undefined]
      const p = now.spec.parallelism ?? 1
      if (limits.at(-1) !== p) limits = [...limits.slice(-1), p]
      for (const k of ['succeeded', 'failed'] as const) if ((now.status?.[k] ?? 0) < (old?.status?.[k] ?? 0)) say(`${k} fell`)
      const ends = (j: Job | undefined) => j?.status?.conditions?.filter(k => END.has(k.type) && k.status === 'True') ?? []
      if (ends(now).length > ends(old).length) said.ends++
      if (ends(old).length > 0 && JSON.stringify(now.status) !== JSON.stringify(old?.status)) say('changed after its end')
      if (ends(now).length > 0 && ((now.status?.active ?? 0) > 0 || (now.status?.terminating ?? 0) > 0)) say('ended with pods')
      if ((now.status?.ready ?? 0) > (now.status?.active ?? 0)) say('more ready than active')
    }
    if (c.plural === 'pods' && c.type === 'ADDED') {
      said.created++
      if (w.active().length > Math.max(...limits)) say(`${w.active().length} pods at work`)
      const j = w.get<Job>('jobs', 'work')
      if (j && w.active().length + (j.status?.succeeded ?? 0) > (j.spec.completions ?? 1)) say('more pods than are wanted')
    }
  })
  w.job(`dice:${1 + roll(8)}`, spec(roll))
  for (let i = 0; i < ACTIONS; i++) {
    w.wait(roll(12))
    const pods = w.pods()
    const what = roll(mayResize ? 4 : 2)
    if (what === 1 && pods.length > 0) w.remove('pods', (pods[roll(pods.length)] as Pod).metadata.name)
    else if (what === 2) w.merge('jobs', 'work', { spec: { parallelism: roll(5) } })
    else if (what === 3) w.merge('jobs', 'work', { spec: { suspend: roll(2) === 0 } })
  }
  w.merge('jobs', 'work', { spec: { suspend: false, parallelism: 2 } })
  w.wait(3000)
  if (said.ends !== 1) broken.push(`${seed}: ended ${said.ends} times: ${JSON.stringify(w.status())}`)
  if (w.pods().some(isTracked)) broken.push(`${seed}: holds a pod that it has counted`)
  return { broken, w: Object.assign(w, { created: said.created }) }
}

describe(`${HISTORIES} histories`, () => {
  it('of pods that fail and are deleted keep every promise, and every pod is counted once', () => {
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const { broken, w } = play(seed, false)
      expect(broken).toEqual([])
      const { succeeded = 0, failed = 0, conditions = [] } = w.status()
      const j = w.get<Job>('jobs', 'work') as Job
      const hasStoppedEarly = conditions.some(c => c.reason === 'SuccessPolicy')
      if (!hasStoppedEarly)
        expect({ seed, counted: succeeded + failed }).toEqual({ seed, counted: (w as unknown as { created: number }).created })
      if (w.has('Complete') && !hasStoppedEarly) expect(succeeded).toBe(j.spec.completions)
    }
  })

  it('of Jobs that are resized and suspended keep every promise', () => {
    for (let seed = 1; seed <= HISTORIES; seed++) expect(play(seed + 1000, true).broken).toEqual([])
  })
})
