// A machine is a value: it can be copied at every moment and the copy goes on as the original would have, and running it never changes it.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from './bytes.ts'
import type { Machine } from './index.ts'
import { type Bench, script } from './testing/bench.ts'

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
  return value
}
const facts = ({ out, err, code, tookMs, mounts }: ReturnType<typeof script>) => ({
  out,
  err,
  code,
  tookMs,
  disks: mounts.map(m => m.disk),
})
const play = (text: string, more: Partial<Bench> = {}) => facts(script(text, more))

/** Stops after every few steps, at the same moment, and goes on with what `copy` makes of the machine. */
const interrupted = (steps: number, copy: (machine: Machine) => Machine): Partial<Bench> => ({ steps, between: copy, stepwise: true })
const cloned = (machine: Machine) => freeze(structuredClone(machine))
const written = (machine: Machine) => freeze(JSON.parse(JSON.stringify(machine)) as Machine)

const folder = new URL('./fixtures/', import.meta.url)
const scripts = readdirSync(folder)
  .filter(f => f.endsWith('.json'))
  .flatMap(f => (JSON.parse(readFileSync(new URL(f, folder), 'utf8')) as { cases: { script: string }[] }).cases.map(c => decode(c.script)))

describe('a checkpoint at any step goes on as if nothing had been', () => {
  test.each(scripts)('%s', text => {
    expect(play(text, interrupted(5, cloned))).toEqual(play(text))
  })
  test('at every single step, copied and written out', () => {
    for (const text of scripts.filter((_, i) => i % 16 === 3)) {
      const expected = play(text)
      expect(play(text, interrupted(1, cloned))).toEqual(expected)
      expect(play(text, interrupted(3, written))).toEqual(expected)
    }
  })
})

const words = fc.constantFrom('a', 'b', '$x', '"$x y"', '$((x + 1))', '$(echo sub; sleep 1)', '*', '$?', '"$@"', '$RANDOM')
const leaf = fc.oneof(
  fc.array(words, { minLength: 1, maxLength: 3 }).map(ws => `echo ${ws.join(' ')}`),
  words.map(w => `x=${w}`),
  fc.constantFrom(
    'sleep 0.2',
    'true',
    'false',
    'sleep 1 & wait',
    'kill -USR1 $$',
    'read x </etc/passwd',
    'cat /etc/group',
    'seq 3',
    'x=$(seq 4 | tail -n 1)',
  ),
)
const scriptOf = fc.letrec<{ any: string }>(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `${a}; ${b}`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `{ ${a}; } | { ${b}; cat; }`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `if ${a}; then ${b}; else ${c}; fi`),
    tie('any').map(a => `for i in 1 2; do ${a}; done`),
    tie('any').map(a => `(${a})`),
    tie('any').map(a => `{ ${a}; } > /tmp/f; cat /tmp/f`),
    tie('any').map(a => `f() { ${a}; }; f p q`),
    tie('any').map(a => `{ ${a}; } & wait $!`),
    tie('any').map(a => `trap 'echo caught' USR1; ${a}`),
  ),
})).any

test('random scripts too', () => {
  fc.assert(
    fc.property(scriptOf, fc.integer({ min: 1, max: 9 }), (text, steps) => {
      expect(play(text, interrupted(steps, cloned))).toEqual(play(text))
    }),
    { numRuns: 150, seed: 7 },
  )
})
