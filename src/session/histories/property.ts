// What every history is held to: nothing that always holds was broken, everything is well in the end, and the tape played again, from its log and from a
// checkpoint, ends in the same state to the byte. A failing one is told with its seed, its dice and its log: enough to play it again (`faultsOf`), and to write the
// test of the rule that it broke.
import fc from 'fast-check'
import { expect } from 'vitest'
import { type Act, history, type Verb } from './acts.ts'
import { play, replay } from './play.ts'

/** What was wrong with a history, in words; none when all was right. `cut`: where on the way the checkpoint is taken, 0 … 1. */
export function faultsOf(seed: number, acts: readonly Act[], cut: number): readonly string[] {
  const played = play(seed, acts)
  const { broken, branch, hash } = played
  const isSame = replay(seed, played, cut) === hash
  const wrong = [...broken, ...(isSame ? [] : ['the replay ends in another state'])]
  if (wrong.length === 0) return []
  const log = branch.actions.map(
    a => `${a.atMs} ms ${a.requests.map(r => `${r.method} ${r.path} ${JSON.stringify(r.body)}`).join('\n     ')}`,
  )
  return [...wrong, `faultsOf(${seed}, ${JSON.stringify(acts)}, ${cut})`, ...log]
}

/** Holds so many random histories, in which some verbs come more often, to it: all of them, however long that takes. */
export function holdHistories(numRuns: number, favoured: readonly Verb[]): void {
  const given = fc.record({ seed: fc.nat(1_000_000), acts: history(favoured), cut: fc.double({ min: 0, max: 1, noNaN: true }) })
  let runs = 0
  fc.assert(
    fc.property(given, ({ seed, acts, cut }) => {
      runs++
      const wrong = faultsOf(seed, acts, cut)
      if (wrong.length > 0) throw new Error(wrong.join('\n'))
    }),
    { numRuns, endOnFailure: false },
  )
  expect(runs).toBe(numRuns)
}
