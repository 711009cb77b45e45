// Who deletes the pods of nodes with NoExecute taints: at once those that do not tolerate the taint, after their time those that tolerate it for a while.
// Knows nothing of budgets and does not hurry or wait for anybody. An eviction that is planned is never put off, only called off, when the taints go or are
// tolerated for ever. Upstream: pkg/controller/tainteviction/taint_eviction.go.
import { type Actor, type Commit, keyOf, type Look, same, type World, type Write } from '../../engine/index.ts'
import { type ApiObject, type Node, type Pod, type PodCondition, updateCondition } from '../../kube/index.ts'
import { hideTimer, showTimer } from '../tables.ts'
import { voiceOf } from './saying.ts'
import { noExecuteTaints, toleratedSeconds } from './tainteviction/tolerance.ts'

const NAME = 'tainteviction'
const REASON = 'TaintManagerEviction'
const say = voiceOf('taint-eviction-controller')

/** A planned eviction. Table `tainteviction.planned`, key: pod key. */
interface Planned {
  readonly uid: string
  /** Simulated milliseconds. */
  readonly at: number
  /** Carried out: not to be done again. */
  readonly done?: boolean
}
const plans = (w: Pick<World, 'table'>) => w.table<Planned>('tainteviction.planned')

function podKeys({ type, key, object, old }: Commit, world: World): readonly string[] {
  if (type === 'DELETED') return plans(world).has(key) ? [key] : []
  const { nodeName, tolerations } = (object as Pod).spec
  if (!nodeName) return []
  const before = (old as Pod | undefined)?.spec
  if (before?.nodeName === nodeName && (before.tolerations === tolerations || same(before.tolerations, tolerations))) return []
  return noExecuteTaints(world.get<Node>('nodes', nodeName)).length ? [key] : []
}

function nodeKeys({ type, key, object, old }: Commit): readonly string[] {
  const now = type === 'DELETED' ? [] : noExecuteTaints(object as Node)
  return same(now, noExecuteTaints(old as Node | undefined)) ? [] : [`node ${key}`]
}

export const tainteviction: Actor = {
  name: NAME,
  plural: 'pods',
  watches: [
    { plural: 'nodes', keys: nodeKeys },
    { plural: 'pods', keys: podKeys },
  ],

  look(world, key) {
    if (!key.startsWith('node ')) return lookAtPod(world, key)
    for (const pod of world.keysBy('pods', 'node', key.slice(5))) world.wake(NAME, pod, 0)
    return undefined
  },

  settle(world, key, outcomes, memo) {
    const plan = plans(world).get(key)
    if (memo === 'evicted' && plan && outcomes.every(o => o.ok || o.error.code === 404)) plans(world).set(key, { ...plan, done: true })
    return undefined
  },
}

function lookAtPod(world: World, key: string): Look | undefined {
  const pod = world.get<Pod>('pods', key)
  const plan = plans(world).get(key)
  if (plan && plan.uid !== pod?.metadata.uid) return callOff(world, key, plan, stranger(key, plan.uid))
  const nodeName = pod?.spec.nodeName
  if (!pod || !nodeName) return undefined
  if (plan && !plan.done && plan.at <= world.now) return evict(world, key, pod, nodeName)
  const node = world.get<Node>('nodes', nodeName)
  // Without its node nothing new is planned, and what is planned stays.
  if (!node) return plan && !plan.done ? { againInMs: plan.at - world.now } : undefined
  const taints = noExecuteTaints(node)
  const seconds = toleratedSeconds(taints, pod.spec.tolerations)
  if (seconds === Number.POSITIVE_INFINITY) return plan && callOff(world, key, plan, pod)
  if (plan?.done) return {}
  if (seconds === 0) {
    const off = plan ? [cancelled(pod)] : []
    return evict(world, key, pod, nodeName, off)
  }
  const at = plan?.at ?? world.now + seconds * 1000
  if (!plan) {
    plans(world).set(key, { uid: pod.metadata.uid, at })
    showTimer(world, `pods ${key}`, 'eviction', at - world.now)
  }
  const args = { pod: pod.metadata.name, node: nodeName, taint: taints[0]?.key ?? '', seconds }
  return { caption: { code: 'tainteviction.waiting', args }, againInMs: at - world.now }
}

const cancelled = (pod: ApiObject): Write => say(pod, 'Normal', REASON, `Cancelling deletion of Pod ${keyOf(pod)}`)

/** A pod that is no longer there, for what is said about it. */
function stranger(key: string, uid: string): ApiObject {
  const [namespace = '', name = ''] = key.split('/')
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, uid } } as unknown as ApiObject
}

function callOff(world: World, key: string, plan: Planned, pod: ApiObject): Look | undefined {
  plans(world).delete(key)
  hideTimer(world, `pods ${key}`, 'eviction')
  const alive = world.get('pods', key)
  // A pod of the same name that has come meanwhile is another matter.
  if (alive && alive.metadata.uid !== plan.uid) world.wake(NAME, key, 0)
  if (plan.done) return undefined
  return { caption: { code: 'tainteviction.cancelled', args: { pod: pod.metadata.name } }, steps: [[cancelled(pod)]] }
}

function evict(world: World, key: string, pod: Pod, node: string, before: readonly Write[] = []): Look {
  const { uid, name } = pod.metadata
  plans(world).set(key, { uid, at: world.now })
  hideTimer(world, `pods ${key}`, 'eviction')
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: world.timestamp,
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  } as unknown as PodCondition
  const conditions = updateCondition((pod.status?.conditions ?? []) as readonly PodCondition[], condition)
  const marked: Write = {
    verb: 'merge',
    plural: 'pods',
    key,
    uid,
    patch: { status: { conditions } },
    subresource: 'status',
    trusted: true,
  }
  // By name: who has taken it over since the mark goes too.
  const gone: Write = { verb: 'delete', plural: 'pods', key }
  return {
    caption: { code: 'tainteviction.evicting', args: { pod: name, node } },
    steps: [[...before, say(pod, 'Normal', REASON, `Marking for deletion Pod ${key}`), marked], [gone]],
    memo: 'evicted',
  }
}
