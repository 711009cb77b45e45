// The stage's place on the page: as large as there is room, with notices on its lower edge. Gives the stage what it draws, each time something has changed.
import { type CSSProperties, Suspense, useRef } from 'react'
import { useSession, useSessionHandle } from '../session/index.ts'
import { Fork, Invitation, Problem, type Size, Stage, useHands, useLayout, useSay, useSize, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'
import { useLongPress } from './longpress.ts'

export function StageBox({ projector, failed, dropping }: { projector: boolean; failed: string | undefined; dropping: boolean }) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const ready = useSession(s => s.mirror.version > 0)
  const problem = useSession(s => s.problem !== undefined)
  const phone = useLayout() === 'phone'
  const forked = useSession(s => s.forked !== undefined)
  return (
    <main ref={box} id="stage" className="stage-box" tabIndex={-1} aria-label={t('app.stage')}>
      <h1 className="hidden-text">{t('app.name')}</h1>
      {size && ready ? (
        <Fence>
          <Drawn size={size} projector={projector} />
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
      {ready && !problem && (
        <div className="stage-invitation" style={{ '--stage-scale': scaleOf(size) } as CSSProperties}>
          <Suspense>
            <Invitation />
          </Suspense>
        </div>
      )}
    </main>
  )
}

/** How much larger than drawn the stage is: see the scene's measures. */
function scaleOf(size: Size | undefined): number {
  return size ? Math.max(1, Math.min(size.width / WIDE.width, size.height / WIDE.height)) : 1
}
const WIDE: Size = { width: 1192, height: 872 }

function Drawn({ size, projector }: { size: Size; projector: boolean }) {
  const session = useSessionHandle()
  const hands = useHands()
  const say = useSay()
  // Every batch is a frame of the stage.
  useSession(s => s.version)
  const playing = useSession(s => s.playing)
  const speed = useSession(s => s.speed)
  const selection = useSession(s => s.selection)
  const { mirror, now, select } = session.getState()
  const openMenu = (subject: string, x: number, y: number) => {
    select(subject)
    hands.show({ menu: { subject, x, y } })
  }
  const finger = useLongPress(openMenu)
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
        onSelect={select}
        onContextMenu={openMenu}
      />
    </div>
  )
}
