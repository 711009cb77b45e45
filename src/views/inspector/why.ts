// "Why is it here?": from what was last told of a subject back to what a person did. A reading of the trace: the writes between the decisions are left out where
// the decision before says it already.
import type { TraceEntry } from '../../engine/index.ts'
import type { TraceLog } from '../../session/index.ts'
import { ROUTINE } from '../events/rows.ts'

export interface WhyStep {
  readonly entry: TraceEntry
  /** Whose mark stands before it. */
  readonly mark: 'you' | 'fault' | 'controller' | 'kubelet' | 'server'
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

/** The steps, oldest first. Where the last thing told has no person at its root (a silence has no cause), what others told of it stands beside: the machine's own story. */
export function whySteps(trace: Pick<TraceLog, 'about' | 'why'>, subject: string): WhyStep[] {
  const last = lastOf(trace, subject)
  if (!last) return []
  const chain = trace.why(last.id)
  if (chain[chain.length - 1]?.by !== 'you') {
    const other = trace.about(subject).findLast(e => e.by !== last.by && !isRoutine(e) && !isWrite(e))
    if (other) chain.push(...trace.why(other.id).filter(e => !chain.includes(e)))
  }
  const worth = chain.filter(e => !isRoutine(e)).sort((a, b) => a.id - b.id)
  const told = worth.filter(e => !isWrite(e))
  const steps = (told.length ? told : worth).filter((e, i, all) => !sameSentence(e, all[i + 1]))
  const short = steps.length > MOST_STEPS ? [...steps.slice(0, 3), ...steps.slice(3 - MOST_STEPS)] : steps
  return short.map(entry => ({ entry, mark: markOf(entry) }))
}

/** The same controller says the same again on its next visit: the last time is enough. */
const sameSentence = (a: TraceEntry, b: TraceEntry | undefined) =>
  b !== undefined && a.by === b.by && a.subject === b.subject && a.code === b.code
