// Every node, small, with its daemon in the same corner: filled where it works, an eye where only the API believes in it.
import { textWidth } from '../../scene/textwidth.ts'
import { Patterns } from '../../stage/kit/Patterns.tsx'
import { Pod } from '../../stage/kit/Pod.tsx'
import { useWords } from '../../words/index.ts'
import { naturally, shadeOf } from '../../workloads/index.ts'
import type { Post, Presence } from '../daemonset.ts'

const GAP = 14
/** More nodes than these are drawn as a field of dots. */
const MOST = 24

export function NodesPicture({ width, height, found }: { width: number; height: number; found: Presence }) {
  const t = useWords()
  const { posts } = found
  const names = (ok: boolean) => posts.filter(p => (p.state === 'ready') === ok && p.state !== 'exempt').map(p => p.node)
  const label = names(false).length
    ? t('four.ds.picture', { ready: names(true).join(', '), others: names(false).join(', ') })
    : t('four.ds.pictureAll')
  const ordered = inZones(posts)
  const { columns, w, h, rows } = shapeOf(ordered.length, width, height)
  const top = Math.max(2, (height - rows * h - (rows - 1) * GAP) / 2)
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <Patterns>
        {ordered.slice(0, columns * rows).map((p, i) => (
          <g key={p.node} transform={`translate(${3 + (i % columns) * (w + GAP)} ${top + Math.floor(i / columns) * (h + GAP)})`}>
            <Little post={p} w={w} h={h} />
          </g>
        ))}
      </Patterns>
    </svg>
  )
}

/** Zones are columns, as on the stage: node-1, node-2, node-3 above node-4, node-5, node-6. */
function inZones(posts: readonly Post[]): Post[] {
  const zones = [...new Set(posts.map(p => p.zone))].sort(naturally)
  const lists = zones.map(z => posts.filter(p => p.zone === z))
  const rows = Math.max(0, ...lists.map(l => l.length))
  if (lists.length < 2 || lists.some(l => l.length !== rows)) return [...posts]
  return Array.from({ length: rows }, (_, r) => lists.map(l => l[r] as Post)).flat()
}

function shapeOf(count: number, width: number, height: number) {
  let best = { columns: 1, rows: 1, w: 0, h: 0 }
  const shown = Math.min(MOST, count)
  for (let columns = 1; columns <= shown; columns++) {
    const rows = Math.ceil(shown / columns)
    const w = Math.min(150, (width - 6 - (columns - 1) * GAP) / columns)
    const h = Math.min(90, (height - 6 - (rows - 1) * GAP) / rows)
    // As large as may be, and of the shape of a node.
    const size = Math.min(w, h * 1.5)
    if (size > Math.min(best.w, best.h * 1.5) && shown % columns === 0) best = { columns, rows, w, h: Math.min(h, w / 1.25) }
  }
  return best
}

function Little({ post, w, h }: { post: Post; w: number; h: number }) {
  // A low one has its name beside the corner.
  const low = h < 46
  const corner = { w: Math.min(40, w * 0.34), h: Math.min(34, low ? h * 0.6 : Math.min(h * 0.42, h - 25)) }
  const named = textWidth(post.node, 14, 'strong') <= w - (low ? corner.w + 10 : 16)
  const state = { ready: 'ready', starting: 'notready', missing: 'ghost', unreached: 'believed', exempt: undefined } as const
  const drawn = state[post.state]
  return (
    <g className={`node is-${post.power ? 'ready' : 'lost'}`}>
      <rect width={w} height={h} rx={8} className="box" />
      {named && (
        <text
          x={low ? corner.w + 6 : 10}
          y={low ? h - 11 : h < 60 ? 17 : 21}
          className={post.state === 'exempt' ? 'pt-s' : 'pt-s t-strong'}
        >
          {post.node}
        </text>
      )}
      <rect x={-3} y={h - 4} width={w + 6} height={7} rx={2} className={post.power ? 'riser' : 'riser-off'} />
      {drawn && (
        <g transform={`translate(0 ${h - 4 - corner.h})`}>
          <Pod w={corner.w} h={corner.h} density="S" owner="ds" shade={shadeOf(post.revision)} state={drawn} name="" />
        </g>
      )}
    </g>
  )
}
