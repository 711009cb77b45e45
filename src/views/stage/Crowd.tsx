// Pods that came one after another: drawn again only when one of them has changed.
import { memo } from 'react'
import type { PodDrawing, Rect } from '../scene/index.ts'
import { isSelected } from '../subject.ts'
import { PlacedPod } from './PlacedPod.tsx'
import type { Troupe } from './presence.ts'

interface CrowdProps {
  troupe: Troupe<PodDrawing>
  selection: string | undefined
  /** Id of the element that the Tab key reaches, when it is one of them. */
  tab: string | undefined
  entry: Rect
  gone: (id: string) => void
}

function Members({ troupe, selection, tab, entry, gone }: CrowdProps) {
  return troupe.members.map(({ item, leaving }) => (
    <PlacedPod
      key={item.id}
      pod={item}
      leaving={leaving}
      selected={isSelected(selection, item.subject) && item.state !== 'ghost'}
      tab={tab === item.id}
      entry={entry}
      gone={gone}
    />
  ))
}
export const Crowd = memo(Members)
