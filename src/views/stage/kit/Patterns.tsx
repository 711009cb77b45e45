// The patterns that say state without colour: hatch for not ready, dots for the third revision, wide hatch for a cordoned node. They live in each svg,
// so that they take the theme of the place where they stand.
import { createContext, type ReactNode, useContext, useId } from 'react'

const Prefix = createContext('')

/** `url(#…)` of a pattern of the svg around. */
export function usePattern(name: 'hatch' | 'cordon' | 'dots'): string {
  return `url(#${useContext(Prefix)}${name})`
}
/** An id that is this svg's own. */
export const useOwnId = (name: string): string => useContext(Prefix) + name

/** First child of an svg whose pictures use the kit. */
export function Patterns({ children }: { children: ReactNode }) {
  const p = useId().replace(/[^\w-]/g, '')
  return (
    <Prefix.Provider value={p}>
      <defs>
        <pattern id={`${p}hatch`} width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="3" y1="0" x2="3" y2="12" className="hatch-l" />
        </pattern>
        <pattern id={`${p}cordon`} width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="3" y1="0" x2="3" y2="14" className="cordon-l" />
        </pattern>
        <pattern id={`${p}dots`} width="11" height="11" patternUnits="userSpaceOnUse">
          <circle cx="5.5" cy="5.5" r="2" className="rev-d" />
        </pattern>
      </defs>
      {children}
    </Prefix.Provider>
  )
}
