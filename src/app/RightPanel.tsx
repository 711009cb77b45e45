// The right panel: the inspector, as wide as the panel is.
import { Suspense, useRef } from 'react'
import { Inspector, useSize, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'

/** What the inspector's text leaves free at its sides. */
const PADDING = 48
const NARROW_PADDING = 32

export function RightPanel() {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  return (
    <aside ref={box} className="panel right" aria-label={t('panel.inspector')}>
      <Fence>
        <Suspense fallback={<div className="waiting" />}>
          {size && <Inspector width={size.width - (size.width > 340 ? PADDING : NARROW_PADDING)} />}
        </Suspense>
      </Fence>
    </aside>
  )
}
