// A node: a box on a riser, whose slab fills with the CPU that its pods have asked for. The frame is what the API believes; on a machine without power
// it is lifted off the unlit floor. Drawn at 0,0, in two layers: NodeBox below the pods, NodeFront above them.
import { memo, useLayoutEffect, useRef } from 'react'
import type { NodeDrawing, Scene } from '../../scene/index.ts'
import { textWidth } from '../../scene/textwidth.ts'
import { DURATION, EASE, tween, useMotion } from '../motion.ts'
import { Arc } from './Arc.tsx'
import { CutWire, Lock, Power } from './glyphs.tsx'
import { usePattern } from './Patterns.tsx'

export interface NodeProps {
  node: NodeDrawing
  size: Scene['size']
  selected?: boolean
}

const LIFT = { wide: 7, mid: 5, phone: 4 } as const
const PAD = { wide: 18, mid: 12, phone: 9 } as const
const HEAD = { wide: 29, mid: 20, phone: 21 } as const

/** What the API believes is lifted off a floor without light; where it believes nothing there is nothing to lift. */
const lifted = (node: NodeDrawing, size: Scene['size']) => (node.state === 'lost' && !node.unknown ? -LIFT[size] : 0)

function Box({ node, size, selected }: NodeProps) {
  const { w, h, state, cordoned, used } = node
  const cordon = usePattern('cordon')
  const lost = state === 'lost'
  const out = size === 'phone' ? 1 : 4
  return (
    <g className={`node is-${state}${node.unknown ? ' is-unknown' : ''}`}>
      {selected && (
        <>
          <rect x={-5} y={-5} width={w + 10} height={h + 13} rx={14} className="sel-halo" />
          <rect x={-9.5} y={-9.5} width={w + 19} height={h + 22} rx={18} className="sel-ink" />
        </>
      )}
      <rect width={w} height={h} rx={10} className="box" />
      {cordoned && <rect x={1} y={1} width={w - 2} height={h - 2} rx={9} fill={cordon} />}
      {lost ? (
        <rect x={-out} y={h - 6} width={w + 2 * out} height={10} rx={2} className="riser-off" />
      ) : (
        <>
          <rect x={-out} y={h - 6} width={w + 2 * out} height={10} rx={2} className="riser-t" />
          <rect x={-out} y={h - 6} width={(w + 2 * out) * used} height={10} rx={2} className="riser" />
        </>
      )}
    </g>
  )
}

/** Name, note, chips, kubelet; at the bottom capacity or what really is. */
function Front({ node, size }: NodeProps) {
  const { w, h, state, cordoned, roomy, arc } = node
  const apart = state !== 'ready' || node.unknown
  const o = lifted(node, size)
  const pad = PAD[size]
  const head = HEAD[size]
  const after = node.noteX
  return (
    <g className={`node is-${state}`}>
      {state !== 'ready' && !node.unknown && <rect x={-LIFT[size]} y={-LIFT[size]} width={w} height={h} rx={10} className="belief-frame" />}
      <text x={pad + o} y={head + o} className="t-node">
        {node.name}
      </text>
      {cordoned && !apart && (
        <g
          transform={
            size === 'phone' ? `translate(${w - 18} 14)` : `translate(${after - 14} ${head - 8}) scale(${size === 'wide' ? 1 : 0.85})`
          }
        >
          <Lock />
        </g>
      )}
      {node.note && (
        <text x={after + o} y={head - 1 + o} className="t-s">
          {node.note}
        </text>
      )}
      {node.chips.map(c => (
        <g key={c.text} transform={`translate(${c.x + o} ${head - 17 + o})`}>
          <rect width={c.w} height={23} rx={6} className="chip" />
          <text x={8} y={16.5} className="t-min">
            {c.text}
          </text>
        </g>
      ))}
      <Kubelet node={node} size={size} />
      {node.capacity &&
        (roomy ? (
          <text x={w - 14} y={h - (size === 'wide' ? 13 : 12)} className="t-min end">
            {node.capacity}
          </text>
        ) : (
          <text x={w - (node.kubelet ? 108 : 30)} y={head - 1} className="t-min end">
            {node.capacity}
          </text>
        ))}
      {apart && roomy && <Reality node={node} size={size} />}
      {arc && !roomy && (
        <Arc arc={arc} cx={w - 42 + o} cy={head - 5 + o} r={8} tone="late" {...(w >= 150 && { label: 'beside' as const })} small />
      )}
      {arc && node.arcText && (
        <text x={w - 42 + o - (8 + 7 + 26)} y={head - 1 + o} className="t-s end">
          {arc.text}
        </text>
      )}
      {node.more > 0 && <text x={node.moreX + o} y={head - 1 + o} className="more end">{`+${node.more}`}</text>}
      {node.aside > 0 && !(arc && node.footX > w - 110) && (
        <text x={node.footX - 4} y={h - (size === 'wide' ? 13 : 9)} className="t-min">
          {`+${node.aside}`}
        </text>
      )}
    </g>
  )
}

