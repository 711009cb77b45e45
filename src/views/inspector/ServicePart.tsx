// A Service's own part: whom it sends requests to, by what the EndpointSlices say, beside the pods that its selector means; and what became of the requests.
import type { EndpointSlice, Pod, Service } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { count, useWords } from '../words/index.ts'
import { PodList } from './PodList.tsx'

const SERVICE_NAME = 'kubernetes.io/service-name'

export function ServicePart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const { key, name, namespace } = subjectOf(subject)
  const mirror = useMirrorLook('services', 'endpointslices', 'pods', 'traffic')
  const service = mirror.object<Service>('services', key)
  if (!service) return null
  const selector = Object.entries(service.spec.selector ?? {})
  const slices = [...mirror.objects<EndpointSlice>('endpointslices').values()].filter(
    s => s.metadata.namespace === namespace && s.metadata.labels?.[SERVICE_NAME] === name,
  )
  const endpoints = slices.flatMap(s => s.endpoints ?? [])
  const ready = endpoints.filter(e => e.conditions?.ready !== false)
  const meant = selector.length
    ? [...mirror.objects<Pod>('pods').values()].filter(
        p => p.metadata.namespace === namespace && selector.every(([k, v]) => p.metadata.labels?.[k] === v),
      )
    : []
  const traffic = mirror.row('traffic', key)
  return (
    <>
      <section>
        <h3>{t('inspect.service.sends')}</h3>
        <dl className="facts">
          <div>
            <dt>{t('inspect.service.selector')}</dt>
            <dd className="mono">{selector.map(([k, v]) => `${k}=${v}`).join(', ')}</dd>
          </div>
          <div className={ready.length === meant.length ? '' : 'differs'}>
            <dt>{t('inspect.service.endpoints')}</dt>
            <dd>{t('inspect.service.ready', { ready: ready.length, all: meant.length })}</dd>
          </div>
        </dl>
      </section>
      {traffic && (
        <section>
          <h3>{t('inspect.service.requests', { perSecond: traffic.perSecond })}</h3>
          <dl className="facts">
            {(['sent', 'served', 'refused', 'timedOut', 'inFlight'] as const).map(k => (
              <div key={k}>
                <dt>{t(`inspect.service.count.${k}`)}</dt>
                <dd>{count(traffic[k])}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <PodList pods={meant} select={s => session.getState().select(s)} />
    </>
  )
}
