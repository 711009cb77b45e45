// Claims and volumes in the inspector: who belongs to whom, where the disk is attached, who uses it, what lies on it.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../kube/index.ts'
import { type Mirror, useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { count } from '../../words/numbers.ts'
import { Fact, Facts, Way } from '../Facts.tsx'
import { PodList } from '../PodList.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { said } from './waiting.ts'

export const claim: InspectedKind<PersistentVolumeClaim> = {
  state: states.persistentvolumeclaims,
  wait: (source, subject) => said(source, 'persistentvolume', subject, ['bound']),
  Part: ClaimPart,
  Rest: Users,
}

export const volume: InspectedKind<PersistentVolume> = {
  state: ({ status }) => String(status?.phase ?? ''),
  wait: (source, subject) => said(source, 'attachdetach', subject, ['attached']),
  Part: VolumePart,
}

/** Nodes that a volume is attached to, and how much lies on it: what is true of the disk. */
function Disk({ mirror, name }: { mirror: Mirror; name: string }) {
  const t = useWords()
  const nodes = [...mirror.rows('attachments').values()].filter(a => a.volume === name).map(a => a.node)
  const disk = mirror.row('disks', name)
  return (
    <>
      <Fact name={t('inspect.attached')}>
        {nodes.length ? nodes.map(n => <Way key={n} subject={`nodes ${n}`} text={n} />) : t('inspect.attached.nowhere')}
      </Fact>
      {disk && <Fact name={t('inspect.onDisk')}>{t('inspect.bytes', { bytes: count(disk.bytes) })}</Fact>}
    </>
  )
}

function ClaimPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const mirror = useMirrorLook('persistentvolumeclaims', 'attachments', 'disks')
  const c = mirror.object<PersistentVolumeClaim>('persistentvolumeclaims', subjectOf(subject).key)
  if (!c) return null
  const { volumeName, storageClassName, accessModes } = c.spec
  return (
    <section>
      <Facts>
        <Fact name={t('inspect.boundTo')} differs={!volumeName}>
          {volumeName ? <Way subject={`persistentvolumes ${volumeName}`} text={volumeName} /> : t('inspect.boundTo.nothing')}
        </Fact>
        <Fact name={t('inspect.size')}>{String(c.status?.capacity?.storage ?? c.spec.resources?.requests?.storage ?? '')}</Fact>
        <Fact name={t('inspect.class')}>{storageClassName ?? ''}</Fact>
        <Fact name={t('inspect.access')}>{(accessModes ?? []).join(', ')}</Fact>
        {volumeName && <Disk mirror={mirror} name={volumeName} />}
      </Facts>
    </section>
  )
}

function VolumePart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { name } = subjectOf(subject)
  const mirror = useMirrorLook('persistentvolumes', 'attachments', 'disks')
  const v = mirror.object<PersistentVolume>('persistentvolumes', name)
  if (!v) return null
  const ref = v.spec.claimRef
  return (
    <section>
      <Facts>
        <Fact name={t('inspect.claim')}>
          {ref ? (
            <Way subject={`persistentvolumeclaims ${ref.namespace}/${ref.name}`} text={ref.name ?? ''} />
          ) : (
            t('inspect.boundTo.nothing')
          )}
        </Fact>
        <Fact name={t('inspect.size')}>{String(v.spec.capacity?.storage ?? '')}</Fact>
        <Fact name={t('inspect.reclaim')}>{v.spec.persistentVolumeReclaimPolicy ?? ''}</Fact>
        <Disk mirror={mirror} name={name} />
      </Facts>
    </section>
  )
}

function Users({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const { name, namespace } = subjectOf(subject)
  const mirror = useMirrorLook('pods')
  const pods = [...mirror.objects<Pod>('pods').values()].filter(
    p => p.metadata.namespace === namespace && p.spec.volumes?.some(v => v.persistentVolumeClaim?.claimName === name),
  )
  return <PodList pods={pods} select={s => session.getState().select(s)} title={t('inspect.usedBy')} />
}
