// The stage: draws the scene of this moment. React says what is there, D3 how it moves, the scene where it is, and virtual now when. Layers from the
// back: beam, rig, tray, zones, nodes, the beam within its node, pods, what stands before the nodes, floor, requests, packets.
// biome-ignore-all lint/a11y/useSemanticElements: there is no button in an svg
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a g is not focusable
import { lazy, memo, Suspense, useLayoutEffect, useRef, useState } from 'react'
import type { Mirror } from '../../session/index.ts'
import { counters, learn, type Owner, type Say, type Scene, type Viewport } from '../scene/index.ts'
import { settled } from '../settled.ts'
import { isSelected } from '../subject.ts'
import { useBeam } from './Beam.tsx'
import { Counters } from './Counters.tsx'
import { Crowd } from './Crowd.tsx'
import { ClockContext } from './clock.ts'
import { type Orders, useInput } from './input.ts'
import { NodeBox, NodeFront } from './kit/Node.tsx'
import { Patterns, useOwnId } from './kit/Patterns.tsx'
import { MotionContext } from './motion.ts'
import { usePresence } from './presence.ts'
import { Requests } from './Requests.tsx'
import { Floor, Rig, Tray, Zones } from './Scenery.tsx'
import { useMotionOf, useReducedMotion } from './useMotionOf.ts'
import { useScene } from './useScene.ts'

export interface StageProps extends Orders {
  mirror: Mirror
  /** CSS pixels. */
  viewport: Viewport
  /** Renders a key with its arguments: stage.…, captions of controllers, write.… . Must be the same function until the language changes. */
  say: Say
  /** Virtual now; may lie between two batches. */
  now: number
  speed: number
  playing: boolean
  /** Mirror's epoch: when it changes everything is a cut. */
  epoch: number
  selection?: string | undefined
  projector?: boolean
  /** The cluster alone, in a band. */
  band?: boolean
  /** Only the pods of one pattern. */
  only?: Owner | undefined
}

/** Seen only when time is slow or stands still. */
const Packets = lazy(() => settled.then(() => import('./Packets.tsx')))
/** There are none in the first picture. */
const Disks = lazy(() => settled.then(() => import('./Disks.tsx')))

void settled.then(() => import('../scene/plumbing.ts')).then(({ plumbingCards }) => learn(plumbingCards))

/** At this speed and below the beam follows every hand. */
const SLOWEST = 0.1

export function Stage(props: StageProps) {
  const { mirror, viewport, say, now, speed, playing, epoch, selection, projector, band, only } = props
  const reduced = useReducedMotion()
  const [pinned, setPinned] = useState<string>()
  const slow = speed <= SLOWEST
  const scene = useScene(mirror, viewport, { say, selection, pinned, projector, slow, band, only }, playing)
  // Whose card was asked for gives way when another acts, or is asked for.
  const { acting } = scene
  const [since, setSince] = useState({ acting, selection })
  if (since.acting !== acting || since.selection !== selection) {
    setSince({ acting, selection })
    if ((acting !== undefined && acting !== since.acting) || selection !== since.selection) setPinned(undefined)
  }
  const { clock, motion, cut } = useMotionOf(epoch, now, speed, reduced)
  useLayoutEffect(() => clock.set(now, speed, !playing, reduced))
  const svg = useRef<SVGSVGElement>(null)
  const input = useInput(props, scene, svg, setPinned)
  const traffic = counters({ source: mirror }, scene.floor.door)
  const { scale, width, height, size } = scene
  return (
    <ClockContext.Provider value={clock}>
      <MotionContext.Provider value={motion}>
        <svg
          ref={svg}
          className="stage"
          data-size={size}
          data-motion={cut ? 'cut' : motion.k === 0.5 ? 'half' : 'full'}
          width={width * scale}
          height={height * scale}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={say('stage.label.stage')}
          {...input.handlers}
        >
          <Patterns>
            <Picture scene={scene} say={say} cut={cut} tab={input.tab} selection={selection} perSecond={traffic?.perSecond} />
            {traffic && <Counters counters={traffic.counters} box={scene.floor.counters} size={size} say={say} />}
            <Requests source={mirror} scene={scene} reduced={reduced} />
            <Suspense>
              <Packets mirror={mirror} scene={scene} say={say} />
            </Suspense>
          </Patterns>
        </svg>
      </MotionContext.Provider>
    </ClockContext.Provider>
  )
}

interface PictureProps {
  scene: Scene
  say: Say
  cut: boolean
  tab: string | undefined
  selection: string | undefined
  perSecond: number | undefined
}

const Picture = memo(function Picture({ scene, say, cut, tab, selection, perSecond }: PictureProps) {
  const { nodes, size, beam } = scene
  const pods = usePresence(scene.pods, cut)
  const { below, within } = useBeam(beam)
  const clip = useOwnId('beam')
  const lit = beam?.inside === undefined ? undefined : nodes.find(n => n.name === beam.inside)
  return (
    <>
      <clipPath id={clip}>{lit && <rect x={lit.x + 1} y={lit.y + 1} width={lit.w - 2} height={lit.h - 8} rx={9} />}</clipPath>
      <path ref={below} className="beam" />
      <Rig scene={scene} say={say} tab={tab} selection={selection} />
      <Tray scene={scene} />
      <Zones scene={scene} tab={tab} selection={selection} />
      {nodes.map(n => (
        <g
          key={n.name}
          transform={`translate(${n.x} ${n.y})`}
          role="button"
          tabIndex={tab === `node ${n.name}` ? 0 : -1}
          aria-label={n.label}
          aria-pressed={isSelected(selection, n.subject)}
          data-subject={n.subject}
          data-id={`node ${n.name}`}
        >
          <NodeBox node={n} size={size} selected={isSelected(selection, n.subject)} />
          <rect className="focus-ring" x={-6} y={-6} width={n.w + 12} height={n.h + 16} rx={14} />
        </g>
      ))}
      <path ref={within} className="beam" clipPath={`url(#${clip})`} pointerEvents="none" />
      {nodes.map(n => (
        <g key={n.name} transform={`translate(${n.x} ${n.y})`} pointerEvents="none" aria-hidden="true">
          <NodeFront node={n} size={size} />
        </g>
      ))}
      <Suspense>
        <Disks disks={scene.disks} cut={cut} tab={tab} selection={selection} />
      </Suspense>
      {pods.troupes.map(troupe => (
        <Crowd
          key={troupe.id}
          troupe={troupe}
          selection={selection}
          tab={troupe.members.some(p => p.item.id === tab) ? tab : undefined}
          entry={scene.tray.entry}
          gone={pods.gone}
        />
      ))}
      <Floor scene={scene} say={say} perSecond={perSecond} tab={tab} selection={selection} />
    </>
  )
})
