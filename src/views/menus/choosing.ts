// What pointing at something on the stage does: it is selected; with Shift it is added to what is selected, so that a verb acts on all; its menu is that of all of
// them when it is one of them, and so is what the Delete key takes away.
import { useMemo } from 'react'
import { type Session, useSessionHandle } from '../../session/index.ts'
import { loadVerbs } from '../lazy.ts'
import { isSelected, toggled } from '../subject.ts'
import { type Hands, useHands } from './hands.ts'

const allOf = (selection: string | undefined, subject: string) => (isSelected(selection, subject) ? (selection as string) : subject)

/**
 * The Delete key does to what has the focus what the letter of deleting does to what is selected. While something else is selected, and read of, it only
 * chooses: nobody deletes what he does not see.
 */
export async function deleteIt(session: Pick<Session, 'getState'>, hands: Pick<Hands, 'choose'>, subject: string): Promise<void> {
  const { selection, select } = session.getState()
  if (!isSelected(selection, subject)) {
    select(subject)
    if (selection !== undefined) return
  }
  const { verbsFor } = await loadVerbs()
  const { mirror, now } = session.getState()
  const all = selection ?? subject
  const verb = verbsFor({ mirror, now }, all).find(v => v.id === 'delete')
  if (verb) hands.choose(all, verb)
}

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
        const all = allOf(selection, subject)
        select(all)
        hands.show({ menu: { subject: all, x, y } })
      },
      onDelete: (subject: string) => void deleteIt(session, hands, subject),
    }),
    [session, hands],
  )
}
