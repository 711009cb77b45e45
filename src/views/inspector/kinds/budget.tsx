// A PodDisruptionBudget in the inspector: how many may be evicted now, and whom it guards.
import type { Pod, PodDisruptionBudget } from '../../../kube/index.ts'
import { compileSelector } from '../../../kube/index.ts'
import { useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { Fact, Facts } from '../Facts.tsx'
import { PodList } from '../PodList.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { said } from './waiting.ts'

export const budget: InspectedKind<PodDisruptionBudget> = {
  actor: 'disruption',
  state: states.poddisruptionbudgets,
  numbers: ({ status }) => [{ key: 'inspect.count.healthy', wanted: status?.desiredHealthy ?? 0, seen: status?.currentHealthy ?? 0 }],
  wait: (source, subject) => said(source, 'disruption', subject, ['allowing', 'withoutPods']),
  pairs: [{ want: 'status.desiredHealthy', see: ['status.currentHealthy'] }],
  Part: BudgetPart,
  Rest: Guarded,
}

function BudgetPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const mirror = useMirrorLook('poddisruptionbudgets')
  const o = mirror.object<PodDisruptionBudget>('poddisruptionbudgets', subjectOf(subject).key)
  if (!o) return null
  const { minAvailable, maxUnavailable } = o.spec
  return (
    <section>
      <Facts>
        {minAvailable !== undefined && <Fact name="minAvailable">{String(minAvailable)}</Fact>}
        {maxUnavailable !== undefined && <Fact name="maxUnavailable">{String(maxUnavailable)}</Fact>}
        <Fact name={t('inspect.pdb.allowed')} differs={!o.status?.disruptionsAllowed}>
          {o.status?.disruptionsAllowed ?? 0}
        </Fact>
      </Facts>
      <p className="note">{t('inspect.pdb.note')}</p>
    </section>
  )
}

function Guarded({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const { key, namespace } = subjectOf(subject)
  const mirror = useMirrorLook('poddisruptionbudgets', 'pods')
  const o = mirror.object<PodDisruptionBudget>('poddisruptionbudgets', key)
  if (!o?.spec.selector) return null
  const isMeant = compileSelector(o.spec.selector)
  const pods = [...mirror.objects<Pod>('pods').values()].filter(p => p.metadata.namespace === namespace && isMeant(p.metadata.labels))
  return <PodList pods={pods} select={s => session.getState().select(s)} title={t('inspect.pdb.guards')} />
}
