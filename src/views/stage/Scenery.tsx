// What stands on the stage and does not move: rail, cards, squares, API server, tray, zones, door and floor.
// biome-ignore-all lint/a11y/useSemanticElements: there is no button in an svg
// biome-ignore-all lint/a11y/noInteractiveElementToNoninteractiveRole: a g is not interactive
import { memo } from 'react'
import type { Say, Scene, SquareDrawing } from '../scene/index.ts'
import { textWidth } from '../scene/textwidth.ts'
import { isSelected } from '../subject.ts'
import { Card, Store } from './kit/Card.tsx'
import { Door } from './kit/Door.tsx'

/** Focusable by the roving tab stop. */
export interface Focusable {
  /** Id of the element that the Tab key reaches. */
  tab: string | undefined
  selection: string | undefined
}

const at = (r: { x: number; y: number }) => `translate(${r.x} ${r.y})`

function RigPicture({ scene, say, tab, selection }: { scene: Scene; say: Say } & Focusable) {
  const { rail, size, store, cards, squares } = scene
  return (
    <>
      <line x1={rail.x1} y1={rail.y} x2={rail.x2} y2={rail.y} className="truss" />
      {rail.idle && (
        <text x={rail.idleX} y={rail.y - 8} className="t-min end">
          {rail.idle}
        </text>
      )}
      {squares.map(s => (
        <Square key={s.actor} square={s} y={rail.y} tab={tab === `square ${s.actor}`} />
      ))}
      {store && (
        <g transform={at(store)} role="img" aria-label={store.label}>
          <Store
            store={store}
            size={size}
            drop={store.y - rail.y}
            lines={{
              title: say('stage.store.title'),
              note: size === 'wide' ? [say('stage.store.note1'), say('stage.store.note2')] : [say('stage.store.brief')],
            }}
          />
        </g>
      )}
      {cards.map(c => (
        <g
          key={c.actor}
          transform={at(c)}
          role="button"
          tabIndex={tab === `card ${c.actor}` ? 0 : -1}
          aria-label={c.label}
          aria-pressed={selection === c.subject}
          data-subject={c.subject}
          data-id={`card ${c.actor}`}
        >
          {selection === c.subject && <rect x={-4} y={-4} width={c.w + 8} height={c.h + 8} rx={11} className="sel-halo" />}
          <Card card={c} size={size} drop={c.y - rail.y} />
          <rect x={-5} y={-5} width={c.w + 10} height={c.h + 10} rx={12} className="focus-ring" />
        </g>
      ))}
    </>
  )
}
export const Rig = memo(RigPicture)

/** There are many, and seldom does one of them change. */
const Square = memo(function Square({ square: s, y, tab }: { square: SquareDrawing; y: number; tab: boolean }) {
  return (
    <g
      className={`square${s.busy ? ' busy' : ''}`}
      role="button"
      tabIndex={tab ? 0 : -1}
      aria-label={s.label}
      data-id={`square ${s.actor}`}
      data-subject={s.subject}
      data-actor={s.actor}
      transform={`translate(${s.x} ${y - s.side / 2})`}
    >
      <title>{s.title}</title>
      <rect x={s.side / 2 - 8} y={s.side / 2 - 14} width={16} height={28} className="hit" />
      <rect width={s.side} height={s.side} className="corner" />
      <rect x={-4} y={-4} width={s.side + 8} height={s.side + 8} className="focus-ring" />
    </g>
  )
})

function TrayPicture({ scene }: { scene: Scene }) {
  const { tray, size } = scene
  if (!tray.shown) return null
  const { x, y, w, h } = tray
  const r = size === 'wide' ? 10 : 8
  const [first, second] = size === 'wide' ? [25, 46] : [17, 33]
  return (
    <>
      {size !== 'phone' && (
        <path
          d={`M${x + 1} ${y}v${h - r}a${r} ${r} 0 0 0 ${r} ${r}H${x + w - 1 - r}a${r} ${r} 0 0 0 ${r} ${-r}v${-(h - r)}`}
          className="tray"
        />
      )}
      <text x={size === 'phone' ? x : x + (size === 'wide' ? 18 : 12)} y={y + first} className="t-body t-strong">
        {tray.title}
      </text>
      {tray.note && (
        <text x={x + (size === 'wide' ? 18 : 12)} y={y + second} className="t-s">
          {tray.note}
        </text>
      )}
      {tray.more > 0 && <text x={x + w - 12} y={y + h - 8} className="t-s t-strong end">{`+${tray.more}`}</text>}
      {tray.thread && <path d={`M${tray.thread[0]} ${tray.thread[1]}L${tray.thread[2]} ${tray.thread[3]}`} className="path" />}
    </>
  )
}
export const Tray = memo(TrayPicture)

