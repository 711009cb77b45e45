// The bar above: who we are, which cluster this is, the language, the look, the keys.
import { Keyboard, Sun } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useSession } from '../session/index.ts'
import {
  chooseLanguage,
  Fork,
  LANGUAGES,
  type Language,
  type Layout,
  LookMenu,
  Mark,
  NoticePlace,
  useHands,
  useLanguage,
  useWords,
  VIEWS,
  type View,
  ViewTitle,
  viewOf,
} from '../views/index.ts'
import { keepLanguage } from './language.ts'
import type { Look } from './wishes.ts'

interface TopBarProps {
  layout: Layout
  look: Look
  onLook: (look: Look) => void
  view: View
  onView: (view: View) => void
}

export function TopBar({ layout, look, onLook, view, onView }: TopBarProps) {
  const t = useWords()
  const hands = useHands()
  const forked = useSession(s => s.forked !== undefined)
  return (
    <header className="bar">
      <Mark size={layout === 'wide' ? 30 : 26} />
      <span className="word">{t('app.name')}</span>
      {view === 'stage' ? (
        <Cluster short={layout === 'phone'} />
      ) : (
        <Suspense>
          <ViewTitle view={view} short={layout === 'phone'} />
        </Suspense>
      )}
      {layout === 'phone' ? <span className="space" /> : <NoticePlace sort="bar" />}
      {forked && layout !== 'phone' && (
        <Suspense>
          <Fork />
          <span className="space" />
        </Suspense>
      )}
      <Views view={view} onView={onView} />
      <Languages />
      <LookButton look={look} onLook={onLook} />
      {layout !== 'phone' && (
        <button
          type="button"
          className="btn icon"
          aria-label={t('app.keys')}
          title={t('app.keys')}
          onClick={() => hands.show({ dialog: 'keys' })}
        >
          <Keyboard aria-hidden="true" />
        </button>
      )}
    </header>
  )
}

/** The whole stage, four patterns at once, or one of them. */
function Views({ view, onView }: { view: View; onView: (view: View) => void }) {
  const t = useWords()
  return (
    <select
      className="btn line views"
      aria-label={t('app.view')}
      title={t('app.view')}
      value={view}
      onChange={e => onView(viewOf(e.target.value) ?? 'stage')}
    >
      {VIEWS.map(v => (
        <option key={v} value={v}>
          {t(`view.${v}`)}
        </option>
      ))}
    </select>
  )
}

/** Which cluster this is; a touch begins another. */
function Cluster({ short }: { short: boolean }) {
  const t = useWords()
  const hands = useHands()
  const { nodes, seed } = useSession(s => s.options)
  return (
    <button type="button" className="btn cluster" title={t('app.cluster.change')} onClick={() => hands.show({ dialog: 'newCluster' })}>
      {short ? t('app.cluster.short', { count: nodes }) : t('app.cluster', { count: nodes, seed })}
    </button>
  )
}

const NAMES: Readonly<Record<Language, string>> = { en: 'EN', zh: '中文' }

function Languages() {
  const t = useWords()
  const now = useLanguage()
  const speak = (language: Language) => {
    keepLanguage(language)
    void chooseLanguage(language)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of form fields
    <div className="languages" role="group" aria-label={t('app.language')}>
      {LANGUAGES.map(l => (
        <button key={l} type="button" lang={l === 'zh' ? 'zh-CN' : 'en'} aria-pressed={l === now} onClick={() => speak(l)}>
          {NAMES[l]}
        </button>
      ))}
    </div>
  )
}

function LookButton({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const icon = <Sun aria-hidden="true" />
  const button = (
    <button
      type="button"
      className="btn icon"
      aria-label={t('app.look')}
      title={t('app.look')}
      aria-haspopup="menu"
      onClick={() => setOpen(true)}
    >
      {icon}
    </button>
  )
  if (!open) return button
  return (
    <Suspense fallback={button}>
      <LookMenu look={look} onLook={onLook} onClose={() => setOpen(false)}>
        {icon}
      </LookMenu>
    </Suspense>
  )
}
