// A pod. Outline is belief, fill is fact: the outline is the object in the API, the fill the process on the node. Hue = owner, shade = revision,
// silhouette = pattern; pattern, glyph and word = state. Drawn at 0,0; whoever places it moves the group around it.
import { memo, useId, useLayoutEffect, useRef } from 'react'
import type { ArcDrawing, Density, Owner, PodState, Shade, Sweep } from '../../scene/index.ts'
import { useClock } from '../clock.ts'
import { Arc } from './Arc.tsx'
import { GLYPHS, type GlyphName } from './glyphs.tsx'
import { outline } from './outline.ts'
import { usePattern } from './Patterns.tsx'

export interface PodProps {
  w?: number
  h?: number
  /** Drawn so much larger. */
  zoom?: number
  density?: Density
  owner?: Owner
  shade?: Shade
  state?: PodState
  unready?: boolean
  dashed?: boolean
  name?: string
  /** Smaller type than usual. */
  nameSize?: number | undefined
  word?: string
  arc?: ArcDrawing | undefined
  sweep?: Sweep | undefined
  selected?: boolean
}

const CLASSES: Readonly<Record<PodState, string>> = {
  ghost: 'ghost',
  pending: 'hollow',
  starting: 'hollow',
  notready: 'hatched',
  ready: '',
  terminating: 'dim',
  crash: 'hollow bad',
  nopull: 'hollow bad',
  failed: 'hollow bad',
  done: 'hollow',
  believed: 'hollow',
  parted: '',
  forgotten: '',
}
const GLYPH_OF: Readonly<Record<PodState, GlyphName | undefined>> = {
  ghost: 'plus',
  pending: 'wait',
  starting: 'pull',
  notready: 'notready',
  ready: 'ready',
  terminating: undefined,
  crash: 'cross',
  nopull: 'nopull',
  failed: 'cross',
  done: 'check',
  believed: 'eye',
  parted: 'eye',
  forgotten: 'eye',
}

function PodPicture(props: PodProps) {
  const { w = 158, h = 60, density = 'L', owner = 'dep', shade = 'r2', state = 'ready', selected = false } = props
  const { unready = false, dashed = false, name = '', nameSize, word = '', arc, sweep, zoom = 1 } = props
  const hatch = usePattern('hatch')
  const dots = usePattern('dots')
  const big = density === 'L'
  const classes = ['pod', owner, shade, `is-${state}`, CLASSES[state], density.toLowerCase()]
  if (unready) classes.push('hatched')
  if (dashed || (state === 'terminating' && !dashed)) classes.push('dashed')
  if (shade === 'r3') classes.push('rev3')
  const className = classes.filter(Boolean).join(' ')
  if (density === 'XS') return dot(props, className)
  const d = outline(owner, w, h)
  const lift = (big ? 5 : 3) / zoom
  const patterned = (state === 'notready' || unready || shade === 'r3') && !className.includes('hollow') ? ' halo' : ''
  const pad = w >= 140 ? 14 : w < 90 ? 8 : 10
  return (
    <g className={className} style={{ '--lift': `${lift}px` } as React.CSSProperties} {...(zoom !== 1 && { transform: `scale(${zoom})` })}>
      {selected && <Halo owner={owner} w={w} h={h} big={h >= 50} />}
      {state === 'parted' && <path d={d} className="behind" transform={`translate(${(big ? 8 : 5) / zoom} ${(big ? -8 : -5) / zoom})`} />}
      <path d={d} className="socket" />
      <path d={d} className="ground" />
      <path d={d} className="body" />
      {shade === 'r3' && <path d={d} className="over dots" fill={dots} />}
      {state === 'starting' && sweep && <Rising d={d} w={w} h={h} sweep={sweep} />}
      <path d={d} className="over hatch" fill={hatch} />
      <g className="shell">
        <path d={d} className="edge" />
        {state === 'crash' && big && <Crack w={w} h={h} />}
        {name && density === 'S' && (
          <text x={w / 2} y={h / 2 + 4.5} className={`t-name${patterned}`} style={{ fontSize: 13, textAnchor: 'middle' }}>
            {name}
          </text>
        )}
        {name && density !== 'S' && (
          <text
            x={pad}
            y={big ? h * 0.45 : h / 2 + 5.5}
            className={`t-name${patterned}`}
            style={nameSize ? { fontSize: nameSize } : big ? undefined : { fontSize: h > 34 ? 17 : 15 }}
          >
            {name}
          </text>
        )}
        {big && word && (
          <text x={pad} y={h * 0.8} className={`t-word word${patterned}`}>
            {word}
          </text>
        )}
        <g className="mark">
          <Mark state={state} named={name !== ''} arc={arc} w={w} h={h} density={density} long={word.length > 13} />
        </g>
      </g>
    </g>
  )
}

