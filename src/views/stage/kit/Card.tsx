// A controller: red corner, the places that it wants filled with what it observes in them, its caption, its difference in a pill, its queue. The one
// that acts has a frame of ink. Drawn at 0,0 with the rod by which it hangs.
import { memo } from 'react'
import type { CardDrawing, PipRow, Scene, StoreDrawing } from '../../scene/index.ts'
import { Disk } from './Disk.tsx'
import { pillWidth, pipsOf } from './pips.ts'

export interface CardProps {
  card: CardDrawing
  size: Scene['size']
  /** Length of the rod. */
  drop: number
}

function CardPicture({ card, size, drop }: CardProps) {
  if (size === 'phone') return <PhoneCard card={card} drop={drop} />
  const { w, h, title, of, rows, caption, pill, queue, acting } = card
  const wide = size === 'wide'
  const pillW = pillWidth(pill, size)
  const pillH = wide ? 24 : 21
  const base = wide ? h - 33 : h - 28
  // A single line has room to stand clear of the places.
  const captionY = wide ? 84 : rows.length > 1 ? 70 : caption.length > 1 ? 64 : 67
  return (
    <g className={`card${acting ? ' acting' : ''}`}>
      <line x1={w / 2} y1={-drop} x2={w / 2} y2={0} className="hang" />
      <rect width={w} height={h} rx={8} className="plate" />
      <path d="M0 18V8a8 8 0 0 1 8-8H18V18Z" className="corner" />
      <text x={28} y={wide ? 27 : 23} className="t-title">
        {title}
        {of && <tspan className="of">{` ${of}`}</tspan>}
      </text>
      <Pips rows={rows} x={16} y={wide ? 40 : 33} w={w - 32} size={size} />
      {caption.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike
        <text key={`${i} ${line}`} x={16} y={captionY + i * (wide ? 19 : 16)} className={`t-body${acting ? ' t-strong' : ''}`}>
          {line}
        </text>
      ))}
      {pill && (
        <>
          <rect x={14} y={base} width={pillW} height={pillH} rx={pillH / 2} className="diff" />
          <text x={14 + pillW / 2} y={base + (wide ? 17 : 15)} className="diff-t mid">
            {pill}
          </text>
        </>
      )}
      {queue > 0 && <Queue count={queue} word={card.queueWord} x={w - 12} y={wide ? h - 18 : h - 13} />}
    </g>
  )
}

/** On a phone the rig folds to the one card that acts. */
function PhoneCard({ card, drop }: { card: CardDrawing; drop: number }) {
  const { w, h, title, caption, rows, pill, acting } = card
  const pillW = pillWidth(pill, 'phone')
  return (
    <g className={`card${acting ? ' acting' : ''}`}>
      <line x1={58} y1={-drop} x2={58} y2={0} className="hang" />
      <rect width={w} height={h} rx={8} className="plate" />
      <path d="M0 14V8a8 8 0 0 1 8-8H14V14Z" className="corner" />
      <text x={22} y={23} className="t-title">
        {title}
      </text>
      <text x={22} y={45} className="t-body">
        {caption[0]}
      </text>
      <Pips rows={rows.slice(0, 1)} x={w - 152} y={11} w={142} size="phone" end />
      {pill && (
        <>
          <rect x={w - 10 - pillW} y={32} width={pillW} height={20} rx={10} className="diff" />
          <text x={w - 10 - pillW / 2} y={47} className="diff-t mid">
            {pill}
          </text>
        </>
      )}
    </g>
  )
}

/** Places: solid = observed, in the shade of the revision; dotted = missing. Many places become one bar. */
export function Pips({
  rows,
  x,
  y,
  w,
  size,
  end = false,
}: {
  rows: readonly PipRow[]
  x: number
  y: number
  w: number
  size: Scene['size']
  end?: boolean
}) {
  return rows.map((row, j) => {
    const { pips, step, height, noteX } = pipsOf(row, rows.length, w, size, end)
    const top = y + j * step
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
      <g key={j} transform={`translate(${x} ${top})`}>
        {pips.map(p => (
          <g key={`${p.x} ${p.y}`} className={row.owner ? `${row.owner} ${p.shade}` : undefined}>
            <rect
              x={p.x}
              y={p.y}
              width={p.w}
              height={height}
              rx={Math.min(2, p.w / 4)}
              className={`pip ${p.state === 'on' && row.owner ? 'rev' : p.state}${p.w < 8 || height < 12 ? ' tight' : ''}`}
            />
            {p.state === 'bad' && <path d={cross(p.x, p.y, p.w, height)} className="pip-x" />}
          </g>
        ))}
        {row.note && (
          <text x={noteX} y={height / 2 + 5} className="t-min">
            {row.note}
          </text>
        )}
      </g>
    )
  })
}

/** What is lost has a cross, whatever its colour. */
function cross(x: number, y: number, w: number, h: number): string {
  const r = Math.min(w, h) / 2 - 1
  const [cx, cy] = [x + w / 2, y + h / 2]
  return `M${cx - r} ${cy - r}l${2 * r} ${2 * r}M${cx + r} ${cy - r}l${-2 * r} ${2 * r}`
}

function Queue({ count, word, x, y }: { count: number; word: string; x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ticks are alike
        <rect key={i} x={-4 - i * 8} y={-11} width={4} height={12} rx={1} className="pip on" />
      ))}
      {word && (
        <text x={-12 - (count - 1) * 8} className="t-min end">
          {word}
        </text>
      )}
    </g>
  )
}

/** The API server with its store: the only card with a frame of ink and no corner. */
function StorePicture({
  store,
  size,
  drop,
  lines,
}: {
  store: StoreDrawing
  size: Scene['size']
  drop: number
  lines: { title: string; note: readonly string[] }
}) {
  const { w, h } = store
  const wide = size === 'wide'
  const diskW = Math.min(92, w * (wide ? 0.42 : 0.36))
  return (
    <g>
      <line x1={w / 2} y1={-drop} x2={w / 2} y2={0} className="hang" />
      <rect width={w} height={h} rx={8} className="store" />
      <text x={wide ? 18 : 14} y={wide ? 30 : 24} className="t-title">
        {lines.title}
      </text>
      {lines.note.map((line, i) => (
        <text key={line} x={wide ? 18 : 14} y={(wide ? 55 : 43) + i * 19} className="t-s">
          {line}
        </text>
      ))}
      <g transform={`translate(${wide ? 18 : 14} ${wide ? 92 : h - 50})`}>
        <Disk w={diskW} h={wide ? 38 : 36} name="etcd" data={0.45} owner="ds" />
      </g>
      <text x={(wide ? 18 : 14) + diskW + (wide ? 14 : 8)} y={wide ? 110 : h - 34} className="t-s t-strong">
        {store.rv}
      </text>
      <text x={(wide ? 18 : 14) + diskW + (wide ? 14 : 8)} y={wide ? 129 : h - 17} className="t-s">
        {store.objects}
      </text>
    </g>
  )
}

export const Card = memo(CardPicture)
export const Store = memo(StorePicture)
