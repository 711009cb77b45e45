// The right panel: the inspector, as wide as the panel is.
import { X } from 'lucide-react'
import { Suspense, useRef } from 'react'
import { useSession, useSessionHandle } from '../session/index.ts'
import { Inspector, type Layout, NoticePlace, useSize, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'
import { useHeir } from './heir.ts'

/** What the inspector's text leaves free at its sides. */
const PADDING = 48
const NARROW_PADDING = 32

interface RightPanelProps {
  layout: Layout
  /** It lies over the picture, and only while something is selected. */
  over: boolean
}

export function RightPanel(props: RightPanelProps) {
  const selected = useSession(s => s.selection !== undefined)
  return props.over && !selected ? null : <Panel {...props} />
}

function Panel({ layout, over }: RightPanelProps) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const session = useSessionHandle()
  useHeir(
    useSession(s => s.selection),
    () => box.current,
  )
  return (
    <aside ref={box} className="panel right" tabIndex={-1} aria-label={t('panel.inspector')}>
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
      {layout === 'mid' && <NoticePlace sort="panel" />}
    </aside>
  )
}
