// What can be done with the selection, as buttons with their keys; the rest behind one more.
import { Ellipsis } from 'lucide-react'
import { Toolbar } from 'radix-ui'
import { useSessionHandle } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import { subjectOf } from '../subject.ts'
import { verbsFor } from '../verbs/index.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'

export function VerbBar({ subject }: { subject: string }) {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  const { plural } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'faults', 'loads', 'replicasets', 'machines')
  // Deeds that carry the time are made anew when they are done.
  const verbs = verbsFor({ mirror, now: mirror.now }, subject)
  if (!verbs.length) return null
  const prominent = verbs.filter(v => v.prominent)
  const fresh = (id: string) => {
    const { mirror: m, now } = session.getState()
    return verbsFor({ mirror: m, now }, subject).find(v => v.id === id)
  }
  return (
    <Toolbar.Root className="verbs" aria-label={t('inspect.verbs')}>
      {prominent.map(verb => (
        <Toolbar.Button
          key={verb.id}
          className="btn line"
          aria-disabled={verb.spent}
          onClick={() => {
            const now = fresh(verb.id)
            if (now) hands.choose(subject, now)
          }}
        >
          {t(verb.key)}
          {verb.letter && /[A-Z]/.test(verb.letter) && (
            <span className="key" aria-hidden="true">
              {verb.letter}
            </span>
          )}
        </Toolbar.Button>
      ))}
      {prominent.length < verbs.length && (
        <Toolbar.Button
          className="btn line icon"
          aria-label={t('inspect.more')}
          aria-haspopup="menu"
          onClick={e => {
            const box = e.currentTarget.getBoundingClientRect()
            hands.show({ menu: { subject, x: box.left, y: box.top } })
          }}
        >
          <Ellipsis aria-hidden="true" />
        </Toolbar.Button>
      )}
    </Toolbar.Root>
  )
}
