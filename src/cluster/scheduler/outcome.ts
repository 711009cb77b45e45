// What a decision leads to: the binding with its event, or the condition that says why the pod stays pending, with the victims of preemption.
// Upstream: pkg/scheduler/schedule_one.go bindingCycle, handleSchedulingFailure; pkg/registry/core/pod/storage BindingREST.
import { keyOf, type Look, type Outcome, type World, type Write } from '../../engine/index.ts'
import { type Pod, type PodCondition, updateCondition } from '../../kube/index.ts'
import { voiceOf } from '../controllers/saying.ts'
import { refusedOf, type Search } from './decide.ts'
import { filteredOf, keep } from './decisions.ts'
import { ANY } from './events.ts'
import { unavailable } from './message.ts'
import { nominations } from './nominations.ts'
import { preempt } from './preemption.ts'
import { backOffEnd, drop, put, takeNumber, type Waiting, waiting } from './queue.ts'
import { endAssumption, type Snapshot } from './snapshot.ts'
import { reserved } from './volumes.ts'

const FLUSH_MS = 300_000
const FLUSH_PERIOD_MS = 30_000
const NO_NODES = 'no nodes available to schedule pods'
/** Dynamic resource allocation has its say after every failure, and never anything to say here. */
const NO_CLAIMS = 'no new claims to deallocate'

/** What `settle` must know. */
export interface Memo {
  readonly uid: string
  readonly node: string
}

const say = voiceOf('default-scheduler')

/** Says something outside a visit's writes. */
function tell(world: World, w: Write): void {
  if (w.verb === 'tell') world.schedule(0, w.to, w.event)
}

function scheduled(
  world: World,
  pod: Pod,
  rest: Pick<PodCondition, 'status' | 'reason' | 'message' | 'observedGeneration'>,
): readonly PodCondition[] {
  const { timestamp } = world
  const condition = { type: 'PodScheduled', ...rest, lastProbeTime: null, lastTransitionTime: timestamp } as unknown as PodCondition
  return updateCondition((pod.status?.conditions ?? []) as readonly PodCondition[], condition)
}

/** A node was found. */
export function bindingOf(world: World, pod: Pod, node: string, fit: number, of: number): Look {
  const { name, uid } = pod.metadata
  world.tell('scheduler', `pods ${keyOf(pod)}`, 'scheduler.bound', {
    pod: name,
    node,
    fit,
    of,
  })
  const status = {
    conditions: scheduled(world, pod, { status: 'True' }),
    ...(pod.status?.nominatedNodeName && { nominatedNodeName: null }),
  }
  return {
    steps: [
      [
        {
          verb: 'merge',
          plural: 'pods',
          key: keyOf(pod),
          uid,
          patch: { spec: { nodeName: node }, status },
          subresource: 'binding',
          trusted: true,
        },
      ],
    ],
    memo: { uid, node } satisfies Memo,
  }
}

export function settleBinding(world: World, key: string, outcomes: readonly Outcome[], memo: Memo | undefined): undefined {
  const outcome = outcomes.find(o => !o.ok) ?? outcomes[0]
  if (!memo || !outcome) return
  endAssumption(world, key, memo.uid, outcome.ok)
  const row = waiting(world).get(key)
  if (!outcome.ok) reserved(world).delete(key)
  if (row?.uid !== memo.uid) return
  if (outcome.ok) {
    reserved(world).delete(key)
    drop(world, key)
    nominations(world).delete(key)
    tell(world, say(outcome.object as Pod, 'Normal', 'Scheduled', `Successfully assigned ${key} to ${memo.node}`))
    return
  }
  const pod = world.get<Pod>('pods', key)
  if (!pod || pod.metadata.uid !== memo.uid || pod.spec.nodeName) return drop(world, key) as undefined
  const message = `binding rejected: running Bind plugin "DefaultBinder": ${outcome.error.message ?? ''}`
  tell(world, say(pod, 'Warning', 'FailedScheduling', message))
  const failed = failedRow(world, row, [])
  put(world, key, { ...failed, state: 'backoff' })
  world.schedule(backOffEnd(failed) - world.now, 'scheduler', { type: 'ready', key, seq: failed.seq })
}

