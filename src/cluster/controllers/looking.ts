// How a controller compares: one look at the world, questions in their order, and the state of the first that is answered with yes. The state is the caption
// on its card and decides what is done; the questions are guards by name, so that the whole is a chart that can be drawn.
import { createMachine } from 'xstate'
import { type ComparingChart, comparingChart } from '../../engine/index.ts'

type Asks = readonly (readonly [guard: string, state: string])[]

export interface LookingChart<G extends string, S extends string> extends ComparingChart<G> {
  decide(guards: Readonly<Record<G, () => boolean>>): S
}

/** `asks`: what is asked, and what it comes to when the answer is yes; `otherwise`: when none is. */
export function lookingChart<const A extends Asks, S extends string>(
  id: string,
  asks: A,
  otherwise: S,
): LookingChart<A[number][0], A[number][1] | S> {
  const targets = new Set([...asks.map(([, state]) => state), otherwise])
  const machine = createMachine({
    id,
    initial: 'looking',
    states: {
      looking: { on: { LOOK: [...asks.map(([guard, target]) => ({ guard, target })), { target: otherwise }] } },
      ...Object.fromEntries([...targets].map(state => [state, {}])),
    },
  } as never)
  return comparingChart(machine) as LookingChart<A[number][0], A[number][1] | S>
}
