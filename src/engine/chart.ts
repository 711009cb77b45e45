// Charts as tables. XState definitions are the model that is drawn and read; running them here means asking XState once for each (state, event) and
// remembering the answer, because a state name and a looked-up row are a hundred times cheaper than an actor, and are data. Two sorts of charts:
// things that take time (no guards, no context; delays are entry effects as data) and things that compare (one event, LOOK, guards in English).
// The only file that asks XState for transitions.
import { type AnyStateMachine, initialTransition, transition } from 'xstate'

/** An effect of a transition: the action's name and its parameters, as written in the definition. */
export interface Effect {
  readonly type: string
  readonly params: unknown
}

export interface Step {
  /** The state reached, as a dotted path: `running.notReady`. */
  readonly state: string
  readonly effects: readonly Effect[]
  /** Whether the event meant anything in that state. */
  readonly changed: boolean
}

/** A chart of something that takes time. */
export interface Chart {
  readonly id: string
  readonly machine: AnyStateMachine
  readonly initial: Step
  /** The step from a state on an event. Same arguments, same object. Unknown states throw. */
  next(state: string, event: string): Step
}

/** Makes a chart from an XState definition without context and guards (`createMachine`/`setup().createMachine`). */
export function timedChart(machine: AnyStateMachine): Chart {
  const [first, entry] = initialTransition(machine)
  const initial: Step = { state: dotted(first.value), effects: entry.map(asEffect), changed: true }
  const memo = new Map<string, Step>()
  return {
    id: machine.id,
    machine,
    initial,
    next(state, event) {
      const key = `${state} ${event}`
      const known = memo.get(key)
      if (known) return known
      const from = machine.resolveState({ value: nested(state), context: {} } as never)
      const [to, actions] = transition(machine, from, { type: event })
      const step: Step = {
        state: dotted(to.value),
        effects: actions.map(asEffect),
        changed: actions.length > 0 || dotted(to.value) !== state,
      }
      memo.set(key, step)
      return step
    },
  }
}

/** A chart of something that compares. `decide` gives the target of the first LOOK transition whose guard holds: the caption's state. */
export interface ComparingChart<G extends string> {
  readonly id: string
  readonly machine: AnyStateMachine
  decide(guards: Readonly<Record<G, () => boolean>>): string
}

/** Makes a comparing chart: its initial state has one event, LOOK, with guarded transitions in order; the last one has no guard. */
export function comparingChart<G extends string>(machine: AnyStateMachine): ComparingChart<G> {
  const config = machine.config
  const start = config.states?.[String(config.initial)]
  // biome-ignore lint/suspicious/noExplicitAny: XState's transition config is a union of many forms; only objects with target and guard are used here
  const rows: { target: string; guard?: G }[] = [(start?.on as any)?.LOOK ?? []].flat()
  if (!rows.length) throw new Error(`chart ${machine.id} has no LOOK`)
  return {
    id: machine.id,
    machine,
    decide(guards) {
      for (const row of rows) if (!row.guard || guards[row.guard]()) return row.target
      throw new Error(`chart ${machine.id}: no LOOK transition holds`)
    },
  }
}

const asEffect = (a: { type: string; params?: unknown }): Effect => ({ type: a.type, params: a.params })

function dotted(value: unknown): string {
  if (typeof value === 'string') return value
  const [[name, inner]] = Object.entries(value as object) as [[string, unknown]]
  return `${name}.${dotted(inner)}`
}

function nested(path: string): unknown {
  const dot = path.indexOf('.')
  return dot < 0 ? path : { [path.slice(0, dot)]: nested(path.slice(dot + 1)) }
}
