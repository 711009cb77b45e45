// Marks of 16 px, centred on 0,0: what a pod's state looks like beside its word; and those of nodes.
import type { ReactNode } from 'react'

export type GlyphName = 'ready' | 'notready' | 'check' | 'cross' | 'plus' | 'wait' | 'pull' | 'nopull' | 'eye'

export const GLYPHS: Readonly<Record<GlyphName, ReactNode>> = {
  ready: <circle r="7" className="ico solid" />,
  notready: <circle r="6" className="ico" />,
  check: <path d="M-7 0.5L-2 6L7 -6" className="ico" />,
  cross: <path d="M-6 -6L6 6M6 -6L-6 6" className="bad-ico" />,
  plus: <path d="M-7 0H7M0 -7V7" className="ico" />,
  wait: (
    <>
      <circle r="7" className="ico" />
      <path d="M0 -3.5V0.5L3 2" className="ico" />
    </>
  ),
  pull: <path d="M0 -8V3M-5 -1L0 4L5 -1M-7 8H7" className="ico" />,
  nopull: <path d="M0 -8V3M-5 -1L0 4L5 -1M-7 8H7" className="bad-ico" />,
  eye: (
    <>
      <path d="M-9 0Q0 -9 9 0Q0 9 -9 0Z" className="ico" />
      <circle r="2.6" className="ico solid" />
    </>
  ),
}

export const Lock = () => (
  <>
    <path d="M-6 -1H6V8H-6Z" className="mark-ink" />
    <path d="M-4 -1V-4.5a4 4 0 0 1 8 0V-1" className="mark-line" />
  </>
)
export const Power = () => <path d="M0 -8V-1M-5.5 -5a7.5 7.5 0 1 0 11 0" className="mark-line" />
export const CutWire = () => <path d="M-9 0H-3M3 0H9M-1 -7L-4 7M4 -7L1 7" className="mark-line" />
