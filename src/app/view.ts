// Which view of the stage is shown: it stands in the address, so that a reload, a bookmark and a slide keep it.
import { useCallback, useState } from 'react'
import { OPENING, useSessionHandle } from '../session/index.ts'
import { loadFour, type View } from '../views/index.ts'

export function useView(first: View): [View, (view: View) => void] {
  const session = useSessionHandle()
  const [view, set] = useState(first)
  const choose = useCallback(
    (next: View) => {
      set(next)
      note(next)
      const { branches, options, loading } = session.getState()
      // Nobody has done anything yet: the four patterns come with their own cluster, in one step.
      const untouched =
        !loading && options.scene === undefined && branches.length === 1 && (branches[0]?.actions.length ?? 0) <= OPENING.length
      if (next === 'four' && untouched) void loadFour().then(({ openFour }) => openFour(session))
    },
    [session],
  )
  return [view, choose]
}

function note(view: View): void {
  const { searchParams: query, pathname, hash } = new URL(location.href)
  if (view === 'stage' && !query.has('scene')) query.delete('view')
  else query.set('view', view)
  const search = query.toString()
  history.replaceState(history.state, '', `${pathname}${search && `?${search}`}${hash}`)
}
