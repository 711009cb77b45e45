// Conditions as the API holds them: a disc for True, a ring for False, a broken ring for Unknown; what is not as it should be is bold, with its message.
import type { ApiObject, Condition } from '../../kube/index.ts'
import { useLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { ageText } from '../words/numbers.ts'
import { ageMs } from './ages.ts'

/** Conditions that are well when they are False. */
const WELL_WHEN_FALSE = new Set([
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'ReplicaFailure',
  'DisruptionTarget',
  'ScalingLimited',
  'Failed',
  'FailureTarget',
  'Suspended',
])

export function Conditions({ object }: { object: ApiObject }) {
  const t = useWords()
  const now = useLook(s => Math.floor(s.now / 1000) * 1000)
  const conditions = ((object.status as { conditions?: Condition[] } | undefined)?.conditions ?? []) as Condition[]
  if (!conditions.length) return null
  return (
    <section>
      <h3>{t('inspect.conditions')}</h3>
      <ul className="conditions">
        {conditions.map(c => {
          const well = c.status === (WELL_WHEN_FALSE.has(c.type) ? 'False' : 'True')
          const age = ageMs(c.lastTransitionTime, now)
          return (
            <li key={c.type} className={well ? '' : 'bad'}>
              <Disc status={c.status} />
              <span className="type">
                {c.type}
                <span className="hidden-text">: {c.status}</span>
              </span>
              <span className="age">{age === undefined ? '' : ageText(age)}</span>
              {!well && (c.message || c.reason) && <span className="message">{c.message || c.reason}</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Disc({ status }: { status: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      {status === 'True' ? (
        <circle cx={7} cy={7} r={6} className="disc" />
      ) : (
        <circle cx={7} cy={7} r={5} className={status === 'False' ? 'ring' : 'ring broken'} />
      )}
    </svg>
  )
}
