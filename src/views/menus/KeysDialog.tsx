// All keys, in three columns of one height, and below them what the letters do to what is selected now.
import './menus.css'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { titleOf } from '../inspector/title.ts'
import { verbsFor } from '../verbs/index.ts'
import { useWords } from '../words/index.ts'
import { DialogFrame } from './DialogFrame.tsx'
import { useHands } from './hands.ts'
import { type Binding, STAGE_KEYS, TIME_KEYS, VIEW_KEYS } from './keys.ts'

export default function KeysDialog({ single, onSingle }: { single: boolean; onSingle: (on: boolean) => void }) {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  const selection = useSession(s => s.selection)
  const { mirror, now } = session.getState()
  const verbs = selection ? verbsFor({ mirror, now }, selection).filter(v => v.letter) : []
  const title = selection ? titleOf(mirror, selection) : t('keys.selection')
  const row = (b: Binding): Row => ({ id: b.label, keys: b.shown, label: t(b.label) })
  return (
    <DialogFrame title={t('keys.title')} place="wide" onClose={() => hands.show({})}>
      <div className="keys">
        <Group title={t('keys.time')} rows={TIME_KEYS.map(row)} />
        <Group title={t('keys.view')} rows={VIEW_KEYS.map(row)} />
        <Group title={t('view.stage')} rows={STAGE_KEYS.map(row)} />
        {verbs.length ? (
          <Group title={title} rows={verbs.map(v => ({ id: v.id, keys: [v.letter as string], label: t(v.key) }))} />
        ) : (
          <section>
            <h3>{title}</h3>
            <p className="note">{t('keys.selection.none')}</p>
          </section>
        )}
      </div>
      <div className="keys-foot">
        <button type="button" role="switch" aria-checked={single} className="switch" onClick={() => onSingle(!single)}>
          <span className="switch-track" aria-hidden="true" />
          {t('keys.single')}
        </button>
        <p className="note">{t('keys.single.note')}</p>
      </div>
    </DialogFrame>
  )
}

interface Row {
  readonly id: string
  readonly keys: readonly string[]
  readonly label: string
}

function Group({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ id, keys, label }) => (
          <div key={id}>
            <dt>
              {keys.map(k => (
                <kbd key={k}>{k}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
