// Which view of the stage is shown: it stands in the address, so that a reload, a bookmark and a slide keep it.
import { useCallback, useState } from 'react'
import { isUntouched, type Session, useSessionHandle } from '../session/index.ts'
import { loadFour, type View } from '../views/index.ts'

export function useView(first: View): [View, (view: View) => void] {
  const session = useSessionHandle()
  const [view, set] = useState(first)
  const choose = useCallback(
    (next: View) => {
      set(next)
      note(next)
      void fillFour(session, next)
    },
    [session],
  )
  return [view, choose]
}

/** Where nobody has done anything yet, the four patterns come with their own cluster, in one step. */
export async function fillFour(session: Session, view: View): Promise<void> {
  const { branches, options, loading } = session.getState()
  if (view !== 'four' || loading || options.scene !== undefined) return
  if (isUntouched(branches)) await (await loadFour()).openFour(session)
}

function note(view: View): void {
  const { searchParams: query, pathname, hash } = new URL(location.href)
  if (view === 'stage' && !query.has('scene')) query.delete('view')
  else query.set('view', view)
  const search = query.toString()
  history.replaceState(history.state, '', `${pathname}${search && `?${search}`}${hash}`)
}
