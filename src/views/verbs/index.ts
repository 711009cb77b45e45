// Everything that can be done, by what it is done to. One list: menus, toolbar, keyboard and inspector read it. A kind with verbs of its own has a line here.
import type { ApiObject } from '../../kube/index.ts'
import { subjectOf, subjectsOf } from '../subject.ts'
import { deletions } from './any.ts'
import { ofAutoscaler } from './autoscaler.ts'
import { ofDaemonSet } from './daemonset.ts'
import { ofDeployment, ofReplicaSet } from './deployment.ts'
import { ofCronJob, ofJob } from './job.ts'
import { ofNode } from './node.ts'
import { ofPod } from './pod.ts'
import { ofService } from './service.ts'
import { together } from './several.ts'
import { ofStatefulSet } from './statefulset.ts'
import type { Scenery, Verb } from './verb.ts'
import { ofZone } from './zone.ts'

export { power } from './node.ts'
export type { Choice, Deed, Next, Question, Scenery, Verb } from './verb.ts'

type Verbs<T extends ApiObject> = (scenery: Scenery, o: T) => Verb[]
const table = (verbs: Readonly<Record<string, unknown>>) => verbs as Readonly<Record<string, Verbs<ApiObject> | undefined>>

const OF = table({
  deployments: ofDeployment,
  replicasets: ofReplicaSet,
  statefulsets: ofStatefulSet,
  daemonsets: ofDaemonSet,
  jobs: ofJob,
  cronjobs: ofCronJob,
  horizontalpodautoscalers: ofAutoscaler,
  pods: ofPod,
  services: ofService,
})

/** What can be done to a subject (`pods default/web-1`, or several: `nodes node-1,node-3`) now; nothing to what is not there. */
export function verbsFor(scenery: Scenery, subject: string): Verb[] {
  const all = subjectsOf(subject)
  return all.length > 1 ? together(all.map(one => verbsOf(scenery, one))) : verbsOf(scenery, subject)
}

function verbsOf(scenery: Scenery, subject: string): Verb[] {
  const { plural, key, name } = subjectOf(subject)
  // These need no object: a machine may be there without a Node, and a zone is none.
  if (plural === 'nodes') return ofNode(scenery, name)
  if (plural === 'zones') return ofZone(scenery, name)
  const object = scenery.mirror.object(plural, key)
  if (!object) return []
  return OF[plural]?.(scenery, object) ?? deletions(plural, object)
}
