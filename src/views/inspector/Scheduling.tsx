// "Why this node?": what the scheduler found when it looked: which nodes were ruled out and why, and how many points the others got, by plugin.
import type { Decision } from '../../cluster/index.ts'
import { useMirrorLook } from '../watch.ts'
import { clock, useWords } from '../words/index.ts'

export function Scheduling({ pod }: { pod: string }) {
  const t = useWords()
  const mirror = useMirrorLook('scheduling')
  const decision: Decision | undefined = mirror.row('scheduling', pod)
  if (!decision) return null
  const scores = [...decision.scores].sort((a, b) => b.total - a.total)
  const plugins = [...new Set(scores.flatMap(s => Object.keys(s.plugins)))]
  return (
    <details className="fold">
      <summary>{t(decision.node ? 'inspect.scheduling' : 'inspect.scheduling.none')}</summary>
      <p className="note">{t('inspect.scheduling.at', { at: clock(decision.at) })}</p>
      {decision.message && <p className="message">{decision.message}</p>}
      {scores.length > 0 && (
        <table className="scores">
          <thead>
            <tr>
              <th scope="col">{t('inspect.scheduling.plugin')}</th>
              {scores.map(s => (
                <th key={s.node} scope="col" className={s.node === decision.node ? 'chosen' : ''}>
                  {s.node}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plugins.map(p => (
              <tr key={p}>
                <th scope="row">{p}</th>
                {scores.map(s => (
                  <td key={s.node}>{s.plugins[p] ?? 0}</td>
                ))}
              </tr>
            ))}
            <tr className="total">
              <th scope="row">{t('inspect.scheduling.total')}</th>
              {scores.map(s => (
                <td key={s.node} className={s.node === decision.node ? 'chosen' : ''}>
                  {s.total}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      )}
      {decision.filtered.length > 0 && (
        <ul className="filtered">
          {decision.filtered.map(f => (
            <li key={f.node}>
              <span className="name">{f.node}</span>
              <span>
                {f.reason} <span className="mono">{f.plugin}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
