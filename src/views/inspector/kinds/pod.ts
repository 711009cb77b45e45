// A pod in the inspector: in one line, and what it waits for.
import { getCondition, isConditionTrue, type Node, type Pod, podSummary } from '../../../kube/index.ts'
import type { Mirror } from '../../../session/index.ts'
import { isUnreachable, zoneOf } from '../../machines.ts'
import { say } from '../../words/index.ts'
import { PodPart } from '../PodPart.tsx'
import type { InspectedKind, Source, Wait } from './types.ts'
import { left, said, timersOf } from './waiting.ts'

export const pod: InspectedKind<Pod> = {
  state: podState,
  wait: (source, subject, p) => p && podWait(source, subject, p),
  Part: PodPart,
}

function podState(p: Pod, mirror: Mirror): string {
  const { status } = podSummary(p)
  const ready = isConditionTrue(p.status.conditions, 'Ready')
  const node = p.spec.nodeName
  const zone = node && zoneOf(mirror.object<Node>('nodes', node))
  const how = status === 'Running' ? say(ready ? 'inspect.pod.ready' : 'inspect.pod.notReady', { status }) : status
  return [how, node ? [node, zone].filter(Boolean).join(say('inspect.comma')) : say('inspect.pod.noNode')].join(say('inspect.stop'))
}

function podWait(source: Source, subject: string, p: Pod): Wait | undefined {
  const timers = timersOf(source, subject)
  const timer = (name: string) => timers.find(t => t.name === name)
  const node = p.spec.nodeName
  const machine = node ? source.row('machines', node) : undefined
  if (p.metadata.deletionTimestamp) {
    if (isUnreachable(machine)) return { code: 'wait.terminatingLost', args: { node: node ?? '' } }
    const grace = timer('grace')
    return grace ? { code: 'wait.grace', args: { seconds: left(source, grace) } } : { code: 'wait.terminating' }
  }
  if (!node) {
    const scheduled = getCondition(p.status.conditions, 'PodScheduled')
    return scheduled?.status === 'False' && scheduled.message
      ? { code: 'wait.unschedulable', args: { message: scheduled.message } }
      : { code: 'wait.scheduler' }
  }
  if (isUnreachable(machine)) return { code: 'wait.nobodyKnows', args: { node } }
  const backOff = timer('crashBackOff') ?? timer('pullBackOff')
  if (backOff) return { code: `wait.${backOff.name}`, args: { seconds: left(source, backOff) } }
  if (timer('pull')) return { code: 'wait.pull' }
  if (p.status.phase !== 'Running') return p.status.phase === 'Pending' ? (diskWait(source, p) ?? { code: 'wait.start' }) : undefined
  if (isConditionTrue(p.status.conditions, 'Ready')) return undefined
  if (timer('startup')) return { code: 'wait.startup' }
  if (p.spec.containers.some(c => c.readinessProbe)) return { code: 'wait.readiness' }
  return { code: 'wait.ready' }
}

/** A disk of it that is still elsewhere: nothing starts before that. */
function diskWait(source: Source, p: Pod): Wait | undefined {
  for (const v of p.spec.volumes ?? []) {
    const name = v.persistentVolumeClaim?.claimName
    const bound = name && source.object('persistentvolumeclaims', `${p.metadata.namespace}/${name}`)?.spec.volumeName
    const wait = bound && said(source, 'attachdetach', `persistentvolumes ${bound}`, ['attached', 'attach', 'detached'])
    if (wait) return wait
  }
  return undefined
}
