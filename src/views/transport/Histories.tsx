// Which history is on the stage, and the way to the others. Acting in the past has made each of them; none is ever lost.
import { ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type Branch, useSession, useSessionHandle } from '../../session/index.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { deedOf } from './deed.ts'

function useHistories() {
  const t = useWords()
  const branches = useSession(s => s.branches)
  const branch = useSession(s => s.branch)
  const head = useSession(s => s.head)
  const numberOf = (id: string) => branches.find(b => b.id === id)?.number ?? 1
  const sayIt = useSay()
  const name = (b: Branch) => t('transport.history', { number: b.number })
  const deed = (b: Branch) => {
    const say = deedOf(b, branches)?.say
    return say && <b className="deed">{sayIt(say.code, say.args, 'short')}</b>
  }
  const note = (b: Branch) => {
    const to = clock(b.id === branch ? Math.max(head, b.head) : b.head)
    return b.forkedFrom
      ? t('transport.history.fork', { number: numberOf(b.forkedFrom.branch), at: clock(b.forkedFrom.at), to })
      : t('transport.history.first', { to })
  }
  return { branches, branch, name, note, deed }
}

/** Of many the present one is in sight, and keys begin at it: once the menu has its height. */
function show(item: HTMLElement | null) {
  if (!item) return
  const frame = requestAnimationFrame(() => {
    item.scrollIntoView({ block: 'center' })
    item.focus({ preventScroll: true })
  })
  return () => cancelAnimationFrame(frame)
}

export default function Histories() {
  const t = useWords()
  const session = useSessionHandle()
  const { branches, branch, name, note, deed } = useHistories()
  const present = branches.find(b => b.id === branch)
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="plain histories" aria-label={t('transport.histories')}>
        {present && name(present)} <ChevronDown aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={8} collisionPadding={8}>
          <DropdownMenu.Label className="menu-label">{t('transport.histories')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={branch} onValueChange={id => void session.getState().switchBranch(id)}>
            {branches.map(b => (
              <DropdownMenu.RadioItem key={b.id} value={b.id} className="menu-item two" ref={b.id === branch ? show : undefined}>
                <span>
                  {name(b)} {deed(b)}
                </span>
                <small>{note(b)}</small>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** The same as plain buttons, for a dialog. */
export function HistoryList() {
  const session = useSessionHandle()
  const { branches, branch, name, note, deed } = useHistories()
  return (
    <div className="history-list">
      {branches.map(b => (
        <button
          key={b.id}
          type="button"
          className="btn line two"
          aria-pressed={b.id === branch}
          ref={b.id === branch ? item => item?.scrollIntoView({ block: 'nearest' }) : undefined}
          onClick={() => void session.getState().switchBranch(b.id)}
        >
          <span>
            {name(b)} {deed(b)}
          </span>
          <small>{note(b)}</small>
        </button>
      ))}
    </div>
  )
}
