// The manifest editor as a panel: samples, the text, what came of applying it. CodeMirror itself comes in its own chunk; until then the text is shown plainly.
import './editor.css'
import { BookOpen } from 'lucide-react'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { type Applied, useSession } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import { NoticePlace } from '../notices/NoticePlace.tsx'
import { clock, useSay, useWords } from '../words/index.ts'
import { changedLines, type Draft, type Manuscript } from './document.ts'
import { errorText } from './errors.ts'

const CodeView = lazy(() => import('./CodeView.tsx'))
const SamplesMenu = lazy(() => import('./SamplesMenu.tsx'))

export default function Editor({ manuscript }: { manuscript: Manuscript }) {
  const draft = useSyncExternalStore(manuscript.subscribe, manuscript.draft)
  return (
    <div className="editor">
      <Suspense fallback={<Plain text={draft.text} />}>
        <CodeView manuscript={manuscript} draft={draft} />
      </Suspense>
      <NoticePlace sort="panel" />
      <Results draft={draft} />
      <Foot manuscript={manuscript} draft={draft} />
    </div>
  )
}

/** More does not fit any screen; a text of half a million lines must not be drawn for a moment's stay. */
const linesInSight = (text: string) => text.slice(0, 20_000).split('\n').slice(0, 200)

function Plain({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <pre className="code plain-code" aria-busy="true" tabIndex={0}>
      {linesInSight(text).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <span className="ln" key={i}>
          <span className="n">{i + 1}</span>
          <span>{line}</span>
        </span>
      ))}
    </pre>
  )
}

/** What came of it: `deployment.apps/nginx configured`, kinds that were left out, errors with their lines. */
function Results({ draft }: { draft: Draft }) {
  const t = useWords()
  const sayIt = useSay()
  const { outcome } = draft
  const unsaved = draft.accepted !== undefined && draft.accepted !== draft.text && changedLines(draft.accepted, draft.text).length > 0
  const note = unsaved ? t('editor.lit.open') : draft.changed && t('editor.lit.done', { at: clock(draft.changed.at) })
  if (!outcome && !note) return null
  const { done = [], errors = [], unknown = [], warnings = [] } = outcome?.applied ?? {}
  return (
    <div className="results">
      {note && <p className="note lit-note">{note}</p>}
      {errors.length > 0 && (
        <div role="alert">
          <h3>{t('editor.refused')}</h3>
          <ul className="errors">
            {errors.map(e => (
              <li key={`${e.line} ${e.column} ${e.message}`}>
                <span className="line">
                  {e.column > 1 ? t('editor.place', { line: e.line, column: e.column }) : t('editor.line', { line: e.line })}
                </span>
                <span>{errorText(e, sayIt)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {done.length > 0 && (
        <ul className="done" aria-label={t('editor.done')}>
          {done.map(d => (
            <li key={`${d.kind} ${d.namespace} ${d.name}`} className="mono">
              {resultOf(d)}
            </li>
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <>
          <h3>{t('editor.unknown')}</h3>
          <ul className="unknown">
            {unknown.map(u => (
              <li key={`${u.line} ${u.kind}`}>
                <span className="line">{t('editor.line', { line: u.line })}</span>
                <span className="mono">
                  {u.kind} {u.name} ({u.apiVersion})
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {warnings.map(w => (
        <p key={w} className="note">
          {w}
        </p>
      ))}
    </div>
  )
}

/** As kubectl prints it: `deployment.apps/nginx configured`. */
function resultOf({ kind, group, name, what }: Applied['done'][number] & { group?: string }): string {
  return `${kind.toLowerCase()}${group ? `.${group}` : ''}/${name} ${what}`
}

function Foot({ manuscript, draft }: { manuscript: Manuscript; draft: Draft }) {
  const t = useWords()
  const hands = useHands()
  const loading = useSession(s => s.loading)
  const [samples, setSamples] = useState(false)
  const apply = async () => {
    const applied = await manuscript.apply()
    if (applied) hands.note('kubectl apply -f -')
  }
  return (
    <div className="editor-foot">
      <button type="button" className="btn ink" disabled={draft.busy || loading} onClick={() => void apply()}>
        {t('editor.apply')}
      </button>
      {samples ? (
        <Suspense fallback={<SamplesButton />}>
          <SamplesMenu manuscript={manuscript} onClose={() => setSamples(false)} />
        </Suspense>
      ) : (
        <SamplesButton onClick={() => setSamples(true)} />
      )}
    </div>
  )
}

function SamplesButton({ onClick }: { onClick?: () => void }) {
  const t = useWords()
  return (
    <button type="button" className="btn line" aria-haspopup="menu" {...(onClick && { onClick })}>
      <BookOpen aria-hidden="true" /> {t('editor.samples')}
    </button>
  )
}
