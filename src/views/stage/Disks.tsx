// The layer of disks, those included that are just leaving.
import { memo } from 'react'
import type { DiskDrawing } from '../scene/index.ts'
import { PlacedDisk } from './PlacedDisk.tsx'
import { usePresence } from './presence.ts'

interface Props {
  disks: readonly DiskDrawing[]
  cut: boolean
  tab: string | undefined
  selection: string | undefined
}

function Layer({ disks, cut, tab, selection }: Props) {
  const { troupes, gone } = usePresence(disks, cut)
  return troupes.flatMap(({ members }) =>
    members.map(({ item, leaving }) => (
      <PlacedDisk key={item.id} disk={item} leaving={leaving} selected={selection === item.subject} tab={tab === item.id} gone={gone} />
    )),
  )
}
export default memo(Layer)
