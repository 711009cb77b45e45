// Notices that come and go: what was done with its command line, what was refused and why. They stand where a panel or the bar has room for them, so that none covers
// what is wanted next; where no panel is open, at the left foot of the stage.
import './notices.css'
import { Check, Copy, X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { useHands } from '../menus/hands.ts'
import { Unbroken } from '../Unbroken.tsx'
import { useSay, useWords } from '../words/index.ts'
import { copyText, shownLine } from './copy.ts'
import type { Notice } from './notices.ts'

const SHORT_MS = 6_000
const LONG_MS = 20_000

/** `quiet`: only what was refused; what was done is told elsewhere. */
export default function Toasts({ quiet }: { quiet: boolean }) {
  const { notices } = useHands()
  const list = useSyncExternalStore(notices.subscribe, notices.list)
  const bar = useSyncExternalStore(notices.subscribe, notices.bar)
  const panel = useSyncExternalStore(notices.subscribe, notices.panel)
  const done = quiet ? [] : list.filter(n => n.sort === 'done')
  const told = list.filter(n => n.sort !== 'done')
  return (
    <>
      {bar && <Told list={done} place={bar} />}
      <Told list={bar ? told : [...told, ...done]} place={panel} />
    </>
  )
}

/** What is told in one place. */
function Told({ list, place }: { list: readonly Notice[]; place: HTMLElement | undefined }) {
  const t = useWords()
  const { notices } = useHands()
  if (!list.length) return null
  return (
    <Toast.Provider label={t('notice.region')} swipeDirection="left">
      {list.map(n => (
        <One key={n.id} notice={n} onClose={() => notices.dismiss(n.id)} />
      ))}
      {createPortal(
        <Toast.Viewport className={place ? 'toasts' : 'toasts loose'} label={t('notice.region')} />,
        place ?? document.body,
        place?.dataset.sort ?? 'loose',
      )}
    </Toast.Provider>
  )
}

function One({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords()
  const sayIt = useSay()
  const { sort, code, args, text, line, stays, errand } = notice
  const refused = sort === 'refused'
  const hands = useHands()
  /** Radix gives Escape to the notice that was told last; it belongs to the dialog or menu that lies over the page. */
  const pass = (e: KeyboardEvent) => {
    const { menu, asking, dialog } = hands.open()
    if (!menu && !asking && !dialog) return
    e.preventDefault()
    hands.show({})
  }
  return (
    <Toast.Root
      className={`toast ${sort}`}
      type={refused ? 'foreground' : 'background'}
      duration={stays ? Number.POSITIVE_INFINITY : refused ? LONG_MS : SHORT_MS}
      onOpenChange={open => !open && onClose()}
      onEscapeKeyDown={pass}
    >
      <Toast.Title className="toast-title">{refused ? t('notice.refused') : code ? sayIt(code, args) : text}</Toast.Title>
      {refused && text && (
        <Toast.Description className="toast-text">
          <Unbroken text={text} />
        </Toast.Description>
      )}
      {line && <Line line={line} />}
      {errand && (
        <Toast.Action className="btn line toast-errand" altText={t(errand.label)} onClick={() => void errand.run()}>
          {t(errand.label)}
        </Toast.Action>
      )}
      <Toast.Close className="toast-close" aria-label={t('notice.close')}>
        <X aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  )
}

/** The same in a terminal: short to look at, whole to take along. */
function Line({ line }: { line: string }) {
  const t = useWords()
  const [copied, setCopied] = useState(false)
  return (
    <>
      <code className="toast-line">
        <Unbroken text={shownLine(line)} />
      </code>
      <button
        type="button"
        className="toast-copy"
        aria-label={t(copied ? 'app.copied' : 'app.copy')}
        onClick={() => void copyText(line).then(setCopied)}
      >
        {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </button>
    </>
  )
}
