// A long press of a finger opens the menu, on phones whose browsers make no contextmenu of it.
import { type PointerEvent, useRef } from 'react'

const LONG_MS = 550
/** A finger that moves further scrolls or drags. */
const STILL_PX = 10

export function useLongPress(open: (subject: string, x: number, y: number) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined)
  const end = () => {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }
  return {
    onPointerDown: (e: PointerEvent) => {
      end()
      const subject = (e.target as Element).closest<SVGElement>('[data-subject]')?.dataset.subject
      if (e.pointerType !== 'touch' || !subject) return
      const { clientX: x, clientY: y } = e
      press.current = { x, y, timer: setTimeout(() => open(subject, x, y), LONG_MS) }
    },
    onPointerMove: (e: PointerEvent) => {
      if (press.current && Math.hypot(e.clientX - press.current.x, e.clientY - press.current.y) > STILL_PX) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    // The browser does it itself.
    onContextMenu: end,
  }
}
