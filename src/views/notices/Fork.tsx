// Somebody acted in the past: a new history began there, and the old one is kept.
import './notices.css'
import { GitBranch, X } from 'lucide-react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useWords } from '../words/index.ts'

export default function Fork() {
  const t = useWords()
  const session = useSessionHandle()
  const forked = useSession(s => s.forked)
  const number = useSession(s => s.branches.find(b => b.id === s.forked?.from)?.number ?? 1)
  if (!forked) return null
  return (
    <div className="notice" role="status">
      <GitBranch aria-hidden="true" />
      <span>{t('notice.fork', { number })}</span>
      <button
        type="button"
        className="btn line"
        onClick={() => {
          session.getState().dismissFork()
          void session.getState().switchBranch(forked.from)
        }}
      >
        {t('notice.fork.switch', { number })}
      </button>
      <button type="button" className="btn icon" aria-label={t('notice.close')} onClick={() => session.getState().dismissFork()}>
        <X aria-hidden="true" />
      </button>
    </div>
  )
}
