// Availability over time: height = share served; what is missing hangs from above in the colour of its end. Below it, the pods that answer.
import type { Shade } from '../../scene/index.ts'
import { textWidth } from '../../scene/textwidth.ts'
import { lossPath, sumOf } from '../../transport/served.ts'
import { clock, useWords } from '../../words/index.ts'
import type { Answering, ServedWindow } from '../deployment.ts'

export function AnswersPicture({ width, height, found, shade }: { width: number; height: number; found: Answering; shade: Shade }) {
  const t = useWords()
  const { window, desired, answering } = found
  const pips = height >= 110
  const axis = 24
  const h = Math.min(150, height - axis - (pips ? 40 : 0))
  const y = Math.max(0, Math.min(18, (height - axis - (pips ? 40 : 0) - h) / 2))
  const since = t(window?.disaster === undefined ? 'four.dep.recent' : 'four.dep.since')
  const label = window
    ? t('four.dep.picture', { since, served: window.served, late: window.timedOut, refused: window.refused })
    : t('four.dep.noRequests')
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      {window ? (
        <Area window={window} w={width} y={y} h={h} />
      ) : (
        <>
          <rect y={y} width={width} height={h} className="area-none" />
          <text x={width / 2} y={y + h / 2 + 5} className="pt-s mid">
            {label}
          </text>
        </>
      )}
      {pips && <Pods y={y + h + axis + 14} width={width} desired={desired} answering={answering} shade={shade} />}
    </svg>
  )
}

function Area({ window, w, y, h }: { window: ServedWindow; w: number; y: number; h: number }) {
  const { from, to, bins } = window
  const x = (ms: number) => ((ms / 1000 - from) / Math.max(1, to - from)) * w
  const late = lossPath(
    bins,
    b => b.timedOut / sumOf(b),
    x,
    y,
    h,
    () => 0,
  )
  const refused = lossPath(
    bins,
    b => b.refused / sumOf(b),
    x,
    y,
    h,
    b => b.timedOut / sumOf(b),
  )
  return (
    <>
      <path
        d={bins.map(b => `M${x(b.from * 1000).toFixed(1)} ${y}H${x(b.to * 1000).toFixed(1)}v${h}H${x(b.from * 1000).toFixed(1)}Z`).join('')}
        className="area-served"
      />
      <path d={late} className="area-late" />
      <path d={refused} className="area-refused" />
      <path d={`M0 ${y + h}H${w}`} className="zone-line" />
      <Said window={window} w={w} y={y} h={h} x={x} />
      <Ticks window={window} w={w} y={y + h} x={x} />
    </>
  )
}

/** What was lost, in words, beside it. */
function Said({ window, w, y, h, x }: { window: ServedWindow; w: number; y: number; h: number; x: (ms: number) => number }) {
  const t = useWords()
  const { lossFrom, lossTo, served, timedOut, refused, to } = window
  if (lossFrom === undefined || lossTo === undefined)
    return (
      <text x={12} y={y + 24} className="pt-s on-area">
        {t('four.dep.allServed')}
      </text>
    )
  const during = window.bins.filter(b => b.from <= lossTo && b.to > lossFrom)
  const sent = during.reduce((n, b) => n + sumOf(b), 0)
  const lost = timedOut + refused
  const n = Math.round(sent / Math.max(timedOut, refused))
  const sort = timedOut >= refused ? 'four.dep.late' : 'four.dep.refused'
  const first = n >= 2 && n <= 20 ? t(sort, { n }) : t('four.dep.lost', { lost, sent: served + lost })
  const over = to - lossTo > 6
  const second = t(over ? 'four.dep.lossFor' : 'four.dep.lossOn', { time: clock((lossTo + 1 - lossFrom) * 1000, 0) })
  const wide = Math.max(textWidth(first, 15, 'strong'), textWidth(second, 14))
  const right = x((lossTo + 1) * 1000) + 12
  // Beside the loss; where that reaches to the end, under it.
  const fits = right + wide <= w
  const at = fits ? right : Math.max(8, Math.min(w - wide - 8, x(lossFrom * 1000) + 8))
  const top = fits ? y + 24 : y + h - 28
  return (
    <>
      <text x={at} y={top} className={`pt-s on-area ${timedOut >= refused ? 'late' : 'bad'}`}>
        {first}
      </text>
      <text x={at} y={top + 19} className="pt-s on-area">
        {second}
      </text>
    </>
  )
}

/** Times since the disaster: when it began, when the last request was lost, now. Where there was none, the clock's. */
function Ticks({ window, w, y, x }: { window: ServedWindow; w: number; y: number; x: (ms: number) => number }) {
  const { disaster, lossTo, to, from } = window
  const zero = disaster ?? from
  const seconds = [zero, ...(lossTo !== undefined && to - lossTo > 6 ? [lossTo + 1] : []), to - 1]
  let free = -10
  return seconds.map(s => {
    const at = x(s * 1000)
    const words = clock((s - (disaster ?? 0)) * 1000, 0)
    const half = textWidth(words, 13) / 2
    const left = Math.max(0, Math.min(w - 2 * half, at - half))
    if (left < free + 10) return null
    free = left + 2 * half
    return (
      <g key={s}>
        <path d={`M${Math.min(w - 1, Math.max(1, at))} ${y}v6`} className="hang" />
        <text x={left} y={y + 20} className="t-min">
          {words}
        </text>
      </g>
    )
  })
}

function Pods({ y, width, desired, answering, shade }: { y: number; width: number; desired: number; answering: number; shade: Shade }) {
  const t = useWords()
  const words = t('four.dep.available', { answering, desired })
  const room = width - textWidth(words, 14) - 20
  const step = Math.min(30, room / Math.max(1, desired))
  const w = Math.max(3, step - 6)
  return (
    <g className={`dep ${shade}`}>
      {Array.from({ length: desired }, (_, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: one like the other
          key={i}
          x={i * step + 1}
          y={y}
          width={w}
          height={18}
          rx={Math.min(6, w / 2)}
          className={`pip ${i < answering ? 'rev' : 'want'}`}
        />
      ))}
      <text x={desired * step + 12} y={y + 14} className="pt-s">
        {words}
      </text>
    </g>
  )
}
