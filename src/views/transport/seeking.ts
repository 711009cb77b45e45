// Seeking while a finger moves: one journey at a time, and then to where the finger is by now. Places in between are left out.
import { useMemo } from 'react'
import { useSessionHandle } from '../../session/index.ts'

export function useSeeking(): (ms: number) => void {
  const session = useSessionHandle()
  return useMemo(() => {
    let wanted: number | undefined
    let underWay = false
    const go = async () => {
      underWay = true
      try {
        while (wanted !== undefined) {
          const ms = wanted
          wanted = undefined
          await session.getState().seek(ms)
        }
      } finally {
        // A journey that fails says so itself; the next may begin all the same.
        underWay = false
      }
    }
    return ms => {
      wanted = ms
      if (!underWay) void go()
    }
  }, [session])
}
