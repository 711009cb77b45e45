// Everything that can be done, by what it is done to. One list: menus, toolbar, keyboard and inspector read it.
import type { Deployment, Pod, ReplicaSet, Service } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { ofDeployment, ofReplicaSet } from './deployment.ts'
import { ofNode, ofZone } from './node.ts'
import { ofPod } from './pod.ts'
import { ofService } from './service.ts'
import { subjectOf } from './subject.ts'
import type { Scenery, Verb } from './verb.ts'

export { power } from './node.ts'
export { keyOf, type Subject, subjectOf, subjectText } from './subject.ts'
export type { Choice, Deed, Question, Scenery, Verb } from './verb.ts'

/** What can be done to a subject (`pods default/web-1`) now; nothing to what is not there. */
export function verbsFor(scenery: Scenery, subject: string): Verb[] {
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'nodes') return ofNode(scenery, name)
  if (plural === 'zones') return ofZone(scenery, name)
  const object = scenery.mirror.object(plural, key)
  if (!object) return []
  switch (plural) {
    case 'deployments':
      return ofDeployment(scenery, object as Deployment)
    case 'replicasets':
      return ofReplicaSet(scenery, object as ReplicaSet)
    case 'pods':
      return ofPod(scenery, object as Pod)
    case 'services':
      return ofService(scenery, object as Service)
    default:
      return deletions(plural, object)
  }
}
