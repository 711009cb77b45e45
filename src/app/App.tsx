// The page: bar above, panels at the sides, the stage between, time below. Panels are told apart by ground and one hairline. What is chosen of the frame (tab, look,
// language) lives here; everything of the cluster in the session.
import './app.css'
import './controls.css'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Layout, Speaker, Transport, useLanguage, useLayout, useWords } from '../views/index.ts'
import { useDrop } from './drop.ts'
import { useKeyboard } from './keyboard.ts'
import type { LeftTab } from './LeftPanel.tsx'
import { declareLanguage } from './language.ts'
import { keepLook, putOn, remember, remembered } from './look.ts'
import { useManuscript } from './manuscript.ts'
import { Overlays } from './Overlays.tsx'
import { RightPanel } from './RightPanel.tsx'
import type { SheetTab } from './Sheet.tsx'
import { StageBox } from './StageBox.tsx'
import { TopBar } from './TopBar.tsx'
import { useView } from './view.ts'
import type { Look, Wishes } from './wishes.ts'

const LeftPanel = lazy(() => import('./LeftPanel.tsx'))
const Sheet = lazy(() => import('./Sheet.tsx'))

export function App({ wishes, begun }: { wishes: Wishes; begun: Promise<void> }) {
  const t = useWords()
  const window = useLayout()
  const [view, setView] = useView(wishes.view)
  // Four patterns want the whole width: panels open over them.
  const layout = view !== 'stage' && window === 'wide' ? 'mid' : window
  const language = useLanguage()
  const [look, setLook] = useState<Look>(wishes.look)
  const [single, setSingle] = useSingleKeys()
  const panels = usePanels(layout)
  const failed = useFailure(begun)
  const [manuscript, fetchManuscript] = useManuscript((layout === 'phone' ? panels.sheet : panels.left) === 'yaml')
  const drop = useDrop(fetchManuscript, () => panels.open('yaml'))
  useEffect(() => putOn(look), [look])
  useEffect(() => declareLanguage(language, t('app.title')), [language, t])
  useKeyboard(single, panels, setView)
  return (
    <div className="app" data-layout={layout} data-view={view} data-dropping={drop.over} {...drop.handlers}>
      <a className="skip" href="#stage">
        {t('app.skip')}
      </a>
      <TopBar
        layout={window}
        view={view}
        onView={setView}
        look={look}
        onLook={chosen => {
          keepLook(chosen)
          setLook(chosen)
        }}
      />
      {layout !== 'phone' && (
        <Suspense fallback={<div className="panel left" />}>
          <LeftPanel layout={layout} tab={panels.left} onTab={panels.setLeft} manuscript={manuscript} />
        </Suspense>
      )}
      <StageBox projector={look === 'projector'} failed={failed} dropping={drop.over} view={view} />
      {layout !== 'phone' && <RightPanel layout={layout} over={view !== 'stage'} />}
      {layout === 'phone' && (
        <Suspense>
          <Sheet low={view === 'four'} tab={panels.sheet} onTab={panels.setSheet} manuscript={manuscript} />
        </Suspense>
      )}
      <Suspense fallback={<div className="transport panel" />}>
        <Transport layout={layout} />
      </Suspense>
      <Suspense>
        <Overlays single={single} onSingle={setSingle} quiet={layout !== 'phone' && panels.left !== undefined} />
      </Suspense>
      <Suspense>
        <Speaker />
      </Suspense>
    </div>
  )
}

export interface Panels {
  readonly left: LeftTab | undefined
  readonly sheet: SheetTab
  setLeft(tab: LeftTab | undefined): void
  setSheet(tab: SheetTab): void
  /** Shows a panel, wherever this layout has it. */
  open(tab: LeftTab): void
}

/** Beside the stage the left panel is always there; over the stage it is opened and closed. */
function usePanels(layout: Layout): Panels {
  const [left, setLeft] = useState<LeftTab | undefined>(layout === 'wide' ? 'yaml' : undefined)
  const [sheet, setSheet] = useState<SheetTab>('inspector')
  useEffect(() => setLeft(tab => (layout === 'wide' ? (tab ?? 'yaml') : undefined)), [layout])
  return {
    left,
    sheet,
    setLeft,
    setSheet,
    open: tab => (layout === 'phone' ? setSheet(tab) : setLeft(layout === 'mid' && left === tab ? undefined : tab)),
  }
}

/** Single letters do things, unless somebody has turned that off. */
function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [on, set] = useState(() => singleKeys.kept())
  return [
    on,
    value => {
      singleKeys.keep(value)
      set(value)
    },
  ]
}
const SINGLE = 'podium.singleKeys'
const singleKeys = {
  kept: () => remembered(SINGLE) !== 'off',
  keep: (on: boolean) => remember(SINGLE, on ? 'on' : 'off'),
}

/** What kept the cluster from starting at all. */
function useFailure(begun: Promise<void>): string | undefined {
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    begun.catch(e => setFailure(e instanceof Error ? e.message : String(e)))
  }, [begun])
  return failure
}
