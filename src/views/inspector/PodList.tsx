// Pods as a list: name, state, and the way to each.
import { isConditionTrue, type Pod, podSummary } from '../../kube/index.ts'
import { useWords } from '../words/index.ts'
import { shortName } from './title.ts'

export function PodList({ pods, select, title }: { pods: readonly Pod[]; select: (subject: string) => void; title?: string }) {
  const t = useWords()
  if (!pods.length) return null
  return (
    <section>
      <h3>{title ?? t('inspect.podList')}</h3>
      <ul className="pod-list">
        {pods.map(pod => {
          const { status, ready, total } = podSummary(pod)
          return (
            <li key={pod.metadata.uid}>
              <button type="button" className="pick" onClick={() => select(`pods ${pod.metadata.namespace}/${pod.metadata.name}`)}>
                <span className={`lamp ${isConditionTrue(pod.status.conditions, 'Ready') ? 'on' : ''}`} aria-hidden="true" />
                <span className="name">{shortName(pod)}</span>
                <span className="state">
                  {status}
                  {status === 'Running' && ready < total ? ` ${ready}/${total}` : ''}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
