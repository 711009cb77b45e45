// Which timers stand ahead of now on the timeline: those that end with something that everybody should see. Probes, pulls and start-ups are too many and too
// short; they are arcs on the stage.
import type { Timer } from '../../cluster/index.ts'
import { subjectOf } from '../subject.ts'
import { shortOfGone } from '../workloads/index.ts'

export interface Pending {
  readonly at: number
  readonly name: string
  /** Whose: `node-5`; with more than one at the same moment, the first and how many more. */
  readonly of: string
}

const SHOWN = new Set([
  ...['unknown', 'eviction', 'deadline', 'crashBackOff', 'pullBackOff', 'grace', 'minReady'],
  ...['backOff', 'ttl', 'schedule', 'forceDetach', 'orphans'],
])
/** Timers of the same name that end this close together are one. */
const TOGETHER_MS = 1500
const MOST = 8

/** What is set to happen, soonest first. */
export function pendingOf(timers: Iterable<Timer>, now: number): Pending[] {
  const coming = [...timers].filter(t => SHOWN.has(t.name) && t.until > now).sort((a, b) => a.until - b.until)
  const groups: { at: number; name: string; of: string; more: number }[] = []
  for (const t of coming) {
    const group = groups.find(g => g.name === t.name && t.until - g.at <= TOGETHER_MS)
    if (group) group.more++
    else groups.push({ at: t.until, name: t.name, of: shortOf(t.subject), more: 0 })
  }
  return groups.slice(0, MOST).map(({ more, of, ...g }) => ({ ...g, of: more ? `${of} +${more}` : of }))
}

/** `pods default/web-7c5f9b6d4-x2kfp`: `x2kfp`; `pods default/zk-0`: `zk-0`; of a provisioned volume's name what tells it apart. */
function shortOf(subject: string): string {
  const { plural, name } = subjectOf(subject)
  return shortOfGone(plural, name).replace(PROVISIONED, '$1')
}
const PROVISIONED = /^(pvc-[0-9a-f]{8})-[0-9a-f-]{27}$/