/** Glyph or arc. Long words (back-off) have their arc beside the name. The small have room for a name or for this. */
function Mark({
  state,
  named,
  arc,
  w,
  h,
  density,
  long,
}: {
  state: PodState
  named: boolean
  arc: ArcDrawing | undefined
  w: number
  h: number
  density: Density
  long: boolean
}) {
  const glyph = GLYPH_OF[state]
  const bad = state === 'crash' || state === 'nopull'
  const roomy = h >= 56
  if (density === 'S' && named) return null
  const [x, y, scale] =
    density === 'S' ? [w / 2, h / 2, 0.85] : density === 'M' ? [w - 15, h / 2, 0.9] : roomy ? [w - 22, 22, 1] : [w - 17, 16, 0.85]
  const sign = glyph ? (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <g className={density === 'L' ? 'glyph' : undefined}>{GLYPHS[glyph]}</g>
    </g>
  ) : null
  if (!arc) return sign
  // Once its time is over it waits for the kubelet's next look; no more seconds are to be counted.
  const over = bad ? sign : undefined
  if (density !== 'L') return <Arc arc={arc} cx={x} cy={y} r={7} small over={over} />
  if (bad || long || !roomy) return <Arc arc={arc} cx={x} cy={y} r={roomy ? 11 : 8} label="beside" small over={over} />
  return <Arc arc={arc} cx={w - 27} cy={h / 2} r={16} label="inside" />
}

/** The fill rises from the left with the pull and the start: 20 %, and a bar at the foot in full. */
function Rising({ d, w, h, sweep }: { d: string; w: number; h: number; sweep: Sweep }) {
  const id = useId().replace(/[^\w-]/g, '')
  const clock = useClock()
  const wash = useRef<SVGRectElement>(null)
  const bar = useRef<SVGRectElement>(null)
  const { from, until, a, b } = sweep
  useLayoutEffect(
    () =>
      clock.each(c => {
        const share = until > from ? Math.max(0, Math.min(1, (c.ticking - from) / (until - from))) : 1
        const to = String(w * (a + (b - a) * share))
        wash.current?.setAttribute('width', to)
        bar.current?.setAttribute('width', to)
      }),
    [clock, from, until, a, b, w],
  )
  const foot = h >= 40 ? 8 : 5
  return (
    <>
      <clipPath id={id}>
        <path d={d} />
      </clipPath>
      <g clipPath={`url(#${id})`}>
        <rect ref={wash} height={h} className="rise" />
        <rect ref={bar} y={h - foot} height={foot} className="rise-line" />
      </g>
    </>
  )
}

/** The crack runs from the top edge down to the word. */
function Crack({ w, h }: { w: number; h: number }) {
  const m = w * 0.6
  const k = h / 60
  return (
    <>
      <path d={`M${m} -4l-5 ${13 * k}l10 ${5 * k}l-7 ${11 * k}l5 ${7 * k}`} className="crack" />
      <path d={`M${m} 0l-5 ${10 * k}l10 ${5 * k}l-7 ${11 * k}l4 ${6 * k}`} className="crack-line" />
    </>
  )
}

function Halo({ owner, w, h, big }: { owner: Owner; w: number; h: number; big: boolean }) {
  const near = big ? 5 : 3
  const far = big ? 9.5 : 6
  return (
    <>
      <path
        d={outline(owner, w + 2 * near, h + 2 * near)}
        className={`sel-halo${big ? '' : ' small'}`}
        transform={`translate(${-near} ${-near})`}
      />
      <path d={outline(owner, w + 2 * far, h + 2 * far)} className="sel-ink" transform={`translate(${-far} ${-far})`} />
    </>
  )
}

/** The smallest: solid, ring or cross. */
function dot({ w = 10, h = 10, state = 'ready', selected = false }: PodProps, className: string) {
  const x = w / 2
  const y = h / 2
  const broken = state === 'crash' || state === 'nopull' || state === 'failed'
  return (
    <g className={className}>
      {selected && <circle cx={x} cy={y} r={w * 0.8} className="sel-halo small" />}
      {broken ? (
        <g transform={`translate(${x} ${y}) scale(${w * 0.062})`}>{GLYPHS.cross}</g>
      ) : (
        <circle cx={x} cy={y} r={w * (state === 'ready' ? 0.44 : 0.36)} className="dot" />
      )}
    </g>
  )
}

export const Pod = memo(PodPicture)
