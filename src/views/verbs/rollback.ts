// Going back to a revision, as kubectl rollout undo does it. A Deployment gets the template of that revision's ReplicaSet, without the hash that tells
// ReplicaSets apart; a StatefulSet or DaemonSet is patched with what its ControllerRevision holds, which is a patch. Upstream:
// staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go.
import { type ControllerRevision, controllerOf, type Deployment, type PodTemplate, type ReplicaSet } from '../../kube/index.ts'
import type { DoorRequest } from '../../session/index.ts'
import { annotatedRevision } from '../workloads/index.ts'
import { kubectl, pathOfObject, strategic } from './requests.ts'
import { type Rolled, typed } from './template.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

const HASH = 'pod-template-hash'

interface Revision {
  readonly number: number
  readonly images: string
  /** What puts the owner back to it. */
  readonly request: DoorRequest
}

const imagesOf = (template: PodTemplate | undefined) => (template?.spec?.containers ?? []).map(c => c.image).join(', ')

/** The revisions of a workload that are kept, newest first; the first is the one that it is at. */
export function revisionsOf({ mirror }: Pick<Scenery, 'mirror'>, plural: string, o: Rolled): Revision[] {
  const owned = <T extends ReplicaSet | ControllerRevision>(kinds: string) =>
    [...mirror.objects<T>(kinds).values()].filter(r => controllerOf(r)?.uid === o.metadata.uid)
  const path = pathOfObject(plural, o)
  const list =
    o.kind === 'Deployment'
      ? owned<ReplicaSet>('replicasets').map(rs => ({
          number: annotatedRevision(rs),
          images: imagesOf(rs.spec.template),
          request: replaceTemplate(path, rs),
        }))
      : owned<ControllerRevision>('controllerrevisions').map(r => ({
          number: r.revision,
          images: imagesOf(r.data?.spec?.template),
          request: strategic(path, r.data),
        }))
  return list.sort((a, b) => b.number - a.number)
}

function replaceTemplate(path: string, { spec: { template } }: ReplicaSet): DoorRequest {
  const { [HASH]: _, ...labels } = template.metadata.labels ?? {}
  const value = { ...template, metadata: { ...template.metadata, labels } }
  return {
    method: 'PATCH',
    path,
    body: [{ op: 'replace', path: '/spec/template', value }],
    contentType: 'application/json-patch+json',
  }
}

export function undo(scenery: Scenery, plural: string, o: Rolled): Verb | undefined {
  if ((o as Deployment).spec.paused) return undefined
  const { name, namespace = '' } = o.metadata
  const [, previous, ...older] = revisionsOf(scenery, plural, o)
  if (!previous) return undefined
  const back = ({ number, request }: Revision, named: boolean): Deed => ({
    say: { code: 'act.undo', args: { name, revision: number } },
    requests: [request],
    line: kubectl(namespace, 'rollout', 'undo', typed(o), ...(named ? [`--to-revision=${number}`] : [])),
  })
  return {
    id: 'undo',
    key: 'verb.undo',
    letter: 'U',
    group: 'change',
    prominent: true,
    deed: back(previous, false),
    ...(older.length > 0 && {
      choices: [previous, ...older].map(r => ({
        id: String(r.number),
        text: r.images,
        note: { key: 'verb.undo.revision', args: { revision: r.number } } as const,
        deed: back(r, true),
      })),
    }),
  }
}
