// How fast simulated time passes: a logarithmic slider from a hundredth to a hundredfold, with a tick at each decade; and whether quiet time is skipped.
import { useId } from 'react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { speedText, useWords } from '../words/index.ts'

const DECADES = [-2, -1, 0, 1, 2]
/** Steps of the slider in a decade: the keyboard's speeds (menus/keys.ts) are fewer, and round. */
const PER_DECADE = 20

export function Speed() {
  const t = useWords()
  const session = useSessionHandle()
  const speed = useSession(s => s.speed)
  const skipQuiet = useSession(s => s.skipQuiet)
  const id = useId()
  const exponent = Math.log10(speed)
  return (
    <div className="speed">
      <div className="speed-head">
        <label htmlFor={id}>{t('transport.speed')}</label>
        <output htmlFor={id}>{speedText(speed)}</output>
      </div>
      <div className="speed-slider">
        <input
          id={id}
          type="range"
          min={-2 * PER_DECADE}
          max={2 * PER_DECADE}
          step={1}
          value={Math.round(exponent * PER_DECADE)}
          aria-valuetext={t('transport.speed.value', { speed: speedText(speed) })}
          onChange={e => session.getState().setSpeed(10 ** (Number(e.target.value) / PER_DECADE))}
        />
        <div className="decades" aria-hidden="true">
          {DECADES.map(d => (
            <button key={d} type="button" tabIndex={-1} onClick={() => session.getState().setSpeed(10 ** d)}>
              {d < 0 ? `1/${10 ** -d}` : d === 2 ? '100×' : String(10 ** d)}
            </button>
          ))}
        </div>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={skipQuiet}
        className="switch"
        onClick={() => session.getState().setSkipQuiet(!skipQuiet)}
      >
        <span className="switch-track" aria-hidden="true" />
        {t('transport.skipQuiet')}
      </button>
    </div>
  )
}
