// A manifest dropped anywhere on the page: into the editor, and where it fell on the stage, applied at once.
import { type DragEvent, useState } from 'react'
import { useHands } from '../views/index.ts'
import type { ManuscriptOf } from './manuscript.ts'

const isFile = (e: DragEvent) => e.dataTransfer.types.includes('Files')

export function useDrop(manuscriptOf: () => Promise<ManuscriptOf>, opened: () => void) {
  const hands = useHands()
  const [over, setOver] = useState(false)
  const take = async (files: readonly File[], onStage: boolean) => {
    const manuscript = await manuscriptOf()
    const refused = await manuscript.take(...files)
    if (refused) {
      hands.notices.add({ sort: 'plain', code: refused })
      return
    }
    const applied = onStage ? await manuscript.apply() : undefined
    if (!onStage || applied?.errors.length) opened()
    if (applied && !applied.errors.length) hands.note(`kubectl apply ${files.map(f => `-f ${f.name}`).join(' ')}`)
  }
  return {
    over,
    handlers: {
      onDragOver: (e: DragEvent) => {
        if (!isFile(e)) return
        e.preventDefault()
        if (!over) setOver(true)
      },
      onDragLeave: (e: DragEvent) => {
        if (!e.currentTarget.contains(e.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: (e: DragEvent) => {
        const files = [...e.dataTransfer.files]
        if (!isFile(e)) return
        e.preventDefault()
        setOver(false)
        if (files.length) void take(files, (e.target as Element).closest('#stage') !== null)
      },
    },
  }
}
