// Room that a panel or the bar gives to notices as long as it is there: they stand in it, and cover nothing that is wanted next.
import { useCallback } from 'react'
import { useHands } from '../menus/hands.ts'
import type { PlaceSort } from './notices.ts'

export function NoticePlace({ sort }: { sort: PlaceSort }) {
  const { notices } = useHands()
  const offer = useCallback((place: HTMLElement | null) => (place ? notices.offer(sort, place) : undefined), [notices, sort])
  return <div ref={offer} className="notice-place" data-sort={sort} />
}
