// The polite live region: speaks what changes, every few seconds, while the session plays or when somebody acted.
import { useEffect, useState } from 'react'
import { useSessionHandle } from '../../session/index.ts'
import { sentenceOf } from '../inspector/sentence.ts'
import { useSay, useWords } from '../words/index.ts'
import { spoken } from './speech.ts'

const EVERY_MS = 2_500

export default function Speaker() {
  const t = useWords()
  const sayIt = useSay()
  const session = useSessionHandle()
  const [text, setText] = useState('')
  useEffect(() => {
    let { last } = session.getState().mirror.trace
    let { epoch } = session.getState().mirror
    const timer = setInterval(() => {
      const { mirror, loading } = session.getState()
      if (loading || mirror.epoch !== epoch) {
        // After a jump in time what is told anew is not news.
        epoch = mirror.epoch
        last = mirror.trace.last
        return
      }
      if (mirror.trace.last === last) return
      const { sentences, more } = spoken(mirror.trace.after(last), e => sentenceOf(e, sayIt))
      last = mirror.trace.last
      if (sentences.length) setText([...sentences, ...(more > 0 ? [t('events.more', { count: more })] : [])].join(t('events.stop')))
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [session, sayIt, t])
  return (
    <div className="hidden-text" role="log" aria-live="polite" aria-atomic="true" aria-label={t('events.speaker')}>
      {text}
    </div>
  )
}
