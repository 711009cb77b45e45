// What a screen reader is told: each change as a sentence, from the same trace as everything else; not more than can be listened to.
import type { TraceEntry } from '../../engine/index.ts'
import { isTelling } from './rows.ts'

/** At most so many sentences at a time; how many more there were is said. */
const MOST = 3

/** Weighs what is worth hearing: what broke and what people did before what controllers decided, before what was merely written. */
function weight(e: TraceEntry): number {
  if (e.code.startsWith('fault.')) return 0
  if (e.by === 'you') return 1
  if (/unknown|silent|evict|crash|backOff|failed|timedOut|unreachable/i.test(e.code)) return 2
  return e.by === 'apiserver' ? 4 : 3
}

/** The sentences of what was told since, in the order in which it happened; of one subject only the last. */
export function spoken(entries: Iterable<TraceEntry>, sentence: (e: TraceEntry) => string): { sentences: string[]; more: number } {
  const last = new Map<string, TraceEntry>()
  for (const e of entries) {
    if (!isTelling(e)) continue
    last.delete(`${e.by} ${e.subject}`)
    last.set(`${e.by} ${e.subject}`, e)
  }
  const all = [...last.values()]
  const chosen = [...all].sort((a, b) => weight(a) - weight(b) || b.id - a.id).slice(0, MOST)
  return { sentences: chosen.sort((a, b) => a.id - b.id).map(sentence), more: all.length - chosen.length }
}
