// The left panel: manifest and events. Beside the stage where there is room; else a rail of tabs that open over the stage. Below it the command line of what
// was done last.
import { Braces, List, X } from 'lucide-react'
import { type KeyboardEvent, Suspense, useRef } from 'react'
import { CommandLine, Editor, Events, type Layout, useOpen, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'
import { useHeir } from './heir.ts'
import type { ManuscriptOf } from './manuscript.ts'

export type LeftTab = 'yaml' | 'events'
const TABS: readonly LeftTab[] = ['yaml', 'events']
const ICONS = { yaml: Braces, events: List } as const

interface LeftPanelProps {
  layout: Layout
  tab: LeftTab | undefined
  onTab: (tab: LeftTab | undefined) => void
  manuscript: ManuscriptOf | undefined
}

export default function LeftPanel({ layout, tab, onTab, manuscript }: LeftPanelProps) {
  const t = useWords()
  const mid = layout === 'mid'
  const { line } = useOpen()
  useHeir(tab, before => document.getElementById(tab ? 'left-content' : `tab-${before}`))
  return (
    <aside className="panel left" aria-label={t('panel.left')}>
      <Tabs layout={layout} tab={tab} onTab={onTab} />
      {tab && (
        <div className="left-content" id="left-content" role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${tab}`}>
          {mid && (
            <div className="panel-head">
              <h2>{t(`panel.${tab}`)}</h2>
              <button type="button" className="btn icon" aria-label={t('panel.close')} onClick={() => onTab(undefined)}>
                <X aria-hidden="true" />
              </button>
            </div>
          )}
          <Fence>
            <Suspense fallback={<div className="waiting" />}>
              {tab === 'events' ? <Events /> : manuscript && <Editor manuscript={manuscript} />}
            </Suspense>
          </Fence>
          {line && (
            <Suspense>
              <CommandLine line={line} />
            </Suspense>
          )}
        </div>
      )}
    </aside>
  )
}

/** Tabs with arrow keys. On the rail a second touch closes. */
function Tabs({ layout, tab, onTab }: Omit<LeftPanelProps, 'manuscript'>) {
  const t = useWords()
  const list = useRef<HTMLDivElement>(null)
  const rail = layout === 'mid'
  const move = (e: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key]
    if (!step) return
    e.preventDefault()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const next = TABS[(at + step + TABS.length) % TABS.length] as LeftTab
    buttons[TABS.indexOf(next)]?.focus()
    if (!rail || tab) onTab(next)
  }
  return (
    <div
      ref={list}
      className={rail ? 'rail' : 'tabs'}
      role="tablist"
      aria-orientation={rail ? 'vertical' : 'horizontal'}
      aria-label={t('panel.left')}
      tabIndex={-1}
      onKeyDown={move}
    >
      {TABS.map((name, i) => {
        const Icon = ICONS[name]
        const on = name === tab
        return (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={on}
            aria-controls={on ? 'left-content' : undefined}
            tabIndex={on || (!tab && i === 0) ? 0 : -1}
            title={rail ? t(`panel.${name}`) : undefined}
            aria-label={rail ? t(`panel.${name}`) : undefined}
            onClick={() => onTab(rail && on ? undefined : name)}
          >
            {rail ? <Icon aria-hidden="true" /> : t(`panel.${name}`)}
          </button>
        )
      })}
    </div>
  )
}
