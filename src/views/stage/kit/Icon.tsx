// Icons of the transport and the bars: 24 px box, 2 px round stroke, drawn because the typeface has no arrows.
import type { ReactNode } from 'react'

export type IconName = 'back' | 'next' | 'play' | 'pause' | 'skip' | 'sun' | 'screen' | 'arrow' | 'close' | 'menu' | 'more'

const ICONS: Readonly<Record<IconName, ReactNode>> = {
  back: <path d="M18 5L8 12l10 7zM6 5v14" />,
  next: <path d="M6 5l10 7-10 7zM18 5v14" />,
  play: <path d="M7 4l13 8-13 8z" fill="currentColor" />,
  pause: <path d="M8 5v14M16 5v14" strokeWidth="4" />,
  skip: <path d="M4 12h3M10 12h2M15 12h1M18 6v12M14 8l4 4-4 4" />,
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4" />
    </>
  ),
  screen: <path d="M3 4h18v12H3zM12 16v5M8 21h8" />,
  arrow: <path d="M4 12h15M13 6l6 6-6 6" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  more: <path d="M6 9l6 6 6-6" />,
}

export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="i" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    {ICONS[name]}
  </svg>
)
