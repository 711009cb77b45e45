// How the picture is read: the states of a pod as the stage draws them, each with its word. Shown while nothing is selected.
import { useState } from 'react'
import type { PodState } from '../scene/index.ts'
import { Clock, ClockContext, Patterns, Pod } from '../stage/index.ts'
import { type Key, useWords } from '../words/index.ts'

const W = 56
const H = 28
/** Halves of the picture's own motion: a fill that is on its way. */
const HALF = { from: 0, until: 0, a: 0.5, b: 0.5 }

const STATES: readonly [PodState, Key][] = [
  ['ghost', 'stage.pod.notCreated'],
  ['pending', 'stage.state.pending'],
  ['starting', 'stage.state.starting'],
  ['notready', 'stage.state.notready'],
  ['ready', 'stage.state.ready'],
  ['terminating', 'stage.state.terminating'],
  ['crash', 'stage.state.crash'],
  ['nopull', 'stage.state.nopull'],
  ['believed', 'stage.state.believed'],
  ['parted', 'stage.state.parted'],
]

export function Legend() {
  const t = useWords()
  const [clock] = useState(() => new Clock())
  return (
    <section>
      <h3>{t('legend.title')}</h3>
      <p className="note">{t('legend.note')}</p>
      <ClockContext.Provider value={clock}>
        <ul className="legend">
          {STATES.map(([state, key]) => (
            <li key={state}>
              <svg width={W + 10} height={H + 10} viewBox={`-4 -6 ${W + 12} ${H + 12}`} aria-hidden="true" data-size="mid">
                <Patterns>
                  <Pod
                    w={W}
                    h={H}
                    density="S"
                    state={state}
                    dashed={state === 'terminating'}
                    sweep={state === 'starting' ? HALF : undefined}
                  />
                </Patterns>
              </svg>
              <span>{t(key)}</span>
            </li>
          ))}
        </ul>
      </ClockContext.Provider>
    </section>
  )
}
