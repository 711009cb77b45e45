import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda, type Entry } from './agenda.ts'

const entry = (at: number, seq: number): Entry => ({ at, seq, to: 'you', event: { type: 'x' }, cause: 0 })
const numbers = (entries: readonly Entry[]) => entries.map(e => e.seq)

describe('the agenda', () => {
  it('takes what is earlier than a moment that has begun first, then goes on with that moment', () => {
    const agenda = new Agenda([entry(10, 1), entry(10, 2), entry(10, 3)])
    expect(agenda.take()?.seq).toBe(1)
    agenda.add(entry(5, 4))
    expect(numbers(agenda.entries())).toEqual([4, 2, 3])
    expect(numbers([1, 2, 3].map(() => agenda.take() as Entry))).toEqual([4, 2, 3])
    expect(agenda.take()).toBeUndefined()
  })
  it('takes what is there in order of time, then of coming, whenever it came', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(9), { nil: 'take' as const })), steps => {
        const agenda = new Agenda()
        let model: Entry[] = []
        for (const [seq, step] of steps.entries()) {
          if (step === 'take') {
            const [first, ...rest] = model
            expect(agenda.take()).toEqual(first)
            model = rest
          } else {
            agenda.add(entry(step, seq))
            model = [...model, entry(step, seq)].sort((a, b) => a.at - b.at || a.seq - b.seq)
          }
          expect(agenda.entries()).toEqual(model)
          expect(agenda.nextAt).toBe(model[0]?.at)
        }
      }),
    )
  })
})
