// Light, dark, as the computer has it, or for a projector.
import { Monitor, Moon, Projector, Sun } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useWords } from '../words/index.ts'

const LOOKS = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
  ['projector', Projector],
] as const

export type LookName = (typeof LOOKS)[number][0]

export default function LookMenu({
  look,
  onLook,
  onClose,
  children,
}: {
  look: LookName
  onLook: (look: LookName) => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useWords()
  return (
    <DropdownMenu.Root defaultOpen modal={false} onOpenChange={open => !open && onClose()}>
      <DropdownMenu.Trigger className="btn icon" aria-label={t('app.look')}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={look} onValueChange={value => onLook(value as LookName)}>
            {LOOKS.map(([name, Icon]) => (
              <DropdownMenu.RadioItem key={name} value={name} className="menu-item with-icon">
                <Icon aria-hidden="true" />
                <span>{t(`app.look.${name}`)}</span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
