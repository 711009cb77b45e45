// The strip over the timeline: its height is the share of requests that was served; what is missing hangs from above in the colour of its end.
import { useId, useMemo } from 'react'
import { textWidth } from '../scene/textwidth.ts'
import { useLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { useServedHistory } from './history.ts'
import type { Measures } from './measures.ts'
import { type Bin, binsOf, lossPath, type Run, runsOf, sumOf } from './served.ts'
import type { TimeScale } from './timescale.ts'

/** A bin is at least that many pixels wide. */
const BIN_PX = 2

export function Strip({ scale, m, service, width }: { scale: TimeScale; m: Measures; service: string | undefined; width: number }) {
  const history = useServedHistory()
  const version = useLook(() => history.version)
  const now = useLook(s => Math.floor(s.now / 1000))
  const end = useLook(s => scale.x(s.head))
  const clip = useId()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the history has grown or is another
  const bins = useMemo(() => binsOf(history.of(service), BIN_PX / (scale.x(1000) - scale.x(0))), [history, service, scale, version])
  const { y, h } = m.strip
  const past = bins.filter(b => b.from <= now)
  const runs = runsOf(past)
  return (
    <>
      <path d={`M${scale.x(0)} ${y + h}H${scale.x(scale.span)}`} className="strip-ground" />
      {/* The second that is under way ends at now. */}
      <clipPath id={clip}>
        <rect x={0} y={y} width={end} height={h} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <path d={bins.map(b => column(b, scale, y, h)).join('')} className="strip-served" />
        <path
          d={lossPath(
            bins,
            b => b.timedOut / sumOf(b),
            scale.x,
            y,
            h,
            () => 0,
          )}
          className="strip-late"
        />
        <path
          d={lossPath(
            bins,
            b => b.refused / sumOf(b),
            scale.x,
            y,
            h,
            b => b.timedOut / sumOf(b),
          )}
          className="strip-broken"
        />
      </g>
      {runs.map((run, i) => (
        <Word key={run.from} run={run} again={i > 0} scale={scale} m={m} right={width} />
      ))}
    </>
  )
}

const column = (b: Bin, scale: TimeScale, y: number, h: number) => {
  const left = Math.round(scale.x(b.from * 1000) * 10) / 10
  return `M${left} ${y}H${Math.round(scale.x(b.to * 1000) * 10) / 10}v${h}H${left}Z`
}

/** A run's own words, where it is wide enough for them. */
function Word({ run, again, scale, m, right }: { run: Run; again: boolean; scale: TimeScale; m: Measures; right: number }) {
  const t = useWords()
  const left = scale.x(run.from * 1000)
  const end = Math.min(right, scale.x(run.to * 1000))
  const words = wordsOf(run, again, t)
  if (m.strip.h < 20 || textWidth(words, m.type) + 12 > end - left) return null
  const lost = (run.timedOut + run.refused) / sumOf(run)
  return (
    <text
      x={(left + end) / 2}
      y={m.strip.y + m.strip.h / 2 + 5 + (run.lossy ? m.strip.h * Math.min(0.2, lost / 2) : 0)}
      className={run.lossy ? 'strip-word lossy' : 'strip-word'}
    >
      {words}
    </text>
  )
}

/** `again`: the strip has told of losses before, and must not seem to deny them. */
function wordsOf(run: Run, again: boolean, t: ReturnType<typeof useWords>): string {
  if (!run.lossy) return t(again ? 'strip.allAgain' : 'strip.all')
  const sum = sumOf(run)
  if (run.served === 0) return t('strip.none')
  const sort = run.timedOut >= run.refused ? 'strip.timedOut' : 'strip.refused'
  const n = Math.round(sum / Math.max(run.timedOut, run.refused))
  return n >= 2 && n <= 12 ? t(sort, { n }) : t('strip.lost', { lost: run.timedOut + run.refused, sent: sum })
}
