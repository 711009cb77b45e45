// The work of a Job, tile by tile: done ones are painted, those at work have an arc, what failed is a hole until it is begun again.
import { useId } from 'react'
import { PICTURE, pictureGrid, pictureTile, type Shape } from '../../../cluster/index.ts'
import { Arc } from '../../stage/kit/Arc.tsx'
import { useWords } from '../../words/index.ts'
import type { Completion, Work } from '../job.ts'

/** Smaller tiles have no marks in them; their outline says it. */
const SMALL = 21
const IDEAL = 49.5 / 40

export function TilesPicture({ width, height, found }: { width: number; height: number; found: Completion }) {
  const t = useWords()
  const { tiles, done, desired, running } = found
  const { columns, rows, w, h } = found.paints ? canvas(tiles.length, width, height) : gridOf(tiles.length, width, height)
  const top = Math.max(0, (height - rows * h) / 2)
  const left = Math.max(0, (width - columns * w) / 2)
  return (
    <svg width={width} height={height} role="img" aria-label={t('four.job.picture', { done, desired, running })} className="job">
      {found.paints && (
        <g transform={`translate(${left} ${top}) scale(${(columns * w) / PICTURE.width} ${(rows * h) / PICTURE.height})`}>
          <Painted tiles={tiles} />
        </g>
      )}
      {tiles.map(tile => (
        <g
          key={tile.index}
          transform={`translate(${left + (tile.index % columns) * w} ${top + Math.floor(tile.index / columns) * h})`}
          className={`tile is-${tile.state}${found.paints ? ' painted' : ''}`}
        >
          <TileBox tile={tile} w={w} h={h} />
        </g>
      ))}
    </svg>
  )
}

function TileBox({ tile, w, h }: { tile: Work; w: number; h: number }) {
  const r = Math.min(9, h / 4, w / 4)
  const [x, y] = [w / 2 - 0.75, h / 2 - 0.75]
  const { from, until } = tile
  return (
    <>
      <rect x={1} y={1} width={Math.max(1, w - 3.5)} height={Math.max(1, h - 3.5)} rx={Math.min(2, w / 8)} className="tile-box" />
      {tile.state === 'running' && w > SMALL && from !== undefined && until !== undefined && (
        <Arc arc={{ from, until }} cx={x} cy={y} r={r} small />
      )}
      {tile.state === 'running' && w > SMALL && from === undefined && <circle cx={x} cy={y} r={r} className="arc-t" />}
      {tile.state === 'failed' && (
        <path d={`M${x - r * 0.7} ${y - r * 0.7}l${r * 1.4} ${r * 1.4}m0 ${-r * 1.4}l${-r * 1.4} ${r * 1.4}`} className="bad-ico" />
      )}
      {tile.state === 'lost' && w > SMALL && (
        <g transform={`translate(${x} ${y}) scale(${Math.min(1, w / 30)})`} className="tile-eye">
          <path d="M-9 0Q0 -9 9 0Q0 9 -9 0Z" />
          <circle r="2.6" />
        </g>
      )}
    </>
  )
}

/** The picture's own form, as large as there is room. */
function canvas(count: number, width: number, height: number) {
  const { columns, rows } = pictureGrid(count)
  const scale = Math.min(width / PICTURE.width, height / PICTURE.height)
  return { columns, rows, w: (scale * PICTURE.width) / columns, h: (scale * PICTURE.height) / rows }
}

/** What is done of the picture, cut out of the whole tile by tile. */
function Painted({ tiles }: { tiles: readonly Work[] }) {
  const id = useId().replace(/[^\w-]/g, '')
  const done = tiles.filter(t => t.state === 'done').map(t => pictureTile(t.index, tiles.length))
  const gap = 0.03
  return (
    <>
      <clipPath id={id}>
        {done.map(t => (
          <rect key={`${t.x} ${t.y}`} x={t.x} y={t.y} width={t.width - gap} height={t.height - gap} />
        ))}
      </clipPath>
      <g clipPath={`url(#${id})`} className="painting">
        {pictureTile(0, 1).shapes.map((s, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a shape is its place in the picture
          <Painting key={i} s={s} />
        ))}
      </g>
    </>
  )
}

function Painting({ s }: { s: Shape }) {
  const tone = `tone-${s.tone}`
  if (s.kind === 'rect') return <rect x={s.x} y={s.y} width={s.width} height={s.height} className={tone} />
  if (s.kind === 'circle') return <circle cx={s.x} cy={s.y} r={s.r} className={tone} />
  return <polygon points={s.points.map(p => p.join()).join(' ')} className={tone} />
}

/** As near to the shape of a tile as the room allows; rows are full where they can be. */
export function gridOf(count: number, width: number, height: number) {
  let best = { columns: Math.max(1, count), rows: 1, w: 1, h: 1, score: Number.POSITIVE_INFINITY }
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns) || 1
    const w = Math.min(width / columns, 72)
    const h = Math.min(height / rows, w / 0.9, 60)
    const ragged = count % columns ? 0.35 : 0
    const score = Math.abs(Math.log(w / h / IDEAL)) + ragged - Math.log(w * h) * 0.5
    if (score < best.score) best = { columns, rows, w, h, score }
  }
  return best
}
