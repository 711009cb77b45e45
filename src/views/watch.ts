// How panels keep up with a session that changes sixty times a second: they look again a few times a second, and only when what they look at has changed.
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Mirror, type Session, type SessionState, type TableName, useSessionHandle } from '../session/index.ts'

/** Wall milliseconds between two looks of a panel: fast enough to seem at once, slow enough to be read. */
const PANEL_MS = 160

/** A selected part of the session's state, at most every `everyMs` of wall time. The last state is never missed. */
export function useLook<T>(select: (s: SessionState) => T, everyMs = PANEL_MS): T {
  const session = useSessionHandle()
  const [looking] = useState(() => throttled(session.subscribe, everyMs))
  return useSyncExternalStore(looking.subscribe, () => looking.read(session, select))
}

/** The mirror, looked at again when any of these kinds or tables has changed. */
export function useMirrorLook(...names: (TableName | (string & {}))[]): Mirror {
  useLook(s => `${s.mirror.epoch} ${names.map(n => s.mirror.revision(n)).join()}`)
  return useSessionHandle().getState().mirror
}

/** Calls with every state of the session, in the same frame, without rendering anything: for what moves with the clock. */
export function useEveryState(take: (s: SessionState) => void): void {
  const session = useSessionHandle()
  useEffect(() => {
    take(session.getState())
    return session.subscribe(take)
  }, [session, take])
}

/** A store that tells its listeners at most every so often, and always of the last change. What is read changes only when listeners are told, or another thing is asked for. */
function throttled(subscribe: Session['subscribe'], everyMs: number) {
  let toldAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: unknown
  let kept: unknown
  return {
    subscribe(listener: () => void) {
      const tell = () => {
        toldAt = performance.now()
        timer = undefined
        asked = undefined
        listener()
      }
      const stop = subscribe(() => {
        if (timer !== undefined) return
        const wait = toldAt + everyMs - performance.now()
        if (wait <= 0) tell()
        else timer = setTimeout(tell, wait)
      })
      return () => {
        stop()
        clearTimeout(timer)
        timer = undefined
      }
    },
    read<T>(session: Session, select: (s: SessionState) => T): T {
      if (asked !== select) {
        kept = select(session.getState())
        asked = select
      }
      return kept as T
    },
  }
}
