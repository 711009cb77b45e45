// The stage's place on the page: as large as there is room, with notices on its lower edge. Gives the stage what it draws, each time something has changed.
import { type ComponentProps, type CSSProperties, Suspense, useEffect, useRef, useState } from 'react'
import { isUntouched, useSession, useSessionHandle } from '../session/index.ts'
import {
  Fork,
  FourPatterns,
  Invitation,
  loadRest,
  noteDrawn,
  OnePattern,
  Problem,
  patternOf,
  type Size,
  Stage,
  useChoosing,
  useLayout,
  useSay,
  useSize,
  useWhole,
  useWords,
  type View,
} from '../views/index.ts'
import { Fence } from './Fence.tsx'
import { useLongPress } from './longpress.ts'

interface StageBoxProps {
  projector: boolean
  failed: string | undefined
  dropping: boolean
  view: View
}

export function StageBox({ projector, failed, dropping, view }: StageBoxProps) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const there = useSession(s => s.mirror.version > 0)
  const spoken = useSpoken(there)
  const ready = there && spoken
  const problem = useSession(s => s.problem !== undefined)
  const phone = useLayout() === 'phone'
  const forked = useSession(s => s.forked !== undefined)
  return (
    <main ref={box} id="stage" className="stage-box" tabIndex={-1} aria-label={t('app.stage')}>
      <h1 className="hidden-text">{t('app.name')}</h1>
      {size && ready ? (
        <Fence>
          <Suspense fallback={<p className="curtain">{t('app.loading')}</p>}>
            <Viewed view={view} size={size} projector={projector} />
          </Suspense>
        </Fence>
      ) : (
        <p className="curtain">{failed ? t('notice.noStart') : t('app.loading')}</p>
      )}
      {failed && <p className="curtain mono">{failed}</p>}
      {dropping && <p className="dropping">{t('notice.applied.drop')}</p>}
      <div className="stage-notices">
        <Suspense>
          {problem && <Problem />}
          {forked && phone && <Fork />}
        </Suspense>
      </div>
      {ready && !problem && view === 'stage' && (
        <div className="stage-invitation" style={{ '--stage-scale': scaleOf(size) } as CSSProperties}>
          <Suspense>
            <Invitation />
          </Suspense>
        </div>
      )}
    </main>
  )
}

/** All that is on the stage can be said: what the opening brings, with the first words; a session that goes on, with all. Once up the curtain stays up. */
function useSpoken(there: boolean): boolean {
  const untouched = useSession(s => isUntouched(s.branches))
  const whole = useWhole()
  const [up, raise] = useState(false)
  const speakable = there && (untouched || whole)
  useEffect(() => {
    // Better with three dots than not at all.
    if (there && !speakable) loadRest().catch(() => raise(true))
  }, [there, speakable])
  if (speakable && !up) raise(true)
  return up
}

/** How much larger than drawn the stage is: see the scene's measures. */
function scaleOf(size: Size | undefined): number {
  return size ? Math.max(1, Math.min(size.width / WIDE.width, size.height / WIDE.height)) : 1
}
const WIDE: Size = { width: 1192, height: 872 }

function Viewed({ view, size, projector }: { view: View; size: Size; projector: boolean }) {
  const pattern = patternOf(view)
  const draw = (box: Size, how: How) => <Drawn size={box} projector={projector} {...how} />
  if (view === 'four') return <FourPatterns stage={draw} />
  return pattern ? <OnePattern pattern={pattern} stage={draw} /> : draw(size, {})
}

interface How {
  band?: boolean
  only?: ComponentProps<typeof Stage>['only']
}

function Drawn({ size, projector, band = false, only }: { size: Size; projector: boolean } & How) {
  const session = useSessionHandle()
  const say = useSay()
  // Every batch is a frame of the stage, and so is every other moment that is shown.
  useSession(s => s.version)
  const now = useSession(s => s.now)
  const playing = useSession(s => s.playing)
  const speed = useSession(s => s.speed)
  const selection = useSession(s => s.selection)
  const { mirror } = session.getState()
  const { onSelect, onContextMenu, onDelete } = useChoosing()
  const finger = useLongPress(onContextMenu)
  useEffect(noteDrawn, [])
  return (
    <div className="stage-hand" {...finger}>
      <Stage
        mirror={mirror}
        viewport={size}
        say={say}
        now={now}
        speed={speed}
        playing={playing}
        epoch={mirror.epoch}
        selection={selection}
        projector={projector}
        band={band}
        only={only}
        onSelect={onSelect}
        onContextMenu={onContextMenu}
        onDelete={onDelete}
      />
    </div>
  )
}
