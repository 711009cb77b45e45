// The equation of the Service: sent = served + refused + timed out + in flight. Always all five, always adding up.
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: a g is not interactive
import { memo } from 'react'
import type { Counter, DotShape, Rect, Say, Scene } from '../scene/index.ts'
import { equation } from './equation.ts'
import { Request } from './kit/Request.tsx'

interface Props {
  counters: readonly Counter[]
  box: Rect
  size: Scene['size']
  say: Say
}

/** On a phone the Service's name stands beside it. */
const NAME_W = 66

function Equation({ counters, box, size, say }: Props) {
  const { style, gap, terms } = equation(counters, box.w - (size === 'phone' ? NAME_W : 0), size, say)
  const y = box.y + (size === 'wide' ? 44 : size === 'mid' ? 26 : 20)
  const numbers = Object.fromEntries(counters.map(c => [c.kind, c.count]))
  return (
    <g role="img" aria-label={say('stage.label.counters', numbers)}>
      {terms.map((t, i) => (
        <g key={t.kind} transform={`translate(${box.x + t.x} ${y})`}>
          {i > 0 && (
            <text x={-gap / 2} y={-1} className="t-num t-op mid" style={{ fontSize: style.num }}>
              {i > 1 ? '+' : '='}
            </text>
          )}
          {t.kind !== 'sent' && <Request shape={t.kind as DotShape} x={style.glyph / 3} y={-style.num * 0.35} r={style.overhang ? 5 : 6} />}
          <text x={t.indent} className="t-num" style={{ fontSize: style.num }}>
            {t.text}
          </text>
          <text
            x={style.overhang ? 0 : t.indent}
            y={style.down}
            className={style.overhang ? 't-min' : 't-body'}
            style={{ fontSize: style.label }}
          >
            {t.word}
          </text>
        </g>
      ))}
    </g>
  )
}

export const Counters = memo(
  Equation,
  (a, b) => a.say === b.say && a.box === b.box && a.size === b.size && a.counters.every((c, i) => c.count === b.counters[i]?.count),
)
