// A HorizontalPodAutoscaler in the inspector: what it measures, and how many pods that means.
import { getCondition, type HorizontalPodAutoscaler } from '../../../kube/index.ts'
import { useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { workloadOfKind } from '../../workloads/index.ts'
import { Fact, Facts } from '../Facts.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { said } from './waiting.ts'

export const autoscaler: InspectedKind<HorizontalPodAutoscaler> = {
  actor: 'horizontalpodautoscaler',
  state: states.horizontalpodautoscalers,
  // Where nothing can be measured it asks for nothing, which is not the same as for none.
  numbers({ status }) {
    const isBlind = getCondition(status?.conditions, 'ScalingActive')?.status === 'False'
    return [{ key: 'inspect.count.replicas', wanted: isBlind ? '?' : (status?.desiredReplicas ?? 0), seen: status?.currentReplicas ?? 0 }]
  },
  wait: (source, subject) => said(source, 'horizontalpodautoscaler', subject, ['settled']),
  pairs: [{ want: 'status.desiredReplicas', see: ['status.currentReplicas'] }],
  Part: AutoscalerPart,
}

const percent = (n: number | undefined | null): string => (n === undefined || n === null ? '?' : `${n} %`)

function AutoscalerPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { key, namespace } = subjectOf(subject)
  const { select } = useSessionHandle().getState()
  const mirror = useMirrorLook('horizontalpodautoscalers')
  const o = mirror.object<HorizontalPodAutoscaler>('horizontalpodautoscalers', key)
  if (!o) return null
  const { kind, name } = o.spec.scaleTargetRef
  const plural = workloadOfKind(kind)?.plural
  return (
    <section>
      <h3>{t('inspect.hpa.measures')}</h3>
      <Facts>
        <Fact name={t('inspect.hpa.target')}>
          <button type="button" className="link" onClick={() => plural && select(`${plural} ${namespace}/${name}`)}>
            {kind} {name}
          </button>
        </Fact>
        {(o.spec.metrics ?? []).map((m, i) => {
          const now = o.status?.currentMetrics?.[i]
          const resource = m.resource?.name ?? m.containerResource?.name ?? m.type
          const target = m.resource?.target ?? m.containerResource?.target
          const seen = now?.resource?.current ?? now?.containerResource?.current
          const wanted = target?.averageUtilization
          const asUtilization = wanted !== undefined && wanted !== null
          const [is, should] = asUtilization
            ? [percent(seen?.averageUtilization), percent(wanted)]
            : [String(seen?.averageValue ?? '?'), String(target?.averageValue ?? '?')]
          return (
            <Fact key={resource} name={resource} differs={is !== should}>
              {t('inspect.hpa.isOf', { is, should })}
            </Fact>
          )
        })}
        <Fact name={t('inspect.hpa.range')}>
          {o.spec.minReplicas ?? 1} – {o.spec.maxReplicas}
        </Fact>
      </Facts>
    </section>
  )
}
