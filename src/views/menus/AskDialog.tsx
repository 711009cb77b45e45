// A verb that needs an answer: its choices as buttons, and a line to write another. And one that is dangerous: what may come of it, before it is done.
import './menus.css'
import { Dialog } from 'radix-ui'
import { useId, useState } from 'react'
import { useSessionHandle } from '../../session/index.ts'
import { titleOf } from '../inspector/title.ts'
import { shownLine } from '../notices/copy.ts'
import type { Deed } from '../verbs/verb.ts'
import { useSay, useWords } from '../words/index.ts'
import { DialogFrame } from './DialogFrame.tsx'
import { type Open, useHands } from './hands.ts'

export default function AskDialog({ subject, verb }: NonNullable<Open['asking']>) {
  const t = useWords()
  const sayIt = useSay()
  const hands = useHands()
  const session = useSessionHandle()
  const { question, choices, danger } = verb
  const [answer, setAnswer] = useState(question?.initial ?? '')
  const [wrong, setWrong] = useState('')
  const id = useId()
  const close = () => hands.show({})
  const perform = (deed: Deed) => {
    close()
    void hands.perform(deed)
  }
  return (
    <DialogFrame title={`${t(verb.key)}: ${titleOf(session.getState().mirror, subject)}`} asks onClose={close}>
      {danger && <p className="danger">{sayIt(danger.key, danger.args)}</p>}
      {danger && verb.deed && (
        <>
          <code className="danger-line">{shownLine(verb.deed.line)}</code>
          <div className="row end">
            <Dialog.Close className="btn line" data-first="">
              {t('app.cancel')}
            </Dialog.Close>
            <button type="button" className="btn ink" onClick={() => verb.deed && perform(verb.deed)}>
              {t('verb.doAnyway')}
            </button>
          </div>
        </>
      )}
      {choices?.map(choice => (
        <button key={choice.id} type="button" className="btn line choice" onClick={() => perform(choice.deed)}>
          <span className="mono">{choice.text}</span>
          {choice.note && <small>{sayIt(choice.note.key, choice.note.args)}</small>}
        </button>
      ))}
      {question && (
        <form
          onSubmit={e => {
            e.preventDefault()
            const refused = question.check(answer)
            if (refused) return setWrong(t(refused))
            perform(question.deed(answer))
          }}
        >
          <label htmlFor={id}>{t(question.key)}</label>
          <div className="row">
            <input
              id={id}
              className="field mono"
              value={answer}
              inputMode={question.inputMode ?? 'text'}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              aria-invalid={wrong !== ''}
              aria-describedby={wrong ? `${id}-wrong` : undefined}
              onFocus={e => e.target.select()}
              onChange={e => {
                setAnswer(e.target.value)
                setWrong('')
              }}
            />
            <button type="submit" className="btn ink">
              {t('menu.do')}
            </button>
          </div>
          {wrong && (
            <p id={`${id}-wrong`} className="wrong" role="alert">
              {wrong}
            </p>
          )}
        </form>
      )}
    </DialogFrame>
  )
}
