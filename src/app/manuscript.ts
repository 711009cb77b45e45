// The manifest that is being written, once its code has come.
import { useEffect, useState } from 'react'
import { useSessionHandle } from '../session/index.ts'
import { loadManuscript } from '../views/index.ts'

export type ManuscriptOf = InstanceType<Awaited<ReturnType<typeof loadManuscript>>['Manuscript']>

export function useManuscript(): ManuscriptOf | undefined {
  const session = useSessionHandle()
  const [manuscript, set] = useState<ManuscriptOf>()
  useEffect(() => {
    let gone = false
    void loadManuscript().then(({ Manuscript, first }) => {
      if (!gone) set(new Manuscript(session, first))
    })
    return () => {
      gone = true
    }
  }, [session])
  return manuscript
}
