// The event table: what was told, as sentences, newest first; Kubernetes' events and the trace's decisions in one list. The equal alternative to the picture.
import type { TraceEntry } from '../../engine/index.ts'
import type { Event } from '../../kube/index.ts'
import type { TraceLog } from '../../session/index.ts'

export interface EventRow {
  readonly id: string
  readonly at: number
  /** Whose mark: as in "Why?"; `event` for a Kubernetes event. */
  readonly by: string
  readonly subject: string
  /** A trace entry's code and numbers … */
  readonly code?: string
  readonly args?: TraceEntry['args']
  /** … or an event's own words. */
  readonly reason?: string
  readonly message?: string
  readonly warning?: boolean
  readonly count?: number
}

export type Filter = 'all' | 'decisions' | 'events'

/** Told for the sake of those that come after, not for reading. */
export const ROUTINE: ReadonlySet<string> = new Set(['kubelet.status', 'endpointslice.settled', 'resourcequota.counted'])

/** Bookkeeping that nobody wants to read. */
export const isTelling = (e: TraceEntry): boolean =>
  !ROUTINE.has(e.code) &&
  !/^(events|leases|endpointslices) /.test(e.subject) &&
  !e.code.startsWith('recorder.') &&
  !(e.code === 'write.update')

/** The newest trace entries worth telling, newest first. */
export function decisions(trace: Pick<TraceLog, 'last' | 'get'>, most: number, told: (e: TraceEntry) => boolean = isTelling): TraceEntry[] {
  const found: TraceEntry[] = []
  // The trace is bounded; so is how far back we look for something worth telling.
  for (let id = trace.last, looked = 0; id > 0 && found.length < most && looked < 50 * most; id--, looked++) {
    const e = trace.get(id)
    if (e && told(e)) found.push(e)
  }
  return found
}

export const rowOfTrace = (e: TraceEntry): EventRow => ({
  id: `t${e.id}`,
  at: e.at,
  by: e.by,
  subject: e.subject,
  code: e.code,
  args: e.args,
})

export function rowOfEvent(e: Event, atMs: number): EventRow {
  const { kind = '', name = '', namespace } = e.involvedObject
  // So it is with every kind that events are about.
  const plural = `${kind.toLowerCase()}s`
  return {
    id: `e${e.metadata.uid}${e.metadata.resourceVersion}`,
    at: atMs,
    by: 'event',
    subject: `${plural} ${kind === 'Node' || !namespace ? name : `${namespace}/${name}`}`,
    reason: e.reason ?? '',
    message: e.message ?? '',
    warning: e.type === 'Warning',
    count: e.count ?? 1,
  }
}

export function newestFirst(a: EventRow, b: EventRow): number {
  return b.at - a.at || (a.id < b.id ? 1 : -1)
}
