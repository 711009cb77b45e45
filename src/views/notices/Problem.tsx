// The engine has stopped with an exception: said plainly, with a report to copy and the way back. The history is not lost.
import './notices.css'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useWords } from '../words/index.ts'
import { copyText } from './copy.ts'

/** How far before the stop it goes back at first; further when asked again. */
const BACK_MS = 2_000

export default function Problem() {
  const t = useWords()
  const session = useSessionHandle()
  const problem = useSession(s => s.problem)
  const [copied, setCopied] = useState(false)
  const [back, setBack] = useState(BACK_MS)
  if (!problem) return null
  return (
    <div className="notice problem" role="alert">
      <TriangleAlert aria-hidden="true" />
      <div>
        <strong>{t('notice.problem')}</strong>
        <p>{t('notice.problem.note')}</p>
        <p className="mono">{problem.message}</p>
        <div className="row">
          <button
            type="button"
            className="btn ink"
            onClick={() => {
              const { now } = session.getState()
              void session.getState().seek(Math.max(0, now - back))
              setBack(back * 4)
            }}
          >
            {t('notice.problem.back')}
          </button>
          <button type="button" className="btn line" onClick={() => void copyText(problem.report).then(setCopied)}>
            {t(copied ? 'app.copied' : 'notice.problem.copy')}
          </button>
        </div>
      </div>
    </div>
  )
}
