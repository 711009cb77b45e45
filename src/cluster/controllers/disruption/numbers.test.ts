// Every case of fixtures/disruption/budget.json (the file names its sources).
import { expect, it } from 'vitest'
import file from '../fixtures/disruption/budget.json'
import { disruptionsAllowed, numbersOf } from './numbers.ts'

interface Case {
  name: string
  input: {
    spec: { minAvailable?: number | string; maxUnavailable?: number | string }
    matchingPods: number
    controllersScale: number
    healthyPods: number
  }
  expected: object
}
it.each(file.suites[0]?.cases as unknown as Case[])('$name', ({ input, expected }) => {
  const numbers = numbersOf(input.spec, input.matchingPods, () => input.controllersScale)
  expect({ ...numbers, disruptionsAllowed: disruptionsAllowed(numbers, input.healthyPods) }).toEqual(expected)
})
