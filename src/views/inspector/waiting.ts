// What a thing waits for now: the last line of "Why?". Worked out from the object and the timers that are running.
import type { Timer } from '../../cluster/index.ts'
import { type Deployment, getCondition, isConditionTrue, type Node, type Pod, type ReplicaSet } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import type { Args } from '../words/index.ts'

export interface Wait {
  readonly code: string
  readonly args?: Args
}

type Source = Pick<Mirror, 'object' | 'rows' | 'row' | 'now'>

export function waitOf(source: Source, subject: string): Wait | undefined {
  const { plural, key } = subjectOf(subject)
  const object = source.object(plural, key)
  if (plural === 'nodes') return nodeWait(source, subject)
  if (!object) return undefined
  if (plural === 'pods') return podWait(source, subject, object as Pod)
  if (plural === 'deployments') return deploymentWait(object as Deployment)
  if (plural === 'replicasets') {
    const { spec, status } = object as ReplicaSet
    const ready = status.readyReplicas ?? 0
    return ready < spec.replicas ? { code: 'wait.replicas', args: { ready, wanted: spec.replicas } } : undefined
  }
  return undefined
}

const timersOf = (source: Source, subject: string): Timer[] => [...source.rows('timers').values()].filter(t => t.subject === subject)

/** Seconds until a timer ends. */
const left = (source: Source, t: Timer) => Math.max(0, Math.ceil((t.until - source.now) / 1000))

function podWait(source: Source, subject: string, pod: Pod): Wait | undefined {
  const timers = timersOf(source, subject)
  const timer = (name: string) => timers.find(t => t.name === name)
  const node = pod.spec.nodeName
  const machine = node ? source.row('machines', node) : undefined
  if (pod.metadata.deletionTimestamp) {
    if (machine?.power === 'off' || machine?.link === 'cut') return { code: 'wait.terminatingLost', args: { node: node ?? '' } }
    const grace = timer('grace')
    return grace ? { code: 'wait.grace', args: { seconds: left(source, grace) } } : { code: 'wait.terminating' }
  }
  if (!node) {
    const scheduled = getCondition(pod.status.conditions, 'PodScheduled')
    return scheduled?.status === 'False' && scheduled.message
      ? { code: 'wait.unschedulable', args: { message: scheduled.message } }
      : { code: 'wait.scheduler' }
  }
  if (machine?.power === 'off' || machine?.link === 'cut') return { code: 'wait.nobodyKnows', args: { node } }
  const backOff = timer('crashBackOff') ?? timer('pullBackOff')
  if (backOff) return { code: `wait.${backOff.name}`, args: { seconds: left(source, backOff) } }
  if (timer('pull')) return { code: 'wait.pull' }
  if (pod.status.phase !== 'Running') return pod.status.phase === 'Pending' ? { code: 'wait.start' } : undefined
  if (isConditionTrue(pod.status.conditions, 'Ready')) return undefined
  if (timer('startup')) return { code: 'wait.startup' }
  if (pod.spec.containers.some(c => c.readinessProbe)) return { code: 'wait.readiness' }
  return { code: 'wait.ready' }
}

function deploymentWait({ spec, status }: Deployment): Wait | undefined {
  if (spec.paused) return { code: 'wait.paused' }
  const updated = status.updatedReplicas ?? 0
  const available = status.availableReplicas ?? 0
  if (updated < spec.replicas) return { code: 'wait.updated', args: { updated, wanted: spec.replicas } }
  if ((status.replicas ?? 0) > updated) return { code: 'wait.old', args: { old: (status.replicas ?? 0) - updated } }
  return available < spec.replicas ? { code: 'wait.available', args: { available, wanted: spec.replicas } } : undefined
}

function nodeWait(source: Source, subject: string): Wait | undefined {
  const unknown = timersOf(source, subject).find(t => t.name === 'unknown')
  const { name } = subjectOf(subject)
  const machine = source.row('machines', name)
  const silent = machine?.power === 'off' || machine?.link === 'cut'
  if (!silent) return undefined
  if (unknown && unknown.until > source.now) return { code: 'wait.unknown', args: { seconds: left(source, unknown) } }
  const node = source.object<Node>('nodes', name)
  if (isConditionTrue(node?.status.conditions, 'Ready')) return { code: 'wait.unnoticed' }
  const eviction = [...source.rows('timers').values()].filter(
    t => t.name === 'eviction' && (t.subject === subject || source.object<Pod>('pods', subjectOf(t.subject).key)?.spec.nodeName === name),
  )
  const first = eviction.sort((a, b) => a.until - b.until)[0]
  return first ? { code: 'wait.eviction', args: { seconds: left(source, first) } } : { code: 'wait.return' }
}
