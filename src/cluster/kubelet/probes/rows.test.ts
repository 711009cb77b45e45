// What answers of a probe make of its result.
import { expect, it } from 'vitest'
import { afterAnswer, initialResult, type ProbeKind, type ProbeRow } from './rows.ts'

const row = (kind: ProbeKind): ProbeRow => ({ epoch: 0, since: 0, attempt: 0, result: initialResult(kind), run: 0, onHold: false })

it('a liveness or startup probe that has failed for good is not asked again of this container; a readiness probe is', () => {
  const failed = (kind: ProbeKind) => afterAnswer(row(kind), kind, { failureThreshold: 1 }, 'failure')
  expect(failed('liveness')).toMatchObject({ result: 'failure', onHold: true, run: 0 })
  expect(failed('startup')).toMatchObject({ result: 'failure', onHold: true, run: 0 })
  expect(failed('readiness')).toMatchObject({ result: 'failure', onHold: false })
})
