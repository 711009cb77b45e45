// Nothing is selected: what there is, as a list that everything can be selected from.
import type { ReactNode } from 'react'
import type { ApiObject, Node, Service } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { nodeStatus } from '../scene/index.ts'
import { keyOf } from '../verbs/subject.ts'
import { useMirrorLook } from '../watch.ts'
import { count, useWords } from '../words/index.ts'
import { Legend } from './Legend.tsx'

/** What runs pods, by kind: how many each wants, and how many are ready. */
const WORKLOADS: readonly { plural: string; counts(o: ApiObject): { wanted: number; ready: number } }[] = [
  { plural: 'deployments', counts: o => ({ wanted: o.spec.replicas, ready: o.status?.readyReplicas ?? 0 }) },
  { plural: 'statefulsets', counts: o => ({ wanted: o.spec.replicas, ready: o.status?.readyReplicas ?? 0 }) },
  { plural: 'daemonsets', counts: o => ({ wanted: o.status?.desiredNumberScheduled ?? 0, ready: o.status?.numberReady ?? 0 }) },
]

export function Overview() {
  const t = useWords()
  const mirror = useMirrorLook('nodes', 'deployments', 'statefulsets', 'daemonsets', 'services', 'traffic', 'machines')
  const nodes = [...mirror.objects<Node>('nodes').values()]
  const workloads = WORKLOADS.flatMap(({ plural, counts }) => [...mirror.objects(plural).values()].map(o => ({ o, plural, ...counts(o) })))
  const services = [...mirror.objects<Service>('services').values()].filter(s => s.metadata.name !== 'kubernetes')
  return (
    <div className="inspector">
      <div className="inspector-body">
        <header className="inspector-head">
          <h2>{t('inspect.overview')}</h2>
          <p className="sub">{t('inspect.overview.note')}</p>
        </header>
        <Group title={t('inspect.workloads')} empty={workloads.length === 0 ? t('inspect.workloads.none') : undefined}>
          {workloads.map(({ o, plural, wanted, ready }) => (
            <Pick key={o.metadata.uid} subject={`${plural} ${keyOf(o)}`} name={`${o.kind} ${o.metadata.name}`}>
              {t('inspect.workload.state', { wanted, ready })}
            </Pick>
          ))}
        </Group>
        <Group title={t('inspect.services')} empty={services.length === 0 ? t('inspect.services.none') : undefined}>
          {services.map(s => {
            const traffic = mirror.row('traffic', keyOf(s))
            return (
              <Pick key={s.metadata.uid} subject={`services ${keyOf(s)}`} name={`Service ${s.metadata.name}`}>
                {traffic ? t('inspect.service.served', { served: count(traffic.served), sent: count(traffic.sent) }) : ''}
              </Pick>
            )
          })}
        </Group>
        <Group title={t('inspect.nodes')}>
          {nodes.map(n => (
            <Pick key={n.metadata.uid} subject={`nodes ${n.metadata.name}`} name={n.metadata.name}>
              {nodeStatus(n).replace(',', ', ')}
              {mirror.row('machines', n.metadata.name)?.power === 'off' && ` ${t('inspect.nodes.off')}`}
            </Pick>
          ))}
        </Group>
        <Legend />
      </div>
    </div>
  )
}

function Group({ title, empty, children }: { title: string; empty?: string | undefined; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {empty ? <p className="note">{empty}</p> : <ul className="pod-list">{children}</ul>}
    </section>
  )
}

function Pick({ subject, name, children }: { subject: string; name: string; children: ReactNode }) {
  const session = useSessionHandle()
  return (
    <li>
      <button type="button" className="pick" onClick={() => session.getState().select(subject)}>
        <span className="name">{name}</span>
        <span className="state">{children}</span>
      </button>
    </li>
  )
}
