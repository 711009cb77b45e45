// Facts as name and value, and ways to other objects.
import type { ReactNode } from 'react'
import { useSessionHandle } from '../../session/index.ts'

export const Facts = ({ children }: { children: ReactNode }) => <dl className="facts">{children}</dl>

/** `differs`: it is not as it should be. */
export function Fact({ name, differs = false, children }: { name: string; differs?: boolean; children: ReactNode }) {
  return (
    <div className={differs ? 'differs' : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A way to something else: it is selected. */
export function Way({ subject, text }: { subject: string; text: string }) {
  const session = useSessionHandle()
  return (
    <button type="button" className="link" onClick={() => session.getState().select(subject)}>
      {text}
    </button>
  )
}
