import { expect, it } from 'vitest'
import { profiles } from '../profiles.ts'
import { TestWorld } from './testing/world.ts'

it('a kubelet tells the status of one pod after the other, each in two requests; other kubelets do not wait for it', () => {
  const t = new TestWorld({ nodes: 2 })
  const told = new Map<string, number[]>([
    ['node-1', []],
    ['node-2', []],
  ])
  t.engine.store.listen(c => {
    if (c.plural === 'pods' && c.type === 'MODIFIED') told.get(c.object.spec.nodeName)?.push(c.at)
  })
  for (let i = 0; i < 40; i++) for (const nodeName of told.keys()) t.pod(`web-${nodeName}-${i}`, undefined, { nodeName })
  t.wait(10)
  const [least, most] = profiles.classroom.write as [number, number]
  const tenInARow = (at: readonly number[]) => at.slice(10).map((end, i) => end - (at[i] as number))
  for (const at of told.values()) {
    expect(at.length).toBeGreaterThanOrEqual(80)
    expect(Math.min(...tenInARow(at))).toBeGreaterThanOrEqual(10 * 2 * least - (most - least))
  }
  const both = [...told.values()].flat().sort((a, b) => a - b)
  expect(Math.min(...tenInARow(both))).toBeLessThan(10 * 2 * least - (most - least))
})
