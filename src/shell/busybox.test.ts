// The shell beside a real busybox: every script of fixtures/*.cases.txt prints the same, complains the same and ends the same as it did there
// (fixtures/record.mjs plays them on the real one).
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decode } from './bytes.ts'
import { script } from './testing/bench.ts'

interface Case {
  readonly script: string
  readonly out: string
  readonly err: string
  readonly code: number
}
const folder = new URL('./fixtures/', import.meta.url)
const files = readdirSync(folder).filter(f => f.endsWith('.json'))
const casesOf = (file: string): Case[] => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { cases: Case[] }).cases

test('there are scripts to compare', () => {
  expect(files.flatMap(casesOf).length).toBeGreaterThan(250)
})
for (const file of files) {
  describe(file, () => {
    test.each(casesOf(file))('$script', ({ script: text, out, err, code }) => {
      const played = script(decode(text))
      expect({ out: played.out, err: played.err, code: played.code }).toEqual({ out: decode(out), err: decode(err), code })
    })
  })
}
