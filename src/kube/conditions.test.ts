import { describe, expect, it } from 'vitest'
import { type Condition, getCondition, removeCondition, setCondition, updateCondition } from './conditions.ts'
import table from './fixtures/condition_set.json'

const condition = (c: string | Partial<Condition>): Condition =>
  typeof c === 'string' ? { type: c, status: 'True', reason: c } : ({ ...c } as Condition)

describe(`${table.source}`, () => {
  for (const { name, input, expected } of table.cases as {
    name: string
    input: Record<string, unknown>
    expected: Record<string, unknown>
  }[])
    it(name, () => {
      const have = (input.have as (string | Partial<Condition>)[]).map(condition)
      if (input.fn === 'get') return expect(getCondition(have, input.type as string) !== undefined).toBe(expected.found)
      const got =
        input.fn === 'set' ? setCondition(have, condition(input.set as Partial<Condition>)) : removeCondition(have, input.type as string)
      expect(got.map(c => c.type)).toEqual(expected.order)
      if (expected.status) expect(got.at(-1)).toMatchObject({ status: expected.status, reason: expected.reason })
    })
  it('looked at all cases', () => expect(table.cases.length).toBe(table.case_count))
})

const at = (type: string, status: string, reason: string, lastTransitionTime: string, message = '') => ({
  type,
  status,
  reason,
  lastTransitionTime,
  message,
})

describe('a workload controller’s condition', () => {
  const have = [at('Progressing', 'True', 'Old', 't1'), at('Available', 'True', 'Fine', 't1')]
  it('with the status and reason it had changes nothing', () =>
    expect(setCondition(have, at('Progressing', 'True', 'Old', 't2', 'words'))).toBe(have))
  it('with a new reason moves to the end and keeps the time of its transition', () =>
    expect(setCondition(have, at('Progressing', 'True', 'New', 't2'))).toEqual([have[1], at('Progressing', 'True', 'New', 't1')]))
  it('with a new status takes the new time', () =>
    expect(setCondition(have, at('Progressing', 'False', 'New', 't2'))[1]?.lastTransitionTime).toBe('t2'))
})

describe('a pod’s condition', () => {
  const have = [at('Ready', 'True', '', 't1'), at('Initialized', 'True', '', 't1')]
  it('stays in its place', () =>
    expect(updateCondition(have, at('Ready', 'False', 'X', 't2'))).toEqual([at('Ready', 'False', 'X', 't2'), have[1]]))
  it('that says the same again changes nothing', () => expect(updateCondition(have, at('Ready', 'True', '', 't2'))).toBe(have))
})