const failedRow = (world: World, row: Waiting, refusedBy: readonly string[]): Waiting => ({
  ...row,
  seq: takeNumber(world),
  state: 'unschedulable',
  failures: row.failures + 1,
  failedAt: world.now,
  refusedBy,
})

/** No node was found: say why, perhaps make room, and wait. */
export function failureOf(world: World, key: string, pod: Pod, snapshot: Snapshot, found: Search): Look {
  const nodes = snapshot.order.length
  const refused = refusedOf(found, snapshot)
  const result = nodes ? preempt(world, pod, snapshot, found, refused) : {}
  // Where a plugin refused before any node was asked, that plugin of dynamic resource allocation did not even begin, and says so.
  const after = found.hopeless ? ' not found' : result.message ? ` ${NO_CLAIMS}, ${result.message}` : ''
  const message = nodes ? unavailable(nodes, found, refused) + after : NO_NODES
  const refusers = new Set([...refused.values()].map(v => v.plugin))
  if (found.hopeless) refusers.add(found.hopeless.plugin)
  if (found.left) refusers.add(found.left.plugin)
  const row = waiting(world).get(key) as Waiting
  const failed = failedRow(world, row, nodes ? [...refusers] : [ANY])
  put(world, key, failed)
  const flush = Math.ceil((world.now + FLUSH_MS) / FLUSH_PERIOD_MS) * FLUSH_PERIOD_MS
  world.schedule(flush - world.now, 'scheduler', { type: 'ready', key, seq: failed.seq })
  keep(world, { at: world.now, pod: key, message, filtered: filteredOf(snapshot, found), scores: [] })
  const writes: Write[] = [statusWrite(world, pod, message, result), say(pod, 'Warning', 'FailedScheduling', message)].filter(
    w => w !== undefined,
  )
  if (result.withdraw) nominations(world).delete(key)
  if (!result.chosen) return { caption: { code: 'scheduler.unschedulable', args: { pod: pod.metadata.name, message } }, steps: [writes] }
  const { info, victims } = result.chosen
  nominations(world).set(key, { uid: pod.metadata.uid, node: info.name })
  const caption = {
    code: 'scheduler.preempting',
    args: { pod: pod.metadata.name, node: info.name, victims: victims.length, victim: victims[0]?.metadata.name ?? '' },
  }
  return { caption, steps: [[...writes, ...victims.map(v => mark(world, v))], evictions(pod, info.name, victims)] }
}

/** The pod's condition, and the node that it is promised. */
function statusWrite(world: World, pod: Pod, message: string, { chosen, withdraw }: ReturnType<typeof preempt>): Write | undefined {
  const generation = (pod.metadata as { generation?: number }).generation
  const conditions = scheduled(world, pod, {
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'False',
    reason: 'Unschedulable',
    message,
  })
  const before = pod.status?.nominatedNodeName
  const nominated = chosen ? chosen.info.name : withdraw ? null : before
  const renominated = (nominated ?? undefined) !== (before ?? undefined)
  if (conditions === pod.status?.conditions && !renominated) return undefined
  return {
    verb: 'merge',
    plural: 'pods',
    key: keyOf(pod),
    uid: pod.metadata.uid,
    patch: { status: { conditions, ...(renominated && { nominatedNodeName: nominated }) } },
    subresource: 'status',
    trusted: true,
  }
}

function mark(world: World, victim: Pod): Write {
  const generation = (victim.metadata as { generation?: number }).generation
  const condition = {
    type: 'DisruptionTarget',
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: world.timestamp,
    reason: 'PreemptionByScheduler',
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
  } as unknown as PodCondition
  const conditions = updateCondition((victim.status?.conditions ?? []) as readonly PodCondition[], condition)
  return {
    verb: 'merge',
    plural: 'pods',
    key: keyOf(victim),
    uid: victim.metadata.uid,
    patch: { status: { conditions } },
    subresource: 'status',
    trusted: true,
  }
}

const evictions = (pod: Pod, node: string, victims: readonly Pod[]): Write[] =>
  victims.flatMap(v => [
    { verb: 'delete' as const, plural: 'pods', key: keyOf(v), options: { preconditions: { uid: v.metadata.uid } } },
    say(v, 'Normal', 'Preempted', `Preempted by pod ${pod.metadata.uid} on node ${node}`),
  ])
