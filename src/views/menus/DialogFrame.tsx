// What every dialog has: a veil over the page, a head with its title and the way out, and the focus back where it was when it closes.
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useWords } from '../words/index.ts'
import { focusFirst, useFocusBack } from './focus.ts'

export interface DialogFrameProps {
  readonly title: string
  /** What it is about, in a sentence below the title. */
  readonly note?: string
  readonly place?: 'wide' | 'bottom'
  /** It asks something: the focus begins at its first answer. */
  readonly asks?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

export function DialogFrame({ title, note, place, asks, onClose, children }: DialogFrameProps) {
  const t = useWords()
  const focusBack = useFocusBack()
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className={place ? `dialog ${place}` : 'dialog'}
          onCloseAutoFocus={focusBack}
          {...(asks && { onOpenAutoFocus: focusFirst })}
          {...(note === undefined && { 'aria-describedby': undefined })}
        >
          <div className="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="btn icon" aria-label={t('app.close')}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {note !== undefined && <Dialog.Description className="note">{note}</Dialog.Description>}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
