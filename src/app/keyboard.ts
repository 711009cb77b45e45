// The keyboard: what each key of the list does. Letters go to the selection's verbs. Whoever types into a field, or uses a menu, is left alone.
import { useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { type Session, useSessionHandle } from '../session/index.ts'
import {
  type Command,
  commandOf,
  fasterThan,
  type Hands,
  isChosen,
  loadVerbs,
  loadZone,
  settled,
  slowerThan,
  useHands,
  type View,
  viewOf,
} from '../views/index.ts'
import type { Panels } from './App.tsx'

type Verbs = Awaited<ReturnType<typeof loadVerbs>>

export function useKeyboard(single: boolean, panels: Panels, setView: (view: View) => void): void {
  const session = useSessionHandle()
  const hands = useHands()
  const latest = useRef({ single, panels, setView })
  latest.current = { single, panels, setView }
  useEffect(() => {
    let verbs: Verbs | undefined
    void settled.then(loadVerbs).then(loaded => {
      verbs = loaded
    })
    const press = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.repeat || isTyping(e.target)) return
      const command = commandOf(e, latest.current.single)
      if (command === 'play' && isControl(e.target)) return
      if (command) {
        if (!run(command, session, hands, latest.current)) return
        e.preventDefault()
        return
      }
      if (latest.current.single && e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) letter(e.key, session, hands, verbs)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [session, hands])
}

/** Text goes where it is typed. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=range]), textarea, select, [contenteditable=true], [role=menu], [role=dialog]') !== null
  )
}

/** Space presses the button that has the focus; what is chosen on the stage is pressed already. */
function isControl(target: EventTarget | null): boolean {
  return (
    !isChosen(target) &&
    target instanceof Element &&
    target.closest('button, a, summary, [role=slider], [role=tab], [role=button]') !== null
  )
}

interface Frame {
  readonly panels: Panels
  readonly setView: (view: View) => void
}

/** Does a command; returns whether there was anything to do. */
function run(command: Command, session: Session, hands: Hands, { panels, setView }: Frame): boolean {
  const s = session.getState()
  switch (command) {
    case 'play':
      if (s.playing) s.pause()
      else s.play()
      return true
    case 'stepBack':
      void s.stepBack()
      return true
    case 'stepForward':
      void s.stepForward()
      return true
    case 'slower':
      s.setSpeed(slowerThan(s.speed))
      return true
    case 'faster':
      s.setSpeed(fasterThan(s.speed))
      return true
    case 'live':
      void s.seek(s.head)
      return true
    case 'skipQuiet':
      s.setSkipQuiet(!s.skipQuiet)
      return true
    case 'yaml':
    case 'events':
      // Drawn at once, so that the focus can go there: into the editor, where it is loaded.
      flushSync(() => panels.open(command))
      for (const place of ['#left-content', '.cm-content']) document.querySelector<HTMLElement>(place)?.focus()
      return true
    case 'keys':
      hands.show({ dialog: 'keys' })
      return true
    case 'menu':
      return openMenu(s.selection, hands)
    case 'zone':
      void zone(session, hands)
      return true
    case 'view.stage':
    case 'view.four':
    case 'view.deployment':
    case 'view.statefulset':
    case 'view.daemonset':
    case 'view.job':
      setView(viewOf(command.slice('view.'.length)) ?? 'stage')
      return true
    case 'escape':
      if (s.halt()) return true
      if (panels.left && document.querySelector('.app[data-layout=mid]')) panels.setLeft(undefined)
      else s.select(undefined)
      return true
    default:
      return command satisfies never
  }
}

/** A zone loses its power, or gets it back. */
async function zone(session: Session, hands: Hands): Promise<void> {
  const { zoneOutage } = await loadZone()
  const state = session.getState()
  const deed = zoneOutage(state, state.selection)?.verb.deed
  if (deed) await hands.perform(deed)
}

/** The menu of the selection, at its place on the stage. */
function openMenu(selection: string | undefined, hands: Hands): boolean {
  if (!selection) return false
  const one = selection.replace(/,.*/, '')
  const box = document.querySelector(`#stage [data-subject="${CSS.escape(one)}"]`)?.getBoundingClientRect()
  hands.show({
    menu: { subject: selection, x: box ? box.left + box.width / 2 : innerWidth / 2, y: box ? box.top + box.height / 2 : innerHeight / 2 },
  })
  return true
}

/** A letter does what it says on the selection's buttons: at once, as soon as the verbs are there. */
function letter(key: string, session: Session, hands: Hands, verbs: Verbs | undefined): void {
  const { selection, mirror, now } = session.getState()
  if (!selection) return
  if (!verbs) {
    void loadVerbs().then(loaded => letter(key, session, hands, loaded))
    return
  }
  const pressed = key === '=' ? '+' : key === '_' ? '-' : key.toUpperCase()
  const verb = verbs.verbsFor({ mirror, now }, selection).find(v => v.letter === pressed)
  if (verb) hands.choose(selection, verb)
}
