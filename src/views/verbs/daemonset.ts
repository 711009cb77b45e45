// What can be done to a DaemonSet: its image, back to a revision, restart, and which nodes it means (by their labels).
import type { DaemonSet } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, merge, pathOfObject } from './requests.ts'
import { undo } from './rollback.ts'
import { newImage, restart } from './template.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

const PLURAL = 'daemonsets'
/** `disk=ssd`, or nothing: every node. */
const SELECTOR = /^(?:([A-Za-z0-9][A-Za-z0-9._/-]*)=([A-Za-z0-9._-]*))?$/

function nodeSelector(d: DaemonSet): Verb {
  const { name, namespace = '' } = d.metadata
  const now = d.spec.template.spec.nodeSelector ?? {}
  const to = (answer: string): Deed => {
    const [, key, value = ''] = SELECTOR.exec(answer.trim()) ?? []
    const gone = Object.fromEntries(Object.keys(now).map(k => [k, null]))
    const body = { spec: { template: { spec: { nodeSelector: { ...gone, ...(key && { [key]: value }) } } } } }
    return {
      say: key ? { code: 'act.nodeSelector', args: { name, label: answer.trim() } } : { code: 'act.everyNode', args: { name } },
      requests: [merge(pathOfObject(PLURAL, d), body)],
      line: kubectl(namespace, 'patch', 'daemonset', name, '--type=merge', '-p', JSON.stringify(body)),
    }
  }
  return {
    id: 'nodeSelector',
    key: 'verb.nodeSelector',
    letter: 'N',
    group: 'change',
    question: {
      key: 'verb.nodeSelector.question',
      initial: Object.entries(now).map(([k, v]) => `${k}=${v}`)[0] ?? '',
      check: answer => (SELECTOR.test(answer.trim()) ? undefined : 'verb.label.refused'),
      deed: to,
    },
  }
}

export const ofDaemonSet = (scenery: Scenery, d: DaemonSet): Verb[] => [
  ...[newImage(PLURAL, d), undo(scenery, PLURAL, d), restart(scenery, PLURAL, d)].filter(v => v !== undefined),
  nodeSelector(d),
  ...deletions(PLURAL, d, true),
]
