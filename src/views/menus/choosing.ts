// What pointing at something on the stage does: it is selected; with Shift it is added to what is selected, so that a verb acts on all; its menu is that of all of
// them when it is one of them.
import { useMemo } from 'react'
import { useSessionHandle } from '../../session/index.ts'
import { isSelected, toggled } from '../verbs/subject.ts'
import { useHands } from './hands.ts'

export function useChoosing() {
  const session = useSessionHandle()
  const hands = useHands()
  return useMemo(
    () => ({
      onSelect(subject: string | undefined, add = false) {
        const { selection, select } = session.getState()
        if (!add) select(subject)
        else if (subject !== undefined) select(toggled(selection, subject))
      },
      onContextMenu(subject: string, x: number, y: number) {
        const { selection, select } = session.getState()
        const all = isSelected(selection, subject) ? (selection as string) : subject
        select(all)
        hands.show({ menu: { subject: all, x, y } })
      },
    }),
    [session, hands],
  )
}
