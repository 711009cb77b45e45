import { expect, it } from 'vitest'
import { script } from './testing/bench.ts'

it('a script that doubles its words without end runs out of memory, and nothing else does', () => {
  const { code, err } = script('x=a; while true; do x=$x$x; done')
  expect(err).toContain('out of memory')
  expect(code).not.toBe(0)
})
