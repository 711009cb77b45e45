// Several things of one kind: each in one line, and the way to it alone.
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf, subjectsOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { stateOf } from './Head.tsx'
import { titleOf } from './title.ts'

export function SeveralPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const mirror = useMirrorLook(subjectOf(subject).plural, 'nodes')
  return (
    <section>
      <ul className="pod-list">
        {subjectsOf(subject).map(one => (
          <li key={one}>
            <button type="button" className="pick two" onClick={() => session.getState().select(one)}>
              <span className="name">{titleOf(mirror, one)}</span>
              <span className="state">{stateOf(mirror, one)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="note">{t('inspect.several')}</p>
    </section>
  )
}
