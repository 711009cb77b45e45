// Whatever a container's command is, it is a container's trouble: it ends or goes on in simulated time, with bounded memory, and nothing is thrown.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, bench, go } from './testing/bench.ts'

/** Lets it run for some rounds; what it has printed, and its code if it has ended. */
function endure(text: string, rounds = 8, steps = 4000) {
  const b = bench({ steps })
  const pid = begin(b, ['sh', '-c', text])
  for (let i = 0; i < rounds && Object.keys(b.machine.processes).length > 0; i++) {
    const { wakeAtMs } = go(b)
    if (wakeAtMs === undefined) break
    b.nowMs = Math.max(b.nowMs, wakeAtMs)
  }
  return { ...b, code: b.codes[pid], processes: Object.keys(b.machine.processes).length, open: Object.keys(b.machine.open).length }
}

describe('what would hurt a real machine', () => {
  test.each([
    ['nested commands', '( '.repeat(5000), 2],
    ['nested groups', '{ '.repeat(5000), 2],
    ['nested substitutions', `echo ${'$(echo '.repeat(5000)}`, 2],
    ['nested quotes and braces', `echo ${'"${x:-'.repeat(5000)}`, 2],
    ['nested reckoning', `echo $((${'('.repeat(5000)}1${')'.repeat(5000)}))`, 2],
    ['reckoning with itself', 'x=x; echo $((x))', 2],
    ['many negations', `${'! '.repeat(5000)}true`, 2],
    ['a function that calls itself', 'f() { f; }; f', 139],
    ['a trap that sends its own signal', 'trap "kill -USR1 $$" USR1; kill -USR1 $$', 139],
    ['a text that doubles', 'x=a; while :; do x=$x$x; done', 2],
    ['a width beyond all memory', "printf '%99999999999s' a", 139],
    ['a file beyond all disks', 'truncate -s 999G /tmp/f', 139],
    ['nested awk', `awk 'BEGIN{print ${'('.repeat(5000)}1}'`, 1],
    ['awk without end', "awk 'BEGIN{while(1);}'", 1],
    ['awk that calls itself', "awk 'function f(x){return f(x)} BEGIN{f(1)}'", 1],
    ['sed without end', "echo a | sed ':a;ba'", 1],
    ['nested expr', `expr ${'\\( '.repeat(5000)} 1`, 2],
  ])('%s', (_, text, code) => {
    const b = endure(text, 30)
    expect(b.code).toBe(code)
    expect(b.open).toBe(0)
  })
  test.each([
    ['a fork bomb', 'f() { f | f & f | f; }; f'],
    ['substitutions without end', 'f() { x=$(f); }; f'],
    ['background jobs without end', 'while :; do sleep 100 & done'],
    ['reading zeros', 'cat /dev/zero | tr "\\0" x | grep y'],
    ['keeping zeros', 'x=$(cat /dev/zero)'],
    ['printing without end', 'yes | cat'],
  ])('%s has its bounds', (_, text) => {
    const b = endure(text)
    expect(b.code === undefined || b.code === 2).toBe(true)
    expect(b.processes).toBeLessThanOrEqual(512)
    expect(b.open).toBeLessThan(2000)
    expect(b.out.length).toBeLessThan(4_000_000)
  })
})

const token = fc.constantFrom(
  ...'if then else fi while do done for in case esac { } ( ) ;; ; & && || | ! < > >> 2>&1 <<E $( ) ` " \' \\ $(( )) $x $@ $# * ? [ ] ~ = x=1 f() echo cat sleep kill wait trap exit read sed awk grep test eval exec set shift 1 -n -e /tmp/f /dev/null s/a/b/ %s {print} \n'.split(
    ' ',
  ),
  ' ',
  `$${'{x'}`,
)
test('no text makes it throw, and nothing stays open behind it', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), parts => {
      const b = endure(parts.join(' '), 10, 500)
      if (b.processes === 0) expect(b.open).toBe(0)
    }),
    { numRuns: 400, seed: 11 },
  )
})
test('nor do random bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      endure(text, 3, 200)
    }),
    { numRuns: 300, seed: 3 },
  )
})
