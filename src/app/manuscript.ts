// The manifest that is being written: its code comes when the editor is shown, or when something is dropped.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSessionHandle } from '../session/index.ts'
import { loadManuscript, settled } from '../views/index.ts'

export type ManuscriptOf = InstanceType<Awaited<ReturnType<typeof loadManuscript>>['Manuscript']>

/** `shown`: the editor is on the page. The second answer fetches it all the same. */
export function useManuscript(shown: boolean): [ManuscriptOf | undefined, () => Promise<ManuscriptOf>] {
  const session = useSessionHandle()
  const [manuscript, set] = useState<ManuscriptOf>()
  const one = useRef<Promise<ManuscriptOf>>(undefined)
  const fetch = useCallback(() => {
    one.current ??= loadManuscript().then(({ Manuscript, first }) => {
      const begun = new Manuscript(session, first)
      set(begun)
      return begun
    })
    return one.current
  }, [session])
  useEffect(() => {
    if (shown) void settled.then(fetch)
  }, [shown, fetch])
  return [manuscript, fetch]
}
