// The right panel: the inspector, as wide as the panel is.
import { X } from 'lucide-react'
import { Suspense, useRef } from 'react'
import { useSession, useSessionHandle } from '../session/index.ts'
import { Inspector, useSize, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'

/** What the inspector's text leaves free at its sides. */
const PADDING = 48
const NARROW_PADDING = 32

/** `over`: it lies over the picture, and only while something is selected. */
export function RightPanel({ over }: { over: boolean }) {
  const selected = useSession(s => s.selection !== undefined)
  return over && !selected ? null : <Panel over={over} />
}

function Panel({ over }: { over: boolean }) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const session = useSessionHandle()
  return (
    <aside ref={box} className="panel right" aria-label={t('panel.inspector')}>
      {over && (
        <button
          type="button"
          className="btn icon right-close"
          aria-label={t('panel.close')}
          onClick={() => session.getState().select(undefined)}
        >
          <X aria-hidden="true" />
        </button>
      )}
      <Fence>
        <Suspense fallback={<div className="waiting" />}>
          {size && <Inspector width={size.width - (size.width > 340 ? PADDING : NARROW_PADDING)} />}
        </Suspense>
      </Fence>
    </aside>
  )
}
