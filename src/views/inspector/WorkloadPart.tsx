// A workload's own part: wanted beside seen, its revisions, what its controller asked itself on its last visit, its pods.
import { comparingMachines } from '../../cluster/index.ts'
import { controllerOf, type Deployment, type Pod, type ReplicaSet } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { annotatedRevision as revisionOf } from '../workloads/index.ts'
import { comparingDefinition, type MachineConfig } from './chart/definition.ts'
import { Questions } from './chart/Questions.tsx'
import { PodList } from './PodList.tsx'

/** Which controller looks at a kind. */
const ACTOR: Readonly<Record<string, string>> = { deployments: 'deployment', replicasets: 'replicaset', statefulsets: 'statefulset' }

export function WorkloadPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural)
  const o = mirror.object<Deployment | ReplicaSet>(plural, key)
  if (!o) return null
  return (
    <>
      <Asked actor={ACTOR[plural] ?? ''} objectKey={key} />
      <section>
        <h3>{t('inspect.wantedSeen')}</h3>
        <table className="beside">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('inspect.wanted')}</th>
              <th scope="col">{t('inspect.seen')}</th>
            </tr>
          </thead>
          <tbody>
            {numbersOf(o).map(({ key: k, wanted, seen }) => (
              <tr key={k} className={wanted === seen ? '' : 'differs'}>
                <th scope="row">{t(`inspect.count.${k}`)}</th>
                <td>{wanted}</td>
                <td>{seen}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

/** Its revisions and its pods. */
export function WorkloadRest({ subject }: { subject: string; width: number }) {
  const session = useSessionHandle()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'replicasets', 'pods')
  const o = mirror.object<Deployment | ReplicaSet>(plural, key)
  if (!o) return null
  const select = (s: string) => session.getState().select(s)
  const sets = plural === 'deployments' ? ownedBy(mirror.objects<ReplicaSet>('replicasets').values(), o.metadata.uid) : []
  const owners = new Set(plural === 'deployments' ? sets.map(s => s.metadata.uid) : [o.metadata.uid])
  const pods = [...mirror.objects<Pod>('pods').values()].filter(p => owners.has(controllerOf(p)?.uid ?? ''))
  return (
    <>
      {sets.length > 0 && <Revisions sets={sets} select={select} />}
      <PodList pods={pods} select={select} />
    </>
  )
}

const ownedBy = (sets: Iterable<ReplicaSet>, uid: string): ReplicaSet[] =>
  [...sets].filter(s => controllerOf(s)?.uid === uid).sort((a, b) => revisionOf(b) - revisionOf(a))

type Count = 'pods' | 'updated' | 'ready' | 'available'

function numbersOf(o: Deployment | ReplicaSet): { key: Count; wanted: number; seen: number }[] {
  const wanted = o.spec.replicas
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = o.status
  return [
    { key: 'pods', wanted, seen: replicas },
    ...(o.kind === 'Deployment' ? [{ key: 'updated' as const, wanted, seen: (o as Deployment).status.updatedReplicas ?? 0 }] : []),
    { key: 'ready', wanted, seen: readyReplicas },
    { key: 'available', wanted, seen: availableReplicas },
  ]
}

function Revisions({ sets, select }: { sets: readonly ReplicaSet[]; select: (subject: string) => void }) {
  const t = useWords()
  return (
    <section>
      <h3>{t('inspect.revisions')}</h3>
      <ul className="pod-list">
        {sets.map(rs => (
          <li key={rs.metadata.uid}>
            <button type="button" className="pick" onClick={() => select(`replicasets ${rs.metadata.namespace}/${rs.metadata.name}`)}>
              <span className={`swatch dep r${((Math.max(1, revisionOf(rs)) - 1) % 3) + 1}`} aria-hidden="true" />
              <span className="name">{t('verb.undo.revision', { revision: revisionOf(rs) })}</span>
              <span className="state mono">{rs.spec.template.spec.containers.map(c => c.image).join(', ')}</span>
              <span className="count">{t('inspect.of', { used: rs.status.readyReplicas ?? 0, all: rs.spec.replicas })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The questions of the controller's chart, where it has one, with the answer of its last visit. */
export function Asked({ actor, objectKey }: { actor: string; objectKey: string }) {
  const t = useWords()
  const mirror = useMirrorLook('captions')
  const machine = (comparingMachines as Readonly<Record<string, { config: unknown } | undefined>>)[actor]
  if (!machine) return null
  const { id, rows } = comparingDefinition(machine.config as MachineConfig)
  const caption = mirror.row('captions', `${actor} ${objectKey}`)
  const lit = caption?.code.startsWith(`${id}.`) ? caption.code.slice(id.length + 1) : undefined
  return (
    <section>
      <h3>{t('inspect.asked')}</h3>
      <Questions id={id} rows={rows} lit={lit} />
    </section>
  )
}
