// What workloads have in common: what their controller asked itself on its last visit, wanted beside seen, their revisions, their pods.
import { comparingMachines } from '../../cluster/index.ts'
import { controllerOf, type ReplicaSet } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf } from '../subject.ts'
import { revisionsOf } from '../verbs/rollback.ts'
import type { Rolled } from '../verbs/template.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { annotatedRevision, censusOf, isActive, shadeOf, workloadOf } from '../workloads/index.ts'
import { comparingDefinition, type MachineConfig } from './chart/definition.ts'
import { Questions } from './chart/Questions.tsx'
import { inspectedKind } from './kinds/index.ts'
import { PodList } from './PodList.tsx'

/** The questions of its controller, and its numbers. */
export function Compared({ subject }: { subject: string }) {
  const t = useWords()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural)
  const o = mirror.object(plural, key)
  const kind = inspectedKind(plural)
  if (!o || !kind) return null
  const numbers = kind.numbers?.(o) ?? []
  return (
    <>
      {kind.actor && <Asked actor={kind.actor} objectKey={key} />}
      {numbers.length > 0 && (
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
              {numbers.map(({ key: k, wanted, seen }) => (
                <tr key={k} className={wanted === seen ? '' : 'differs'}>
                  <th scope="row">{t(k as 'inspect.count.pods')}</th>
                  <td>{wanted}</td>
                  <td>{seen}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

/** Its revisions and its pods. */
export function WorkloadRest({ subject }: { subject: string; width: number }) {
  const session = useSessionHandle()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'replicasets', 'pods')
  const o = mirror.object(plural, key)
  if (!o) return null
  return (
    <>
      <Revisions subject={subject} />
      <PodList pods={workloadOf(plural)?.pods(o, censusOf(mirror)) ?? []} select={s => session.getState().select(s)} />
    </>
  )
}

/** The revisions that are kept, each with its image and how many pods are of it; a Deployment's are its ReplicaSets. */
export function Revisions({ subject }: { subject: string }) {
  const t = useWords()
  const session = useSessionHandle()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'replicasets', 'controllerrevisions', 'pods')
  const o = mirror.object(plural, key)
  const workload = workloadOf(plural)
  if (!o || !workload || plural === 'replicasets') return null
  const revisions = revisionsOf({ mirror }, plural, o as Rolled)
  if (!revisions.length) return null
  const census = censusOf(mirror)
  const pods = workload.pods(o, census).filter(isActive)
  const sets = [...mirror.objects<ReplicaSet>('replicasets').values()].filter(rs => controllerOf(rs)?.uid === o.metadata.uid)
  return (
    <section>
      <h3>{t('inspect.revisions')}</h3>
      <ul className="pod-list">
        {revisions.map(({ number, images }) => {
          const set = sets.find(rs => annotatedRevision(rs) === number)
          const row = (
            <>
              <span className={`swatch ${workload.owner} ${shadeOf(number)}`} aria-hidden="true" />
              <span className="name">{t('verb.undo.revision', { revision: number })}</span>
              <span className="state mono">{images}</span>
              <span className="count">
                {set
                  ? t('inspect.of', { used: set.status.readyReplicas ?? 0, all: set.spec.replicas })
                  : pods.filter(p => workload.podRevision(p, census) === number).length}
              </span>
            </>
          )
          return (
            <li key={number}>
              {set ? (
                <button
                  type="button"
                  className="pick"
                  onClick={() => session.getState().select(`replicasets ${set.metadata.namespace}/${set.metadata.name}`)}
                >
                  {row}
                </button>
              ) : (
                <div className="plain-row pick-like">{row}</div>
              )}
            </li>
          )
        })}
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
