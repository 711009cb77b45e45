// The speed on a phone: the same slider in a dialog above the transport, with the steps that have no room in the bar.
import { SkipBack, SkipForward, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useFocusBack } from '../menus/focus.ts'
import { useWords } from '../words/index.ts'
import { HistoryList } from './Histories.tsx'
import { Speed } from './Speed.tsx'

export default function SpeedSheet({ onClose }: { onClose: () => void }) {
  const t = useWords()
  const session = useSessionHandle()
  const focusBack = useFocusBack()
  const several = useSession(s => s.branches.length > 1)
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog bottom" onCloseAutoFocus={focusBack} aria-describedby={undefined}>
          <div className="dialog-head">
            <Dialog.Title>{t('transport.region')}</Dialog.Title>
            <Dialog.Close className="btn icon" aria-label={t('app.close')}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Speed />
          <div className="row">
            <button type="button" className="btn line" onClick={() => void session.getState().stepBack()}>
              <SkipBack aria-hidden="true" /> {t('transport.stepBack')}
            </button>
            <button type="button" className="btn line" onClick={() => void session.getState().stepForward()}>
              <SkipForward aria-hidden="true" /> {t('transport.stepForward')}
            </button>
          </div>
          {several && <HistoryList />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
