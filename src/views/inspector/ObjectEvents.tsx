// The Kubernetes events about an object, newest first: what `kubectl describe` prints at its end.
import type { ApiObject, Event } from '../../kube/index.ts'
import { Unbroken } from '../Unbroken.tsx'
import { useLook, useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { ageText } from '../words/numbers.ts'
import { ageMs } from './ages.ts'

const MOST = 20

export function ObjectEvents({ object }: { object: ApiObject }) {
  const t = useWords()
  const mirror = useMirrorLook('events')
  const now = useLook(s => Math.floor(s.now / 1000) * 1000)
  const events = eventsAbout(mirror.objects<Event>('events').values(), object.metadata.uid)
  if (!events.length) return null
  return (
    <details className="fold">
      <summary>
        {t('inspect.events')} <span className="tally">{events.length}</span>
      </summary>
      <ul className="event-list">
        {events.slice(0, MOST).map(e => (
          <li key={e.metadata.uid} className={e.type === 'Warning' ? 'warning' : ''}>
            <span className="age">{ageText(ageMs(e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp, now) ?? 0)}</span>
            <span>
              <strong>{e.reason}</strong> <Unbroken text={e.message ?? ''} />
              {(e.count ?? 1) > 1 && <span className="tally"> ×{e.count}</span>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function eventsAbout(events: Iterable<Event>, uid: string): Event[] {
  const at = (e: Event) => String(e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp)
  return [...events]
    .filter(e => e.involvedObject.uid === uid)
    .sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion)))
}
