// The work of a Job, tile by tile: done ones are painted, those at work have an arc, what failed is a hole until it is begun again.
import { Arc } from '../../stage/kit/Arc.tsx'
import { useWords } from '../../words/index.ts'
import type { Completion, Work } from '../job.ts'

const IDEAL = 49.5 / 40

export function TilesPicture({ width, height, found }: { width: number; height: number; found: Completion }) {
  const t = useWords()
  const { tiles, done, desired, running } = found
  const { columns, rows, w, h } = gridOf(tiles.length, width, height)
  const top = Math.max(0, (height - rows * h) / 2)
  const left = Math.max(0, (width - columns * w) / 2)
  return (
    <svg width={width} height={height} role="img" aria-label={t('four.job.picture', { done, desired, running })} className="job">
      {tiles.map(tile => (
        <g
          key={tile.index}
          transform={`translate(${left + (tile.index % columns) * w} ${top + Math.floor(tile.index / columns) * h})`}
          className={`tile is-${tile.state}`}
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
      {tile.state === 'running' && w > 12 && from !== undefined && until !== undefined && (
        <Arc arc={{ from, until }} cx={x} cy={y} r={r} small />
      )}
      {tile.state === 'running' && w > 12 && from === undefined && <circle cx={x} cy={y} r={r} className="arc-t" />}
      {tile.state === 'failed' && (
        <path d={`M${x - r * 0.7} ${y - r * 0.7}l${r * 1.4} ${r * 1.4}m0 ${-r * 1.4}l${-r * 1.4} ${r * 1.4}`} className="bad-ico" />
      )}
      {tile.state === 'lost' && w > 20 && (
        <g transform={`translate(${x} ${y}) scale(${Math.min(1, w / 30)})`} className="tile-eye">
          <path d="M-9 0Q0 -9 9 0Q0 9 -9 0Z" />
          <circle r="2.6" />
        </g>
      )}
    </>
  )
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
