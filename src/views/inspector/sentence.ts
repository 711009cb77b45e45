// A trace entry as a sentence: who, and what. What controllers say is said by them; what a person did says "You" itself.
import type { TraceEntry } from '../../engine/index.ts'
import type { say } from '../words/index.ts'

export function sentenceOf({ by, code, args }: Pick<TraceEntry, 'by' | 'code' | 'args'>, sayIt: typeof say): string {
  const words = sayIt(code, args)
  if (by === 'you' || by === 'apiserver') return words
  return sayIt('trace.by', { who: sayIt(`trace.who.${by}`), words })
}
