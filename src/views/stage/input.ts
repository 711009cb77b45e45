// Mouse, touch and keyboard on the stage, for all its elements at once: what is chosen, whose menu is asked for, where the focus goes.
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { isChosen } from '../chosen.ts'
import type { Scene } from '../scene/index.ts'
import { ACTORS } from '../scene/rig.ts'
import { firstStop, nextStop, refuge, type Stop, stopsOf } from './roving.ts'

export interface Orders {
  /** `add`: to what is selected already. */
  onSelect?: (subject: string | undefined, add?: boolean) => void
  /** The Delete key, on what has the focus. */
  onDelete?: (subject: string) => void
  /** Client coordinates. */
  onContextMenu?: (subject: string, x: number, y: number) => void
}

const within = (target: EventTarget, name: 'subject' | 'actor' | 'id') =>
  target instanceof Element ? (target.closest<SVGElement>(`[data-${name}]`)?.dataset[name] ?? undefined) : undefined

/** One more, not another one. */
const isAdding = (e: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => e.shiftKey || e.ctrlKey || e.metaKey

/** A finger that moves so far to the side has swiped. */
const SWIPE_PX = 40

/** The controller that hangs next to the one on the card. */
function neighbour(scene: Scene, step: 1 | -1): string {
  const i = ACTORS.map(String).indexOf(scene.cards[0]?.actor ?? '')
  return ACTORS[(i + step + ACTORS.length) % ACTORS.length] as string
}

/** Mouse, touch and keyboard, for all elements at once. */
export function useInput(props: Orders, scene: Scene, svg: RefObject<SVGSVGElement | null>, pin: (actor: string) => void) {
  const [focused, setFocused] = useState<string>()
  const latest = useRef({ props, scene })
  latest.current = { props, scene }
  const last = useRef<Stop>(undefined)
  // Until something has the focus only the first is asked for.
  const found = useMemo(() => (focused === undefined ? firstStop(scene) : stopsOf(scene).find(s => s.id === focused)), [scene, focused])
  if (found && focused !== undefined) last.current = found
  const tab = (found ?? refuge(stopsOf(scene), last.current))?.id
  const inside = useRef(false)
  const go = useCallback((id: string) => svg.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`)?.focus(), [svg])
  // What had the focus is gone: the focus stays on the stage.
  useLayoutEffect(() => {
    if (focused === undefined || tab === focused || tab === undefined) return
    const active = document.activeElement
    const fading = svg.current?.contains(active) && !(active as SVGElement | null)?.dataset.id
    if (fading || (inside.current && active === document.body)) go(tab)
  }, [focused, tab, go, svg])
  const handlers = useMemo(() => {
    let swipe: { x: number; y: number } | undefined
    let swiped = false
    const choose = (target: EventTarget, add: boolean) => {
      const actor = within(target, 'actor')
      if (actor) latest.current.props.onSelect?.(`actors ${actor}`)
      else latest.current.props.onSelect?.(within(target, 'subject'), add)
    }
    const menu = (e: { preventDefault(): void; target: EventTarget }, x: number, y: number) => {
      const subject = within(e.target, 'subject')
      if (!subject) return
      e.preventDefault()
      latest.current.props.onContextMenu?.(subject, x, y)
    }
    return {
      // A swipe over the one card of a phone brings the next controller's.
      onPointerDown: (e: PointerEvent) => {
        swipe = within(e.target, 'id')?.startsWith('card ') ? { x: e.clientX, y: e.clientY } : undefined
      },
      onPointerUp: (e: PointerEvent) => {
        const dx = swipe ? e.clientX - swipe.x : 0
        const { scene: s } = latest.current
        swiped = s.size === 'phone' && Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(e.clientY - (swipe?.y ?? 0))
        if (swiped) pin(neighbour(s, dx < 0 ? 1 : -1))
      },
      onClick: (e: MouseEvent) => {
        if (!swiped) choose(e.target, isAdding(e))
        swiped = false
      },
      onContextMenu: (e: MouseEvent) => menu(e, e.clientX, e.clientY),
      onFocus: (e: { target: EventTarget }) => {
        inside.current = true
        setFocused(within(e.target, 'id'))
      },
      onBlur: () => {
        inside.current = false
      },
      onKeyDown: (e: KeyboardEvent) => {
        const next = nextStop(stopsOf(latest.current.scene), within(e.target, 'id'), e.key)
        if (next !== undefined) go(next)
        else if (e.key === 'Enter' || (e.key === ' ' && !isChosen(e.target))) choose(e.target, isAdding(e))
        else if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) {
          const box = (e.target as Element).getBoundingClientRect()
          menu(e, box.left + box.width / 2, box.top + box.height / 2)
        } else if (e.key === 'Delete' && !within(e.target, 'actor') && within(e.target, 'subject')) {
          // Of a card no more than its letters: it is the controller's, and no controller can be deleted.
          latest.current.props.onDelete?.(within(e.target, 'subject') as string)
        } else return
        e.preventDefault()
        e.stopPropagation()
      },
    }
  }, [go, pin])
  return { tab, handlers }
}
