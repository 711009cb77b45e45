// Nothing is selected: what there is, as a list that everything can be selected from.
import type { ReactNode } from 'react'
import { type ApiObject, controllerOf, type Node, type Service } from '../../kube/index.ts'
import { type Mirror, useSessionHandle } from '../../session/index.ts'
import { zoneOf } from '../machines.ts'
import { nodeStatus } from '../scene/index.ts'
import { useMirrorLook } from '../watch.ts'
import { count, type Key, useSay, useWords } from '../words/index.ts'
import { keyOf, naturally, workloads } from '../workloads/index.ts'
import { stateOf } from './kinds/states.ts'
import { Legend } from './Legend.tsx'

/** Beside workloads, Services and nodes: shown where there are any. */
const GROUPS: readonly { title: Key; plurals: readonly string[] }[] = [
  { title: 'inspect.volumes', plurals: ['persistentvolumeclaims'] },
  { title: 'inspect.guards', plurals: ['horizontalpodautoscalers', 'poddisruptionbudgets'] },
]
const SHORT: Readonly<Record<string, string>> = { PersistentVolumeClaim: 'PVC', HorizontalPodAutoscaler: 'HPA', PodDisruptionBudget: 'PDB' }

const OWN = workloads.map(w => w.plural)
const READ = [...OWN, ...GROUPS.flatMap(g => g.plurals), 'nodes', 'services', 'traffic', 'machines']

/** Objects of these kinds that belong to nobody, by kind and name. */
function listed(mirror: Mirror, plurals: readonly string[]): { plural: string; o: ApiObject }[] {
  return plurals.flatMap(plural =>
    [...mirror.objects(plural).values()]
      .filter(o => !controllerOf(o))
      .sort((a, b) => naturally(a.metadata.name, b.metadata.name))
      .map(o => ({ plural, o })),
  )
}

export function Overview() {
  const t = useWords()
  // Some states may be said only when all words have come.
  useSay()
  const mirror = useMirrorLook(...READ)
  const nodes = [...mirror.objects<Node>('nodes').values()].sort((a, b) => naturally(a.metadata.name, b.metadata.name))
  const running = listed(mirror, OWN)
  const services = [...mirror.objects<Service>('services').values()].filter(s => s.metadata.name !== 'kubernetes')
  const zones = [...new Set(nodes.map(zoneOf).filter(Boolean))].sort(naturally)
  const row = ({ plural, o }: { plural: string; o: ApiObject }) => (
    <Pick key={o.metadata.uid} subject={`${plural} ${keyOf(o)}`} name={`${SHORT[o.kind] ?? o.kind} ${o.metadata.name}`}>
      {stateOf(plural, o)}
    </Pick>
  )
  return (
    <div className="inspector">
      <div className="inspector-body">
        <header className="inspector-head">
          <h2>{t('inspect.overview')}</h2>
          <p className="sub">{t('inspect.overview.note')}</p>
        </header>
        <Group title={t('inspect.workloads')} empty={running.length === 0 ? t('inspect.workloads.none') : undefined}>
          {running.map(row)}
        </Group>
        {GROUPS.map(({ title, plurals }) => {
          const rows = listed(mirror, plurals)
          return (
            rows.length > 0 && (
              <Group key={title} title={t(title as 'inspect.volumes')}>
                {rows.map(row)}
              </Group>
            )
          )
        })}
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
          {nodes.map(n => {
            const status = nodeStatus(n).replace(',', ', ')
            return (
              <Pick key={n.metadata.uid} subject={`nodes ${n.metadata.name}`} name={n.metadata.name}>
                {mirror.row('machines', n.metadata.name)?.power === 'off' ? t('inspect.nodes.off', { status }) : status}
              </Pick>
            )
          })}
        </Group>
        {zones.length > 0 && (
          <Group title={t('inspect.zones')}>
            {zones.map(zone => (
              <Pick key={zone} subject={`zones ${zone}`} name={zone}>
                {nodes
                  .filter(n => zoneOf(n) === zone)
                  .map(n => n.metadata.name)
                  .join(', ')}
              </Pick>
            ))}
          </Group>
        )}
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
