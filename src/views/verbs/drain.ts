// kubectl drain: cordon the node, then ask for the eviction of every pod on it but those of DaemonSets. What a budget refuses is asked for again every 5 s. The
// client does that, not the cluster: so here too each try is an action of its own in the log. Upstream: staging/src/k8s.io/kubectl/pkg/drain.
import { controllerOf, type Node, type Pod } from '../../kube/index.ts'
import type { DoorAnswer } from '../../session/index.ts'
import { kubectl, merge, pathOfObject, post } from './requests.ts'
import type { Deed, Next, Scenery, Verb } from './verb.ts'

const MIRROR = 'kubernetes.io/config.mirror'
const RETRY_MS = 5_000
const REFUSED_BY_A_BUDGET = 429
const GONE = 404

export const eviction = (pod: Pod) =>
  post(pathOfObject('pods', pod, 'eviction'), {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace },
  })

const hasEnded = ({ status }: Pod) => status.phase === 'Succeeded' || status.phase === 'Failed'

/** Whether drain lets a pod stay: it is its node's own, or its DaemonSet would put it back at once. */
function stays({ mirror }: Scenery, pod: Pod): boolean {
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return true
  const owner = controllerOf(pod)
  if (owner?.kind !== 'DaemonSet' || hasEnded(pod)) return false
  return mirror.object('daemonsets', `${pod.metadata.namespace}/${owner.name}`) !== undefined
}

const podsOn = (scenery: Scenery, node: string): Pod[] =>
  [...scenery.mirror.objects<Pod>('pods').values()].filter(p => p.spec.nodeName === node && !stays(scenery, p))

/** What drain refuses to do unless it is told to. */
function flags(scenery: Scenery, node: string): string[] {
  const pods = podsOn(scenery, node).filter(p => !hasEnded(p))
  return [
    '--ignore-daemonsets',
    ...(pods.some(p => p.spec.volumes?.some(v => v.emptyDir)) ? ['--delete-emptydir-data'] : []),
    ...(pods.some(p => !controllerOf(p)) ? ['--force'] : []),
  ]
}

export function drain(scenery: Scenery, node: Node): Verb {
  const { name } = node.metadata
  const pods = podsOn(scenery, name)
  const cordon = node.spec?.unschedulable ? [] : [merge(pathOfObject('nodes', node), { spec: { unschedulable: true } })]
  return {
    id: 'drain',
    key: 'verb.drain',
    letter: 'V',
    group: 'change',
    prominent: true,
    deed: {
      say: { code: 'act.drain', args: { name, pods: pods.length } },
      requests: [...cordon, ...pods.map(eviction)],
      line: kubectl('', 'drain', name, ...flags(scenery, name)),
      forgives,
      next: answers => again(name, pods, answers.slice(cordon.length)),
    },
  }
}

const forgives = ({ status }: DoorAnswer) => status === REFUSED_BY_A_BUDGET || status === GONE

/** What is left to do after some were refused: the same of those, a little later. Whoever uncordons the node has called it off. */
function again(node: string, pods: readonly Pod[], answers: readonly DoorAnswer[]): Next[] {
  const left = pods.filter((_, i) => answers[i]?.status === REFUSED_BY_A_BUDGET)
  const [first] = left
  if (!first) return []
  const body = answers.find(a => a.status === REFUSED_BY_A_BUDGET)?.body as { message?: string } | undefined
  const { name, namespace } = first.metadata
  return [
    {
      afterMs: RETRY_MS,
      says: `error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${body?.message ?? ''}`,
      deed: scenery => retry(scenery, node, left),
    },
  ]
}

function retry(scenery: Scenery, node: string, before: readonly Pod[]): Deed | undefined {
  if (!scenery.mirror.object<Node>('nodes', node)?.spec?.unschedulable) return undefined
  const there = (p: Pod) => scenery.mirror.object('pods', `${p.metadata.namespace}/${p.metadata.name}`)?.metadata.uid === p.metadata.uid
  const pods = before.filter(there)
  if (!pods.length) return undefined
  return {
    say: { code: 'act.drainAgain', args: { name: node, pods: pods.length } },
    requests: pods.map(eviction),
    line: kubectl('', 'drain', node, ...flags(scenery, node)),
    forgives,
    next: answers => again(node, pods, answers),
  }
}