/** At the foot of a node that is apart from the rest: what really is, and what the API waits for. */
function Reality({ node, size }: NodeProps) {
  const { h, state, arc, footX } = node
  if (!node.reality && footX) return arc ? <FootArc node={node} size={size} /> : null
  const y = h - (size === 'wide' ? 23 : 15)
  return (
    <>
      <g transform={`translate(${footX + (footX ? 8 : size === 'wide' ? 24 : 18)} ${y - 5}) scale(${size === 'wide' ? 1 : 0.9})`}>
        {state === 'lost' ? <Power /> : state === 'parted' ? <CutWire /> : <circle r={5} className="beat off" />}
      </g>
      <text x={footX + (footX ? 24 : size === 'wide' ? 42 : 32)} y={y} className="t-s">
        {node.reality}
      </text>
      <FootArc node={node} size={size} />
    </>
  )
}

/** At the lower right: what the API waits for. */
function FootArc({ node, size }: NodeProps) {
  const { w, h, arc, footX, reality } = node
  if (!arc) return null
  if (size !== 'wide') return <Arc arc={arc} cx={w - 22} cy={h - 20} r={8} tone="late" label="beside" small />
  const room = w - 64 - footX - (reality ? textWidth(reality, 14) + 40 : 0)
  return (
    <>
      {textWidth(arc.text, 14) < room && (
        <text x={w - 64} y={h - 23} className="t-s end">
          {arc.text}
        </text>
      )}
      <Arc arc={arc} cx={w - 38} cy={h - (footX ? 30 : 36)} r={17} tone="late" label="inside" />
    </>
  )
}

/** The kubelet with its heartbeat: a chip where there is room, else a dot. Without power there is none; cut off there is a wire. */
function Kubelet({ node, size }: NodeProps) {
  const { w, state, kubelet, roomy, cordoned } = node
  const dot = useBeat(node.beat)
  const o = lifted(node, size)
  if (kubelet) {
    return (
      <g transform={`translate(${w - 98} 10)`}>
        <rect width={84} height={27} rx={6} className="chip" />
        <circle ref={dot} cx={15} cy={13.5} r={5} className="beat" />
        <text x={27} y={18.5} className="t-s">
          kubelet
        </text>
      </g>
    )
  }
  const x = w - 17
  const y = size === 'wide' ? 23 : 15
  if (state === 'lost') {
    return roomy ? null : (
      <g transform={`translate(${x + o} ${y + o}) scale(.8)`}>
        <Power />
      </g>
    )
  }
  if (state === 'parted') {
    return roomy ? null : (
      <g transform={`translate(${x} ${y}) scale(.9)`}>
        <CutWire />
      </g>
    )
  }
  // Nobody hears it.
  if (node.unknown) return roomy ? null : <circle cx={x} cy={y} r={5} className="beat off" />
  return size === 'phone' && cordoned ? null : <circle ref={dot} cx={x} cy={y} r={5} className="beat" />
}

/** The dot swells a little with every heartbeat. */
function useBeat(beat: string) {
  const dot = useRef<SVGCircleElement>(null)
  const last = useRef(beat)
  const motion = useMotion()
  useLayoutEffect(() => {
    if (last.current === beat) return
    last.current = beat
    if (motion.k < 1) return
    const t = tween(DURATION.fall, EASE.enter, s => dot.current?.setAttribute('r', String(5 + 2.2 * (1 - s))))
    return () => {
      t.stop()
      dot.current?.setAttribute('r', '5')
    }
  }, [beat, motion])
  return dot
}

export const NodeBox = memo(Box)
export const NodeFront = memo(Front)
