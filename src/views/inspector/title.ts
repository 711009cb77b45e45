// How a subject is called: `Pod f8q3s`, `Node node-5`, `Zone zone-b`. Kinds keep Kubernetes' names.
import { type ApiObject, controllerOf } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import { say } from '../words/index.ts'

type Source = Pick<Mirror, 'object'>

/** Kinds of what may have gone: a plural names its kind well enough. */
const KINDS: Readonly<Record<string, string>> = {
  pods: 'Pod',
  nodes: 'Node',
  services: 'Service',
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  namespaces: 'Namespace',
  faults: 'Fault',
  loads: 'Load',
}

export function kindOf(mirror: Source, subject: string): string {
  const { plural, key } = subjectOf(subject)
  return mirror.object(plural, key)?.kind ?? KINDS[plural] ?? plural
}

export function titleOf(mirror: Source, subject: string): string {
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'zones') return say('inspect.zone', { zone: name })
  if (plural === 'actors') return say(`stage.actor.${name}`)
  const object = mirror.object(plural, key)
  return `${kindOf(mirror, subject)} ${object ? shortName(object) : shortOfGone(plural, name)}`
}

/** The part of a name that tells it from its siblings: the random end of a ReplicaSet's pod. */
export function shortName(o: ApiObject): string {
  const { name } = o.metadata
  const owner = o.kind === 'Pod' ? controllerOf(o) : undefined
  return owner?.kind === 'ReplicaSet' && name.startsWith(owner.name) ? name.slice(name.lastIndexOf('-') + 1) : name
}

/** The same of what is no longer there to ask. */
export const shortOfGone = (plural: string, name: string) =>
  plural === 'pods' && /-[a-z0-9]{8,10}-[a-z0-9]{5}$/.test(name) ? name.slice(name.lastIndexOf('-') + 1) : name
