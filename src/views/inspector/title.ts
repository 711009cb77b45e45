// How a subject is called: `Pod f8q3s`, `Node node-5`, `Zone zone-b`. Kinds keep Kubernetes' names.
import { type ApiObject, controllerOf } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { subjectOf, subjectsOf } from '../subject.ts'
import { say } from '../words/index.ts'
import { shortOfGone, workloadOf } from '../workloads/index.ts'

type Source = Pick<Mirror, 'object'>

/** Kinds of what may have gone, beside workloads: a plural names its kind well enough. */
const KINDS: Readonly<Record<string, string>> = {
  pods: 'Pod',
  nodes: 'Node',
  services: 'Service',
  namespaces: 'Namespace',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  persistentvolumes: 'PersistentVolume',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  poddisruptionbudgets: 'PodDisruptionBudget',
  faults: 'Fault',
  loads: 'Load',
}

export function kindOf(mirror: Source, subject: string): string {
  const { plural, key } = subjectOf(subject)
  return mirror.object(plural, key)?.kind ?? workloadOf(plural)?.kind ?? KINDS[plural] ?? plural
}

const MOST_NAMES = 3

export function titleOf(mirror: Source, subject: string): string {
  const all = subjectsOf(subject)
  if (all.length > 1) return severalOf(mirror, all)
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'zones') return say('inspect.zone', { zone: name })
  if (plural === 'actors') return say(`trace.who.${name}`)
  const object = mirror.object(plural, key)
  return `${kindOf(mirror, subject)} ${object ? shortName(object) : shortOfGone(plural, name)}`
}

/** `Node node-1, node-3`, `Pod a, b, c +2` */
function severalOf(mirror: Source, subjects: readonly string[]): string {
  const [first = '', ...rest] = subjects.slice(0, MOST_NAMES).map(s => titleOf(mirror, s))
  const names = rest.map(title => title.slice(title.indexOf(' ') + 1))
  const more = subjects.length - MOST_NAMES
  return `${[first, ...names].join(', ')}${more > 0 ? ` +${more}` : ''}`
}

/** The part of a name that tells it from its siblings: the random end of a ReplicaSet's pod. */
export function shortName(o: ApiObject): string {
  const { name } = o.metadata
  const owner = o.kind === 'Pod' ? controllerOf(o) : undefined
  return owner?.kind === 'ReplicaSet' && name.startsWith(owner.name) ? name.slice(name.lastIndexOf('-') + 1) : name
}
