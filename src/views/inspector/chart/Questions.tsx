// A chart of something that compares: on each visit the controller asks these questions in order and does what the first yes says. The answer of its last visit
// is lit.
import { useState } from 'react'
import { useSay, useWords } from '../../words/index.ts'
import type { Comparison } from './definition.ts'

export function Questions({ id, rows, lit }: { id: string; rows: readonly Comparison[]; lit: string | undefined }) {
  const t = useWords()
  const sayIt = useSay()
  const [all, setAll] = useState(false)
  const at = rows.findIndex(r => r.target === lit)
  // The answer and its neighbours tell most of it; the rest is there for who asks.
  const shown = rows.map((row, i) => ({ row, i })).filter(({ i }) => all || at < 0 || Math.abs(i - at) <= 2)
  return (
    <div className="questions">
      <ol aria-label={t('chart.questions')}>
        {shown.map(({ row, i }) => (
          <li
            key={row.target}
            value={i + 1}
            className={i === at ? 'live' : i < at ? 'no' : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            <span className="ask">{row.guard ? sayIt(`chart.${id}.asks.${row.guard}`) : t('chart.otherwise')}</span>
            <span className="answer">{i < at ? t('chart.no') : sayIt(`chart.${id}.${row.target}`)}</span>
          </li>
        ))}
      </ol>
      {shown.length < rows.length && (
        <button type="button" className="plain" onClick={() => setAll(true)}>
          {t('chart.all', { count: rows.length })}
        </button>
      )}
    </div>
  )
}
