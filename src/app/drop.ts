// A manifest dropped anywhere on the page: into the editor, and where it fell on the stage, applied at once.
import { type DragEvent, useState } from 'react'
import { useHands } from '../views/index.ts'
import type { ManuscriptOf } from './manuscript.ts'

const isFile = (e: DragEvent) => e.dataTransfer.types.includes('Files')

export function useDrop(manuscriptOf: () => Promise<ManuscriptOf>, opened: () => void) {
  const hands = useHands()
  const [over, setOver] = useState(false)
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
        const onStage = (e.target as Element).closest('#stage') !== null
        if (files.length)
          void manuscriptOf()
            .then(m => m.drop(files, onStage, hands))
            .then(isToBeSeen => isToBeSeen && opened())
      },
    },
  }
}
