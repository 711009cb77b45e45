// A zone: its nodes.
import type { Node } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { zoneOf } from '../machines.ts'
import { nodeStatus } from '../scene/index.ts'
import { subjectOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'

export function ZonePart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const mirror = useMirrorLook('nodes')
  const { name } = subjectOf(subject)
  const nodes = [...mirror.objects<Node>('nodes').values()].filter(n => zoneOf(n) === name)
  return (
    <section>
      <h3>{t('inspect.nodes')}</h3>
      <ul className="pod-list">
        {nodes.map(n => (
          <li key={n.metadata.name}>
            <button type="button" className="pick" onClick={() => session.getState().select(`nodes ${n.metadata.name}`)}>
              <span className="name">{n.metadata.name}</span>
              <span className="state">{nodeStatus(n).replace(',', t('inspect.comma'))}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
