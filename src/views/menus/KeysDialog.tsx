// All keys, and what the letters do to what is selected now.
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { titleOf } from '../inspector/title.ts'
import { verbsFor } from '../verbs/index.ts'
import { useWords } from '../words/index.ts'
import { useFocusBack } from './focus.ts'
import { useHands } from './hands.ts'
import { type Binding, TIME_KEYS, VIEW_KEYS } from './keys.ts'

export default function KeysDialog({ single, onSingle }: { single: boolean; onSingle: (on: boolean) => void }) {
  const t = useWords()
  const hands = useHands()
  const focusBack = useFocusBack()
  const session = useSessionHandle()
  const selection = useSession(s => s.selection)
  const { mirror, now } = session.getState()
  const verbs = selection ? verbsFor({ mirror, now }, selection).filter(v => v.letter) : []
  return (
    <Dialog.Root open onOpenChange={open => !open && hands.show({})}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog wide" onCloseAutoFocus={focusBack} aria-describedby={undefined}>
          <div className="dialog-head">
            <Dialog.Title>{t('keys.title')}</Dialog.Title>
            <Dialog.Close className="btn icon" aria-label={t('app.close')}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="keys">
            <section>
              <h3>{t('keys.time')}</h3>
              <Keys bindings={TIME_KEYS} />
            </section>
            <section>
              <h3>{t('keys.view')}</h3>
              <Keys bindings={VIEW_KEYS} />
            </section>
            <section>
              <h3>{selection ? titleOf(mirror, selection) : t('keys.selection')}</h3>
              {verbs.length ? (
                <dl>
                  {verbs.map(v => (
                    <div key={v.id}>
                      <dt>
                        <kbd>{v.letter}</kbd>
                      </dt>
                      <dd>{t(v.key)}</dd>
                    </div>
                  ))}
                </dl>
              ) : (
                <p className="note">{t('keys.selection.none')}</p>
              )}
            </section>
          </div>
          <button type="button" role="switch" aria-checked={single} className="switch" onClick={() => onSingle(!single)}>
            <span className="switch-track" aria-hidden="true" />
            {t('keys.single')}
          </button>
          <p className="note">{t('keys.single.note')}</p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Keys({ bindings }: { bindings: readonly Binding[] }) {
  const t = useWords()
  return (
    <dl>
      {bindings.map(b => (
        <div key={b.label}>
          <dt>
            {b.shown.map(k => (
              <kbd key={k}>{k}</kbd>
            ))}
          </dt>
          <dd>{t(b.label)}</dd>
        </div>
      ))}
    </dl>
  )
}
