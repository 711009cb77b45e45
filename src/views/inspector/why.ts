// "Why is it here?": from what was last told of a subject back to what a person did. Of a pod first how it came to be, then what has befallen it since: a name
// that was given again has the story of its present bearer. A reading of the trace: the writes between the decisions are left out where the decision before
// says it already.
import type { TraceEntry } from '../../engine/index.ts'
import type { TraceLog } from '../../session/index.ts'
import { ROUTINE } from '../events/rows.ts'

export interface WhyStep {
  readonly entry: TraceEntry
  /** Whose mark stands before it. */
  readonly mark: 'you' | 'fault' | 'controller' | 'kubelet' | 'server'
  /** It has befallen a pod after it had come to be. */
  readonly later?: true
}

const MOST_STEPS = 12

/** Not worth a step: bookkeeping that follows from what was told. */
const isRoutine = (e: TraceEntry) =>
  ROUTINE.has(e.code) ||
  e.subject.startsWith('events ') ||
  e.subject.startsWith('leases ') ||
  e.subject.startsWith('endpointslices ') ||
  e.code.startsWith('recorder.')

export function markOf({ by, code }: Pick<TraceEntry, 'by' | 'code'>): WhyStep['mark'] {
  if (code.startsWith('fault.')) return 'fault'
  if (by === 'you') return 'you'
  if (by === 'apiserver') return 'server'
  return by === 'kubelet' || by === 'node' || by === 'pod' ? 'kubelet' : 'controller'
}

/** The last thing told of a subject that is worth asking why. */
export function lastOf(trace: Pick<TraceLog, 'about'>, subject: string): TraceEntry | undefined {
  const about = trace.about(subject)
  return about.findLast(e => !isRoutine(e) && !isWrite(e)) ?? about.findLast(e => !isRoutine(e))
}

const isWrite = (e: TraceEntry) => e.code.startsWith('write.')

/** The steps, oldest first. */
export function whySteps(trace: Pick<TraceLog, 'about' | 'why'>, subject: string): WhyStep[] {
  const last = lastOf(trace, subject)
  if (!last) return []
  const about = trace.about(subject)
  const born = subject.startsWith('pods ') ? about.findLast(e => e.code === 'write.create') : undefined
  if (!born) return short(told(storyOf(trace, about, last)))
  const since = about.filter(e => e.id > born.id && !isRoutine(e) && !isWrite(e))
  const begun = new Set(trace.why(born.id))
  for (const e of since) {
    const own = isPassed(e, since) ? undefined : ownCourse(trace, e, subject, born)
    for (const step of own ?? []) begun.add(step)
  }
  const restarted = since.findLast(e => e.code === 'kubelet.started' && Number(e.args.restarts) > 0)
  const befallen = [restarted, since.at(-1)].flatMap(e => (e && !begun.has(e) ? storyOf(trace, since, e) : []))
  const later = [...new Set(befallen)].filter(e => e.id > born.id && !begun.has(e))
  return [...short(told([...begun])), ...short(told(later)).map(step => ({ ...step, later: true as const }))]
}

/** An image that was being pulled is no step when its container has begun. */
const isPassed = (e: TraceEntry, since: readonly TraceEntry[]) =>
  e.code === 'kubelet.pulling' && since.some(later => later.id > e.id && later.code === 'kubelet.started')

/** From a pod's birth on only by its own steps: placed, begun. undefined where something else came between. */
function ownCourse(trace: Pick<TraceLog, 'why'>, e: TraceEntry, subject: string, born: TraceEntry): readonly TraceEntry[] | undefined {
  const chain = trace.why(e.id)
  const end = chain.indexOf(born)
  const course = chain.slice(0, end)
  return end >= 0 && course.every(step => step.subject === subject) ? course : undefined
}

/** Where there is no person at the root (a silence has no cause), what others told of it stands beside: the machine's own story. */
function storyOf(trace: Pick<TraceLog, 'why'>, about: readonly TraceEntry[], last: TraceEntry): readonly TraceEntry[] {
  const chain = trace.why(last.id)
  if (chain[chain.length - 1]?.by === 'you') return chain
  const other = about.findLast(e => e.by !== last.by && !isRoutine(e) && !isWrite(e))
  return other ? [...chain, ...trace.why(other.id).filter(e => !chain.includes(e))] : chain
}

/** What is worth a step, oldest first. */
function told(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  const worth = entries.filter(e => !isRoutine(e)).sort((a, b) => a.id - b.id)
  const decided = worth.filter(e => !isWrite(e))
  return (decided.length ? decided : worth).filter((e, i, all) => !sameSentence(e, all[i + 1]))
}

const short = (steps: readonly TraceEntry[]): WhyStep[] =>
  (steps.length > MOST_STEPS ? [...steps.slice(0, 3), ...steps.slice(3 - MOST_STEPS)] : steps).map(entry => ({
    entry,
    mark: markOf(entry),
  }))

/** The same controller says the same again on its next visit: the last time is enough. */
const sameSentence = (a: TraceEntry, b: TraceEntry | undefined) =>
  b !== undefined && a.by === b.by && a.subject === b.subject && a.code === b.code
