// How large a thing is on the page, and which of the three layouts the window has room for.
import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The size of an element, as it changes; undefined until it is known. */
export function useSize(ref: RefObject<Element | null>): Size | undefined {
  const [size, setSize] = useState<Size>()
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const { width, height } = element.getBoundingClientRect()
      setSize(s => (s?.width === width && s.height === height ? s : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size
}

/** wide: both panels beside the stage · mid: the left one is a rail · phone: panels are sheets. The same widths stand in tokens.css. */
export type Layout = 'wide' | 'mid' | 'phone'

export function layoutFor(width: number): Layout {
  return width >= 1440 ? 'wide' : width >= 720 ? 'mid' : 'phone'
}

const subscribe = (listener: () => void) => {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

export const useLayout = (): Layout => useSyncExternalStore(subscribe, () => layoutFor(innerWidth))
