// Who clears away pods that nobody else will ever end: those of nodes that are gone, those that were being deleted before they had a node, those that are
// stuck on a node that is said to be out of service, and old finished ones when there are too many. Looks every twenty seconds, at what has given reason.
// Upstream: pkg/controller/podgc/gc_controller.go.
import { type Actor, type Commit, keyOf, type Look, type World, type Write } from '../../engine/index.ts'
import { type ApiObject, isConditionTrue, type Node, type Pod, type PodCondition, parseTime, updateCondition } from '../../kube/index.ts'
import { hideTimer, showTimer } from '../tables.ts'

const NAME = 'podgc'
const PERIOD_MS = 20_000
const QUARANTINE_MS = 40_000
const MOST_FINISHED = 12_500
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'
const FINISHED = 'finished'

/** Nodes that pods name and that there are no objects of: since when. Table `podgc.missing`, key: node name. */
interface Missing {
  readonly since: number
}
const missing = (w: Pick<World, 'table'>) => w.table<Missing>('podgc.missing')

const nextTick = (world: World) => Math.ceil((world.now + 1) / PERIOD_MS) * PERIOD_MS
const isOnTick = (world: World) => world.now % PERIOD_MS === 0
const isFinished = (p: Pod) => p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed'
const isOutOfService = (n: Node | undefined) => n?.spec?.taints?.some(t => t.key === OUT_OF_SERVICE) ?? false

function podKeys({ type, key, object, old }: Commit, world: World): readonly string[] {
  if (type === 'DELETED') return []
  const pod = object as Pod
  const keys: string[] = []
  const { nodeName } = pod.spec
  const ends = pod.metadata.deletionTimestamp !== undefined
  if (!nodeName) return ends ? [`pod ${key}`] : []
  if (nodeName !== old?.spec.nodeName && !world.get('nodes', nodeName)) keys.push(`node ${nodeName}`)
  if (ends && isOutOfService(world.get<Node>('nodes', nodeName))) keys.push(`pod ${key}`)
  if (isFinished(pod) && !(old && isFinished(old as Pod)) && world.count('pods') > MOST_FINISHED) keys.push(FINISHED)
  return keys
}

function nodeKeys({ type, key, object }: Commit): readonly string[] {
  return type === 'DELETED' || isOutOfService(object as Node) ? [`node ${key}`] : []
}

export const podgc: Actor = {
  name: NAME,
  plural: 'pods',
  watches: [
    { plural: 'nodes', keys: nodeKeys },
    { plural: 'pods', keys: podKeys },
  ],

  look(world, key) {
    if (!isOnTick(world)) return { againInMs: nextTick(world) - world.now }
    if (key === FINISHED) return clearFinished(world)
    if (key.startsWith('node ')) return lookAtNode(world, key.slice(5))
    const pod = world.get<Pod>('pods', key.slice(4))
    return pod && isStuck(world, pod)
      ? { caption: { code: 'podgc.stuck', args: { pod: pod.metadata.name } }, ...removal(world, [pod]) }
      : undefined
  },
}

/** Being deleted, and nobody is there to confirm it. */
function isStuck(world: World, pod: Pod): boolean {
  if (!pod.metadata.deletionTimestamp) return false
  if (!pod.spec.nodeName) return true
  const node = world.get<Node>('nodes', pod.spec.nodeName)
  return isOutOfService(node) && !isConditionTrue(node?.status?.conditions, 'Ready')
}

function lookAtNode(world: World, name: string): Look | undefined {
  const pods = world.by<Pod>('pods', 'node', name)
  const node = world.get<Node>('nodes', name)
  if (node || !pods.length) {
    forgive(world, name)
    if (!isOutOfService(node)) return undefined
    const stuck = pods.filter(p => isStuck(world, p))
    // A node may still turn not ready: the taint stays a reason to look.
    return {
      caption: { code: 'podgc.outOfService', args: { node: name, pods: stuck.length } },
      ...removal(world, stuck),
      againInMs: PERIOD_MS,
    }
  }
  const row = missing(world).get(name)
  if (!row) {
    missing(world).set(name, { since: world.now })
    showTimer(world, `nodes ${name}`, 'orphans', QUARANTINE_MS)
  }
  const left = (row?.since ?? world.now) + QUARANTINE_MS - world.now
  if (left > 0)
    return { caption: { code: 'podgc.quarantine', args: { node: name, pods: pods.length, seconds: left / 1000 } }, againInMs: left }
  hideTimer(world, `nodes ${name}`, 'orphans')
  return { caption: { code: 'podgc.orphans', args: { node: name, pods: pods.length } }, ...removal(world, pods), againInMs: PERIOD_MS }
}

/** It is there again, or nothing is bound to it any more. */
function forgive(world: World, name: string): void {
  if (missing(world).delete(name)) hideTimer(world, `nodes ${name}`, 'orphans')
}

/** The oldest finished pods beyond what is kept, evicted ones first. */
function clearFinished(world: World): Look | undefined {
  const finished = [...world.list<Pod>('pods')].filter(isFinished)
  const excess = finished.length - MOST_FINISHED
  if (excess <= 0) return undefined
  const evicted = (p: Pod) => (p.status.reason === 'Evicted' ? 0 : 1)
  const born = (p: ApiObject) => parseTime(p.metadata.creationTimestamp)
  finished.sort((a, b) => evicted(a) - evicted(b) || born(a) - born(b) || (a.metadata.name < b.metadata.name ? -1 : 1))
  return { caption: { code: 'podgc.finished', args: { pods: excess } }, ...removal(world, finished.slice(0, excess)) }
}

/** A pod that has not ended is marked as failed first, so that nobody takes it for running; then it goes without grace. */
function removal(world: World, pods: readonly Pod[]): Pick<Look, 'steps'> {
  if (!pods.length) return {}
  const marks = pods.filter(p => !isFinished(p)).map(p => failed(world, p))
  const gone = pods.map(
    (p): Write => ({
      verb: 'delete',
      plural: 'pods',
      key: keyOf(p),
      options: { gracePeriodSeconds: 0 },
    }),
  )
  return { steps: [marks, gone] }
}

function failed(world: World, pod: Pod): Write {
  const orphan = pod.spec.nodeName && !world.get('nodes', pod.spec.nodeName)
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: world.timestamp,
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  } as unknown as PodCondition
  const conditions = (pod.status?.conditions ?? []) as readonly PodCondition[]
  const next = orphan ? updateCondition(conditions, condition) : conditions
  return {
    verb: 'merge',
    plural: 'pods',
    key: keyOf(pod),
    uid: pod.metadata.uid,
    patch: { status: { phase: 'Failed', ...(next.length && { conditions: next }) } },
    subresource: 'status',
    trusted: true,
  }
}
