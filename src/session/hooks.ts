// React's view of the session. Components subscribe to what they show and to nothing else.
import { createContext, createElement, type ReactNode, useContext, useEffect } from 'react'
import { useStore } from 'zustand'
import type { SessionState } from './contract.ts'
import type { Session } from './store.ts'

const SessionContext = createContext<Session | undefined>(undefined)

/** Gives the session to everything below, and drives it with animation frames while mounted. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  useEffect(() => {
    let last = performance.now()
    let handle = requestAnimationFrame(function tick(now) {
      session.frame(now - last)
      last = now
      handle = requestAnimationFrame(tick)
    })
    // A page that is hidden may be ended without another word.
    const leave = () => void session.keep()
    addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      cancelAnimationFrame(handle)
      removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [session])
  return createElement(SessionContext.Provider, { value: session }, children)
}

/** The session itself, for event handlers. Throws outside a SessionProvider. */
export function useSessionHandle(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session here')
  return session
}

/** A selected part of the session's state. The selector must return the same value for the same state. */
export function useSession<T>(selector: (s: SessionState) => T): T {
  return useStore(useSessionHandle() as never, selector as never)
}
