// What can be done to a StatefulSet: its size, its image, how far a rolling update may go (partition), back to a revision, restart.
import type { StatefulSet } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, pathOfObject, strategic } from './requests.ts'
import { undo } from './rollback.ts'
import { scaling } from './scale.ts'
import { newImage, restart } from './template.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

const PLURAL = 'statefulsets'

/** Pods below this ordinal keep the old template: a canary, or a rollout by phases. */
function partition(s: StatefulSet): Verb | undefined {
  if (s.spec.updateStrategy?.type === 'OnDelete') return undefined
  const { name, namespace = '' } = s.metadata
  const now = s.spec.updateStrategy?.rollingUpdate?.partition ?? 0
  const to = (n: number): Deed => {
    const body = { spec: { updateStrategy: { rollingUpdate: { partition: n } } } }
    return {
      say: { code: 'act.partition', args: { name, partition: n } },
      requests: [strategic(pathOfObject(PLURAL, s), body)],
      line: kubectl(namespace, 'patch', 'statefulset', name, '-p', JSON.stringify(body)),
    }
  }
  return {
    id: 'partition',
    key: 'verb.rollPartition',
    letter: 'P',
    group: 'change',
    question: {
      key: 'verb.rollPartition.question',
      initial: String(now),
      inputMode: 'numeric',
      check: answer => (/^\d{1,4}$/.test(answer.trim()) ? undefined : 'verb.rollPartition.refused'),
      deed: answer => to(Number(answer)),
    },
  }
}

export const ofStatefulSet = (scenery: Scenery, s: StatefulSet): Verb[] => [
  ...scaling(PLURAL, s),
  ...[newImage(PLURAL, s), undo(scenery, PLURAL, s), partition(s), restart(scenery, PLURAL, s)].filter(v => v !== undefined),
  ...deletions(PLURAL, s, true),
]
