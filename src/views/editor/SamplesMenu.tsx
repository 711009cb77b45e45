// Manifests to begin with.
import { BookOpen } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useWords } from '../words/index.ts'
import type { Manuscript } from './document.ts'
import { samples } from './samples/index.ts'

export default function SamplesMenu({ manuscript, onClose }: { manuscript: Manuscript; onClose: () => void }) {
  const t = useWords()
  return (
    <DropdownMenu.Root defaultOpen onOpenChange={open => !open && onClose()}>
      <DropdownMenu.Trigger className="btn line">
        <BookOpen aria-hidden="true" /> {t('editor.samples')}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={6} collisionPadding={8}>
          {samples.map(s => (
            <DropdownMenu.Item key={s.id} className="menu-item two" onSelect={() => manuscript.replace(s.text)}>
              <span>{t(s.title)}</span>
              <small>{t(s.note)}</small>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
