// The menu of what was pointed at: every verb with its key, and the command line of the one under the finger.
import { ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { useSessionHandle } from '../../session/index.ts'
import { titleOf } from '../inspector/title.ts'
import { shownLine } from '../notices/copy.ts'
import { useLayout } from '../size.ts'
import { Unbroken } from '../Unbroken.tsx'
import { type Choice, type Verb, verbsFor } from '../verbs/index.ts'
import { useSay, useWords } from '../words/index.ts'
import { useFocusBack } from './focus.ts'
import { type Open, useHands } from './hands.ts'

export default function VerbMenu({ subject, x, y }: NonNullable<Open['menu']>) {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  // What can be done is what can be done now: the menu does not change under the finger.
  const [{ verbs, title }] = useState(() => {
    const { mirror, now } = session.getState()
    return { verbs: verbsFor({ mirror, now }, subject), title: titleOf(mirror, subject) }
  })
  const focusBack = useFocusBack()
  const beside = useLayout() !== 'phone'
  const [line, setLine] = useState('')
  const groups = (['change', 'fault', 'end'] as const).map(g => verbs.filter(v => v.group === g)).filter(g => g.length)
  if (!verbs.length) return null
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={open => !open && hands.open().menu && hands.show({})}>
      <DropdownMenu.Trigger className="menu-anchor" style={{ left: x, top: y }} tabIndex={-1} aria-label={title} />
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          aria-label={title}
          align="start"
          // Beside the pointer, where it has the whole height of the page; on a phone there is no beside.
          side={beside ? 'right' : 'bottom'}
          collisionPadding={8}
          loop
          onCloseAutoFocus={e => {
            // A verb that asks takes the focus with it.
            if (hands.open().asking) e.preventDefault()
            else focusBack(e)
          }}
          onContextMenu={e => e.preventDefault()}
        >
          <DropdownMenu.Label className="menu-label">{title}</DropdownMenu.Label>
          {groups.map((group, i) => (
            <DropdownMenu.Group key={group[0]?.group}>
              {i > 0 && <DropdownMenu.Separator className="menu-line" />}
              {group.map(verb => (
                <Item key={verb.id} subject={subject} verb={verb} onLine={setLine} />
              ))}
            </DropdownMenu.Group>
          ))}
          <div className="menu-hint" aria-hidden="true">
            <Unbroken text={line ? shownLine(line) : t('menu.hint')} />
          </div>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ subject, verb, onLine }: { subject: string; verb: Verb; onLine: (line: string) => void }) {
  const t = useWords()
  const hands = useHands()
  const label = t(verb.key)
  const show = () => onLine(verb.deed?.line ?? '')
  const letter = verb.letter && <kbd className="key">{verb.letter}</kbd>
  if (!verb.choices)
    return (
      <DropdownMenu.Item className="menu-item" disabled={verb.spent ?? false} onFocus={show} onSelect={() => hands.choose(subject, verb)}>
        <span>{label}</span>
        {letter}
      </DropdownMenu.Item>
    )
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item" onFocus={show}>
        <span>{label}</span>
        <ChevronRight aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu" collisionPadding={8}>
          {verb.choices.map(choice => (
            <ChoiceItem key={choice.id} choice={choice} onLine={onLine} />
          ))}
          {verb.question && (
            <DropdownMenu.Item
              className="menu-item"
              onFocus={() => onLine('')}
              onSelect={() => hands.show({ asking: { subject, verb: withoutChoices(verb) } })}
            >
              {t(verb.id === 'image' ? 'verb.image.other' : verb.key)}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}

function ChoiceItem({ choice, onLine }: { choice: Choice; onLine: (line: string) => void }) {
  const hands = useHands()
  const sayIt = useSay()
  return (
    <DropdownMenu.Item className="menu-item two" onFocus={() => onLine(choice.deed.line)} onSelect={() => void hands.perform(choice.deed)}>
      <span className="mono">{choice.text}</span>
      {choice.note && <small>{sayIt(choice.note.key, choice.note.args)}</small>}
    </DropdownMenu.Item>
  )
}

const withoutChoices = ({ choices: _, ...verb }: Verb): Verb => verb
