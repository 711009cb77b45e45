// What can be done to a Deployment: its size, its image, back to a revision, pause and resume, restart.
import type { Deployment, ReplicaSet } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, pathOfObject, strategic } from './requests.ts'
import { undo } from './rollback.ts'
import { scaling } from './scale.ts'
import { newImage, restart } from './template.ts'
import type { Scenery, Verb } from './verb.ts'

function pause(d: Deployment): Verb {
  const { name, namespace = '' } = d.metadata
  const paused = d.spec.paused === true
  return {
    id: 'pause',
    key: paused ? 'verb.resume' : 'verb.pause',
    letter: 'P',
    group: 'change',
    deed: {
      say: { code: paused ? 'act.resume' : 'act.pause', args: { name } },
      requests: [strategic(pathOfObject('deployments', d), { spec: { paused: paused ? null : true } })],
      line: kubectl(namespace, 'rollout', paused ? 'resume' : 'pause', `deployment/${name}`),
    },
  }
}

export const ofDeployment = (scenery: Scenery, d: Deployment): Verb[] => [
  ...scaling('deployments', d),
  ...[
    newImage('deployments', d),
    undo(scenery, 'deployments', d),
    pause(d),
    d.spec.paused ? undefined : restart(scenery, 'deployments', d),
  ].filter(v => v !== undefined),
  ...deletions('deployments', d, true),
]

export const ofReplicaSet = (_: Scenery, rs: ReplicaSet): Verb[] => [...scaling('replicasets', rs), ...deletions('replicasets', rs, true)]