function ZonesPicture({ scene, tab, selection }: { scene: Scene } & Focusable) {
  return scene.zones.map(z => {
    const width = (text: string) => textWidth(text, scene.size === 'mid' ? 14 : 15, 'strong') + 10
    // Where its words would run into the next zone the name stands alone: its nodes are dark.
    const text = width(z.name + z.note) > z.w + 8 ? z.name : z.name + z.note
    const w = width(text)
    return (
      <g
        key={z.name}
        transform={at(z)}
        role="button"
        tabIndex={tab === z.subject ? 0 : -1}
        aria-label={z.label}
        aria-pressed={isSelected(selection, z.subject)}
        data-subject={z.subject}
        data-id={z.subject}
      >
        <rect x={-4} y={-17} width={w + 4} height={24} className="hit" />
        {isSelected(selection, z.subject) && <rect x={-6} y={-15} width={w + 6} height={20} rx={4} className="lit" />}
        <text className={`zone-l${z.note ? ' dark' : ''}`}>{text}</text>
        {scene.size !== 'phone' && <line x1={w} y1={-5} x2={z.w} y2={-5} className="zone-line" />}
        <rect x={-7} y={-19} width={w + 8} height={27} rx={6} className="focus-ring" />
      </g>
    )
  })
}
export const Zones = memo(ZonesPicture)

function FloorPicture({ scene, say, perSecond, tab, selection }: { scene: Scene; say: Say; perSecond: number | undefined } & Focusable) {
  const { floor, size, margin, width } = scene
  const { door, walk } = floor
  const wide = size === 'wide'
  return (
    <>
      {size !== 'phone' && <line x1={margin} y1={floor.line} x2={width - margin} y2={floor.line} className="zone-line" />}
      {floor.empty && (
        <text x={margin} y={floor.line - 24} className="t-s">
          {floor.empty}
        </text>
      )}
      {walk && (
        <>
          <text x={margin} y={walk[2] - (wide ? 38 : 26)} className="t-s">
            {(floor.others.length && !wide) || perSecond === undefined ? '' : say('stage.floor.requests')}
          </text>
          {perSecond !== undefined && (
            <text x={margin} y={walk[2] - (wide ? 19 : 10)} className="t-min">
              {say('stage.floor.perSecond', { count: perSecond })}
            </text>
          )}
          <path d={`M${walk[0]} ${walk[2]}H${walk[1]}`} className="path" />
        </>
      )}
      {floor.aisles.map(([x, y1, y2]) => (
        <path key={x} d={`M${x} ${y1}V${y2}`} className="path" />
      ))}
      {floor.others.map(o => (
        <g
          key={o.subject}
          transform={at(o)}
          role="button"
          tabIndex={tab === `service ${o.subject}` ? 0 : -1}
          aria-label={o.label}
          data-subject={o.subject}
          data-id={`service ${o.subject}`}
        >
          <rect width={o.w} height={22} rx={6} className="chip" />
          <text x={8} y={15.5} className="t-min">
            {o.name}
          </text>
          <rect x={-4} y={-4} width={o.w + 8} height={30} rx={9} className="focus-ring" />
        </g>
      ))}
      {door && (
        <g
          transform={at(door)}
          role="button"
          tabIndex={tab === 'door' ? 0 : -1}
          aria-label={door.label}
          aria-pressed={selection === door.subject}
          data-subject={door.subject}
          data-id="door"
        >
          {selection === door.subject && size !== 'phone' && (
            <rect x={-6} y={-6} width={door.w + 12} height={door.h + 6} className="sel-halo" />
          )}
          {size === 'phone' ? (
            <text x={door.w} y={20} className="t-s end">
              {`${door.name} ${door.port}`}
            </text>
          ) : (
            <Door w={door.w} h={door.h} name={door.name} port={door.port} barred={door.barred} />
          )}
          <rect x={-14} y={-8} width={door.w + 28} height={door.h + 14} rx={6} className="focus-ring" />
        </g>
      )}
    </>
  )
}
export const Floor = memo(FloorPicture)
