// Notices that come and go: what was done with its command line, what was refused and why.
import './notices.css'
import { Check, Copy, X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { useState, useSyncExternalStore } from 'react'
import { useHands } from '../menus/hands.ts'
import { useSay, useWords } from '../words/index.ts'
import { copyText, shownLine } from './copy.ts'
import type { Notice } from './notices.ts'

const SHORT_MS = 6_000
const LONG_MS = 20_000

/** `quiet`: only what was refused; what was done is told elsewhere. */
export default function Toasts({ quiet }: { quiet: boolean }) {
  const t = useWords()
  const { notices } = useHands()
  const list = useSyncExternalStore(notices.subscribe, notices.list)
  return (
    <Toast.Provider label={t('notice.region')} swipeDirection="left">
      {list
        .filter(n => !quiet || n.sort !== 'done')
        .map(n => (
          <One key={n.id} notice={n} onClose={() => notices.dismiss(n.id)} />
        ))}
      <Toast.Viewport className="toasts" label={t('notice.region')} />
    </Toast.Provider>
  )
}

function One({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords()
  const sayIt = useSay()
  const { sort, code, args, text, line } = notice
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
      duration={refused ? LONG_MS : SHORT_MS}
      onOpenChange={open => !open && onClose()}
      onEscapeKeyDown={pass}
    >
      <Toast.Title className="toast-title">{refused ? t('notice.refused') : code ? sayIt(code, args) : text}</Toast.Title>
      {refused && <Toast.Description className="toast-text">{text}</Toast.Description>}
      {line && <Line line={line} />}
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
      <code className="toast-line">{shownLine(line)}</code>
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
