// A StatefulSet in the inspector: its places in order, each with its pod, its revision and its disks.
import type { PersistentVolumeClaim, StatefulSet } from '../../../kube/index.ts'
import { podSummary } from '../../../kube/index.ts'
import { useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { censusOf, type Place, shadeOf, statefulsets } from '../../workloads/index.ts'
import { Fact, Facts } from '../Facts.tsx'
import { Revisions } from '../WorkloadPart.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { said } from './waiting.ts'

export const statefulset: InspectedKind<StatefulSet> = {
  actor: 'statefulset',
  state: states.statefulsets,
  numbers({ spec, status }) {
    const wanted = spec.replicas
    const kept = Math.min(wanted, spec.updateStrategy?.rollingUpdate?.partition ?? 0)
    return [
      { key: 'inspect.count.pods', wanted, seen: status.replicas ?? 0 },
      { key: 'inspect.count.updated', wanted: wanted - kept, seen: status.updatedReplicas ?? 0 },
      { key: 'inspect.count.ready', wanted, seen: status.readyReplicas ?? 0 },
      { key: 'inspect.count.available', wanted, seen: status.availableReplicas ?? 0 },
    ]
  },
  wait: (source, subject) => said(source, 'statefulset', subject, ['settled']),
  pairs: [
    { want: 'spec.replicas', see: ['status.replicas', 'status.readyReplicas', 'status.availableReplicas'] },
    { want: 'status.updateRevision', see: ['status.currentRevision'] },
  ],
  Part: StatefulSetPart,
  Rest: ({ subject }) => <Revisions subject={subject} />,
}

function StatefulSetPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('statefulsets', 'pods', 'persistentvolumeclaims', 'controllerrevisions')
  const s = mirror.object<StatefulSet>('statefulsets', key)
  if (!s) return null
  const { updateStrategy, podManagementPolicy } = s.spec
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0
  return (
    <section>
      <h3>{t('inspect.places')}</h3>
      <ul className="pod-list">
        {statefulsets.places(s, censusOf(mirror)).map(place => (
          <PlaceRow key={place.name} set={s} place={place} />
        ))}
      </ul>
      <Facts>
        <Fact name={t('inspect.order')}>{podManagementPolicy}</Fact>
        <Fact name={t('inspect.update')}>{updateStrategy?.type}</Fact>
        {partition > 0 && <Fact name={t('inspect.partition')}>{t('inspect.partition.from', { ordinal: partition })}</Fact>}
      </Facts>
    </section>
  )
}

/** The claims of a place: they have its name, and stay when its pod goes. */
const claimsOf = (s: StatefulSet, place: Place): string[] =>
  (s.spec.volumeClaimTemplates ?? []).map(c => `${c.metadata?.name ?? ''}-${place.name}`)

function PlaceRow({ set, place }: { set: StatefulSet; place: Place }) {
  const t = useWords()
  const session = useSessionHandle()
  const { mirror, select } = session.getState()
  const { namespace = '' } = set.metadata
  const claims = claimsOf(set, place)
  const claimText = (name: string) => {
    const claim = mirror.object<PersistentVolumeClaim>('persistentvolumeclaims', `${namespace}/${name}`)
    return claim ? `${name} ${claim.status?.phase ?? ''}` : t('inspect.claim.missing', { name })
  }
  return (
    <li>
      <button type="button" className={`pick ${claims.length ? 'two' : ''}`} onClick={() => select(`pods ${namespace}/${place.name}`)}>
        <span className={`lamp ${place.state === 'ready' ? 'on' : ''}`} aria-hidden="true" />
        <span className={`swatch sts ${shadeOf(place.revision)}`} aria-hidden="true" />
        <span className="name">{place.name}</span>
        <span className={claims.length ? 'count' : 'state'}>{place.pod ? podSummary(place.pod).status : t('stage.pod.notCreated')}</span>
        {claims.length > 0 && <span className="state">{claims.map(claimText).join(', ')}</span>}
      </button>
    </li>
  )
}
