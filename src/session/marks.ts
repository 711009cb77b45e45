// Which moments stand on the timeline: what people did, faults, and what controllers decided. Read from the action log and the trace.
import type { TraceEntry } from '../engine/index.ts'
import type { Branch, Mark } from './contract.ts'

const CONTROLLERS = new Set(['deployment', 'statefulset', 'daemonset', 'job', 'nodelifecycle', 'tainteviction'])
/** Two marks of a controller closer than this are one. */
const NEAR_MS = 700

/** The marks of people: every action of the present history that is worth a place. */
export const marksOfActions = (branch: Branch | undefined): Mark[] =>
  (branch?.actions ?? []).map(a => ({
    at: a.atMs,
    sort: a.say.code.startsWith('fault.') ? ('fault' as const) : ('you' as const),
    code: a.say.code,
    args: a.say.args,
  }))

/** Adds the controllers' marks of new trace entries; returns the same list when there are none. */
export function addMarks(marks: readonly Mark[], trace: readonly TraceEntry[]): readonly Mark[] {
  const fresh: Mark[] = []
  let last = marks[marks.length - 1]?.at ?? Number.NEGATIVE_INFINITY
  for (const t of trace) {
    if (!CONTROLLERS.has(t.by) || t.at - last < NEAR_MS) continue
    fresh.push({
      at: t.at,
      sort: t.by === 'nodelifecycle' || t.by === 'tainteviction' ? 'controller' : 'change',
      code: t.code,
      args: t.args,
      trace: t.id,
    })
    last = t.at
  }
  return fresh.length ? [...marks, ...fresh].slice(-2000) : marks
}
