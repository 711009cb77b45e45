// How kinds say what they wait for: by a timer that runs, or in the words of whoever looks after them.
import type { Timer } from '../../../cluster/index.ts'
import { subjectOf } from '../../subject.ts'
import type { Source, Wait } from './types.ts'

export const timersOf = (source: Source, subject: string): Timer[] => [...source.rows('timers').values()].filter(t => t.subject === subject)

/** Seconds until a timer ends. */
export const left = (source: Source, t: Timer): number => Math.max(0, Math.ceil((t.until - source.now) / 1000))

/** What its controller says of it; nothing while it says that all is well. */
export function said(source: Source, actor: string, subject: string, settled: readonly string[]): Wait | undefined {
  const caption = source.row('captions', `${actor} ${subjectOf(subject).key}`)
  if (!caption || settled.some(s => caption.code === `${actor}.${s}`)) return undefined
  return { code: caption.code, ...(caption.args && { args: caption.args }) }
}
