// A new cluster: how many nodes, which seed, how slow the world is. What was on the stage is given up, and that is said before.
import { Dialog } from 'radix-ui'
import { useId, useState } from 'react'
import { type ProfileName, profiles } from '../../cluster/index.ts'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useWords } from '../words/index.ts'
import { DialogFrame } from './DialogFrame.tsx'
import { useHands } from './hands.ts'

const MOST_NODES = 12

export default function NewClusterDialog() {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  const options = useSession(s => s.options)
  const [nodes, setNodes] = useState(String(options.nodes))
  const [seed, setSeed] = useState(String(options.seed))
  const [profile, setProfile] = useState(options.profile)
  const [wrong, setWrong] = useState(false)
  const id = useId()
  const start = () => {
    const good = /^\d{1,2}$/.test(nodes) && Number(nodes) >= 1 && Number(nodes) <= MOST_NODES && /^\d{1,9}$/.test(seed)
    if (!good) return setWrong(true)
    hands.show({})
    void session.getState().restart({ nodes: Number(nodes), seed: Number(seed), profile })
  }
  return (
    <DialogFrame title={t('new.title')} note={t('new.note')} asks onClose={() => hands.show({})}>
      <form
        className="form"
        onSubmit={e => {
          e.preventDefault()
          start()
        }}
      >
        <label htmlFor={`${id}-nodes`}>{t('new.nodes')}</label>
        <input
          id={`${id}-nodes`}
          className="field"
          type="number"
          min={1}
          max={MOST_NODES}
          value={nodes}
          onChange={e => setNodes(e.target.value)}
        />
        <label htmlFor={`${id}-seed`}>{t('new.seed')}</label>
        <input
          id={`${id}-seed`}
          className="field"
          inputMode="numeric"
          value={seed}
          aria-describedby={`${id}-note`}
          onChange={e => setSeed(e.target.value)}
        />
        <p id={`${id}-note`} className="note">
          {t('new.seed.note')}
        </p>
        <label htmlFor={`${id}-profile`}>{t('new.profile')}</label>
        <select id={`${id}-profile`} className="field" value={profile} onChange={e => setProfile(e.target.value)}>
          {(Object.keys(profiles) as ProfileName[]).map(name => (
            <option key={name} value={name}>
              {t(`new.profile.${name}`)}
            </option>
          ))}
        </select>
        {wrong && (
          <p className="wrong" role="alert">
            {t('new.refused')}
          </p>
        )}
        <div className="row end">
          <Dialog.Close className="btn line">{t('app.cancel')}</Dialog.Close>
          <button type="submit" className="btn ink">
            {t('new.start')}
          </button>
        </div>
      </form>
    </DialogFrame>
  )
}
