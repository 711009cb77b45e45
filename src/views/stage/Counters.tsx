// The equation of the Service: sent = served + refused + timed out + in flight. Always all five, always adding up.
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: a g is not interactive
import { memo } from 'react'
import type { Counter, DotShape, Rect, Say, Scene } from '../scene/index.ts'
import { textWidth } from '../scene/textwidth.ts'
import { count } from '../words/numbers.ts'
import { Request } from './kit/Request.tsx'

interface Props {
  counters: readonly Counter[]
  box: Rect
  size: Scene['size']
  say: Say
}

const PHONE_GAP = 20
const SIZES = { wide: [26, 15, 24, 52], mid: [20, 14, 20, 32], phone: [15, 13, 18, 20] } as const

function Equation({ counters, box, size, say }: Props) {
  const [num, label, glyph, line] = SIZES[size]
  // Room for more digits than there are, so that nothing shifts as they count.
  const items = counters.map(c => {
    const text = count(c.count)
    const word = say(`stage.request.${c.kind}`)
    const reserve = textWidth(c.kind === 'sent' || c.kind === 'served' ? '0\u2009000' : size === 'phone' ? '0' : '000', num, 'strong')
    const indent = c.kind === 'sent' ? 0 : glyph
    const numW = Math.max(textWidth(text, num, 'strong'), reserve)
    // On a phone a word may reach below the sign after it.
    const w =
      size === 'phone' ? Math.max(indent + numW, textWidth(word, label) - PHONE_GAP + 8) : indent + Math.max(numW, textWidth(word, label))
    return { ...c, text, word, indent, w }
  })
  const room = box.w - (size === 'phone' ? 66 : 0)
  const gap = Math.max(
    size === 'phone' ? 12 : 20,
    Math.min(size === 'phone' ? PHONE_GAP : 48, (room - items.reduce((s, i) => s + i.w, 0)) / (items.length - 1)),
  )
  let x = box.x + (size === 'wide' ? Math.max(0, (room - items.reduce((s, i) => s + i.w, 0) - gap * (items.length - 1)) / 2) : 0)
  const y = box.y + (size === 'wide' ? 44 : size === 'mid' ? 26 : 20)
  return (
    <g role="img" aria-label={say('stage.label.counters', Object.fromEntries(items.map(i => [i.kind, i.count])))}>
      {items.map((item, i) => {
        const at = x
        x += item.w + gap
        return (
          <g key={item.kind} transform={`translate(${at} ${y})`}>
            {i > 0 && (
              <text x={-gap / 2} y={-1} className="t-num t-op mid">
                {i > 1 ? '+' : '='}
              </text>
            )}
            {item.kind !== 'sent' && <Request shape={item.kind as DotShape} x={glyph / 3} y={-num * 0.35} r={size === 'phone' ? 5 : 6} />}
            <text x={item.indent} className="t-num">
              {item.text}
            </text>
            <text
              x={size === 'phone' ? 0 : item.indent}
              y={line - (size === 'wide' ? 28 : size === 'mid' ? 13 : 0)}
              className={size === 'phone' ? 't-min' : 't-body'}
            >
              {item.word}
            </text>
          </g>
        )
      })}
    </g>
  )
}
export const Counters = memo(
  Equation,
  (a, b) => a.say === b.say && a.box === b.box && a.size === b.size && a.counters.every((c, i) => c.count === b.counters[i]?.count),
)
