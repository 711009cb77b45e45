// What is remembered of requests, of the present history only: one memory for the page, whoever looks at it, since the cluster itself tells the last minutes only.
import { useEffect } from 'react'
import { type Session, useSessionHandle } from '../../session/index.ts'
import { ServedHistory } from './served.ts'

const kept = new WeakMap<Session, ServedHistory>()

export function useServedHistory(): ServedHistory {
  const session = useSessionHandle()
  const history = kept.get(session) ?? remember(session)
  // What came before the first look.
  useEffect(() => void history.take(session.getState().mirror.rows('traffic')), [session, history])
  return history
}

function remember(session: Session): ServedHistory {
  const history = new ServedHistory()
  kept.set(session, history)
  session.subscribe((state, before) => {
    if (state.loading) history.clear()
    else if (state.branch !== before.branch) {
      if (state.forked?.to === state.branch) history.forgetAfter(state.forked.at)
      else history.clear()
    }
    if (state.mirror.revision('traffic') !== 0) history.take(state.mirror.rows('traffic'))
  })
  return history
}
