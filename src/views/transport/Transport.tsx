// The bar at the bottom: who watches decides about time. Play, steps, the clock, the timeline, speed.
import './transport.css'
import { Gauge, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { Suspense, useCallback, useRef, useState } from 'react'
import { type SessionState, useSession, useSessionHandle } from '../../session/index.ts'
import { part } from '../part.ts'
import type { Layout } from '../size.ts'
import { subjectOf } from '../subject.ts'
import { useEveryState, useLook } from '../watch.ts'
import { clock, speedText, useWords } from '../words/index.ts'
import { Speed } from './Speed.tsx'
import { Timeline } from './Timeline.tsx'

const Histories = part(() => import('./Histories.tsx'))
const SpeedSheet = part(() => import('./SpeedSheet.tsx'))

export default function Transport({ layout }: { layout: Layout }) {
  const t = useWords()
  const selection = useSession(s => s.selection)
  const { plural, key } = subjectOf(selection ?? '')
  return (
    <section className="transport panel" data-layout={layout} aria-label={t('transport.region')}>
      <div className="transport-hands">
        {layout !== 'phone' && <StepButton direction="back" />}
        <PlayButton />
        {layout !== 'phone' && <StepButton direction="forward" />}
        <div className="transport-now">
          <Now />
          {layout === 'phone' ? <SpeedButton /> : <Where />}
          <Going />
        </div>
      </div>
      <Timeline layout={layout} service={plural === 'services' ? key : undefined} />
      {layout !== 'phone' && <Speed />}
    </section>
  )
}

function PlayButton() {
  const t = useWords()
  const session = useSessionHandle()
  const playing = useSession(s => s.playing)
  const disabled = useSession(s => s.loading || s.problem !== undefined)
  // Something was done while time stands still: it will be seen when time goes on.
  const waiting = useSession(s => !s.playing && s.branches.find(b => b.id === s.branch)?.actions.at(-1)?.atMs === s.now)
  return (
    <button
      type="button"
      className="play"
      data-waiting={waiting}
      title={waiting ? t('transport.waiting') : undefined}
      disabled={disabled}
      aria-label={t(playing ? 'transport.pause' : 'transport.play')}
      onClick={() => (playing ? session.getState().pause() : session.getState().play())}
    >
      {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
    </button>
  )
}

function StepButton({ direction }: { direction: 'back' | 'forward' }) {
  const t = useWords()
  const session = useSessionHandle()
  const disabled = useSession(s => s.loading || (direction === 'forward' ? s.problem !== undefined : s.now === 0))
  const back = direction === 'back'
  return (
    <button
      type="button"
      className="step"
      disabled={disabled}
      aria-label={t(back ? 'transport.stepBack' : 'transport.stepForward')}
      onClick={() => void (back ? session.getState().stepBack() : session.getState().stepForward())}
    >
      {back ? <SkipBack aria-hidden="true" /> : <SkipForward aria-hidden="true" />}
    </button>
  )
}

/** The clock, written anew each frame without React. While time stands or creeps it also shows milliseconds, if there are any: a step may be as small as that. */
function Now() {
  const text = useRef<HTMLSpanElement>(null)
  const draw = useCallback(({ now, playing, speed }: SessionState) => {
    const [coarse, fine] = text.current?.children ?? []
    const shown = clock(now, 3)
    const rest = shown.slice(-2)
    write(coarse, shown.slice(0, -2))
    write(fine, rest === '00' || (playing && speed > CREEPING) ? '' : rest)
  }, [])
  useEveryState(draw)
  return (
    <span ref={text} className="clock">
      <span />
      <small />
    </span>
  )
}

/** At such a speed hundredths of a second can be read as they pass. */
const CREEPING = 0.1

function write(element: Element | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text
}

/** Live, or in the past; with more than one history, which of them, and the way to the others. */
function Where() {
  const t = useWords()
  const session = useSessionHandle()
  const past = useLook(s => s.now < s.head)
  const several = useSession(s => s.branches.length > 1)
  const problem = useSession(s => s.problem !== undefined)
  return (
    <span className="where">
      {past ? (
        <button
          type="button"
          className="plain"
          title={t('transport.toEnd')}
          onClick={() => void session.getState().seek(session.getState().head)}
        >
          {t('transport.past')}
        </button>
      ) : (
        <span>{t(problem ? 'transport.stopped' : 'transport.live')}</span>
      )}
      {several && (
        <Suspense>
          <Histories />
        </Suspense>
      )}
    </span>
  )
}

/** A journey is under way: where to, and that Escape (or a touch) breaks it off. */
function Going() {
  const t = useWords()
  const session = useSessionHandle()
  const to = useSession(s => s.going)
  if (to === undefined) return null
  return (
    <button type="button" className="plain going" title={t('transport.halt')} onClick={() => session.getState().halt()}>
      {t('transport.going', { to: clock(to, 0) })}
    </button>
  )
}

/** On a phone the speed is a word; a touch opens the slider. */
function SpeedButton() {
  const t = useWords()
  const speed = useSession(s => s.speed)
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="plain"
        aria-haspopup="dialog"
        aria-label={t('transport.settings', { speed: speedText(speed) })}
        onClick={() => setOpen(true)}
      >
        <Gauge aria-hidden="true" /> {speedText(speed)}
      </button>
      {open && (
        <Suspense>
          <SpeedSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
