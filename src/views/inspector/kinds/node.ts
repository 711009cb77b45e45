// A node in the inspector: in one line, and what it waits for.
import { isConditionTrue, type Node, type Pod } from '../../../kube/index.ts'
import { isUnreachable, zoneOf } from '../../machines.ts'
import { nodeStatus } from '../../scene/index.ts'
import { subjectOf } from '../../subject.ts'
import { say } from '../../words/index.ts'
import { NodePart, NodeRest } from '../NodePart.tsx'
import type { InspectedKind, Source, Wait } from './types.ts'
import { left, timersOf } from './waiting.ts'

export const node: InspectedKind<Node> = {
  state: n => [nodeStatus(n).replace(',', say('inspect.comma')), zoneOf(n)].filter(Boolean).join(say('inspect.stop')),
  wait: nodeWait,
  Part: NodePart,
  Rest: NodeRest,
}

function nodeWait(source: Source, subject: string): Wait | undefined {
  const unknown = timersOf(source, subject).find(t => t.name === 'unknown')
  const { name } = subjectOf(subject)
  const machine = source.row('machines', name)
  if (!isUnreachable(machine)) return undefined
  if (unknown && unknown.until > source.now) return { code: 'wait.unknown', args: { seconds: left(source, unknown) } }
  const n = source.object<Node>('nodes', name)
  if (isConditionTrue(n?.status.conditions, 'Ready')) return { code: 'wait.unnoticed' }
  const eviction = [...source.rows('timers').values()].filter(
    t => t.name === 'eviction' && (t.subject === subject || source.object<Pod>('pods', subjectOf(t.subject).key)?.spec.nodeName === name),
  )
  const first = eviction.sort((a, b) => a.until - b.until)[0]
  return first ? { code: 'wait.eviction', args: { seconds: left(source, first) } } : { code: 'wait.return' }
}
