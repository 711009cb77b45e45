// Who watches over the nodes. A node that gives no sign of life for 50 s is marked Unknown, its pods not ready, and taints say so: NoSchedule keeps new pods
// off, NoExecute (at a limited rate for each zone) gives its pods over to eviction. Signs of life again: all that is taken back. The controller looks every
// five seconds; a node at which nothing can have happened is not looked at. Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import { type Actor, type Commit, type Look, same, type World, type Write } from '../../engine/index.ts'
import type { ApiObject, Node, Pod, Taint } from '../../kube/index.ts'
import { notReady, say, unknownConditions } from './nodelifecycle/conditions.ts'
import { gaveOver, giveOver, lookAtZones, NAME } from './nodelifecycle/disruption.ts'
import { evict } from './nodelifecycle/evicting.ts'
import { givenUpAt, type Health, healths, observe, setHealth, zoneKey } from './nodelifecycle/health.ts'
import { hideSilence, silenceShows, waitFor } from './nodelifecycle/silence.ts'
import { hasNoExecute, NOT_READY, readyOf, taintSteps, UNREACHABLE, withNoSchedule } from './nodelifecycle/taints.ts'
import { tickAfter } from './nodelifecycle/times.ts'
import { dequeueNode } from './nodelifecycle/zones.ts'

const ZONES = ' zones'
/** So long it is said of a node that it was removed. */
const REMOVED_MS = 1000

function nodeKeys({ type, key, object, old }: Commit): readonly string[] {
  if (type !== 'MODIFIED' || !old) return [key]
  const beats = (n: ApiObject) => (n as Node).status?.conditions?.map(({ type: t, status }) => [t, status])
  return same(object.spec, old.spec) && same(object.metadata.labels, old.metadata.labels) && same(beats(object), beats(old)) ? [] : [key]
}

function podKeys({ type, key, object, old }: Commit, world: World): readonly string[] {
  const node = object.spec.nodeName
  if (type === 'DELETED' || !node || old?.spec.nodeName) return []
  const row = healths(world).get(node)
  return row && row.ready !== 'True' ? [`pod ${key}`] : []
}

export const nodelifecycle: Actor = {
  name: NAME,
  plural: 'nodes',
  watches: [
    { plural: 'nodes', keys: nodeKeys },
    { plural: 'pods', keys: podKeys },
    { plural: 'leases', keys: ({ object }, world) => (silenceShows(world, object.metadata.name) ? [object.metadata.name] : []) },
  ],

  look(world, key) {
    if (key === ZONES) return lookAtZones(world)
    if (key.startsWith('zone ')) return giveOver(world, key.slice(5))
    if (key.startsWith('pod ')) {
      const pod = world.get<Pod>('pods', key.slice(4))
      return pod && { steps: [notReady(world, pod)] }
    }
    const node = world.get<Node>('nodes', key)
    return node ? silenced(world, key, lookAtNode(world, node)) : remove(world, key)
  },

  settle(world, key, outcomes) {
    if (key.startsWith('zone ') && outcomes[0]?.ok) gaveOver(world, key.slice(5))
    return undefined
  },
}

const event = (node: { name: string; uid: string }, reason: string, message: string): Write =>
  say({ apiVersion: 'v1', kind: 'Node', metadata: node } as unknown as ApiObject, 'Normal', reason, message)

function remove(world: World, name: string): Look | undefined {
  const row = healths(world).get(name)
  if (!row) return undefined
  if (row.zone !== undefined) dequeueNode(world, row.zone, name)
  setHealth(world, name, undefined)
  hideSilence(world, name)
  world.wake(NAME, ZONES, 0)
  const message = `Node ${name} event: Removing Node ${name} from Controller`
  return {
    caption: { code: 'nodelifecycle.removed', args: { node: name } },
    steps: [[event({ name, uid: row.uid }, 'RemovingNode', message)]],
    againInMs: REMOVED_MS,
  }
}

/** What was said of a node that has long been well again, or never was given up, is said no more. */
function silenced(world: World, name: string, look: Look): Look | undefined {
  const speaks = look.caption || look.steps?.some(s => s.length) || healths(world).get(name)?.ready === 'Unknown'
  if (speaks || !world.table('captions').has(`${NAME} ${name}`)) return look
  if (look.againInMs !== undefined) world.wake(NAME, name, look.againInMs)
  return undefined
}

function lookAtNode(world: World, node: Node): Look {
  const { name } = node.metadata
  const row = healths(world).get(name)
  if (row && world.now >= row.lookAt) return pass(world, node, row)
  if (!row || changed(node, row)) {
    // The next look is the first that can see it; the NoSchedule taints do not wait for it.
    const lookAt = Math.min(row?.lookAt ?? Number.POSITIVE_INFINITY, tickAfter(world.now))
    if (row) healths(world).set(name, { ...row, lookAt })
    else healths(world).set(name, { ...observe(world, node, undefined, undefined, undefined), lookAt, uid: '' })
    return { ...taintSteps(node, withNoSchedule(node, world.timestamp)), againInMs: lookAt - world.now }
  }
  return { ...waitFor(world, node, row), ...taintSteps(node, withNoSchedule(node, world.timestamp)) }
}

const changed = (node: Node, row: Health) =>
  row.uid !== node.metadata.uid ||
  row.ready !== readyOf(node) ||
  row.zone !== zoneKey(node) ||
  (row.ready === 'True' && (hasNoExecute(node, NOT_READY) || hasNoExecute(node, UNREACHABLE)))

/** One node in one look of the controller. */
function pass(world: World, node: Node, known: Health): Look {
  const { name, uid } = node.metadata
  const isNew = known.uid !== uid
  const observed = readyOf(node)
  const seen = observe(world, node, isNew ? undefined : known, zoneKey(node), observed)
  const givenUp = world.now >= givenUpAt(seen.seenAt, observed)
  const ready = givenUp ? 'Unknown' : observed
  if (known.zone !== undefined && known.zone !== seen.zone) dequeueNode(world, known.zone, name)
  const lookAt = givenUp && observed !== 'Unknown' ? world.now : Number.MAX_SAFE_INTEGER
  setHealth(world, name, { ...seen, ready, lookAt, ...(ready === 'True' && { givenOver: false }) })
  world.wake(NAME, ZONES, 0)
  const taints = evict(world, node, healths(world).get(name) as Health)
  const steps: Write[][] = []
  if (isNew) steps.push([event({ name, uid }, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)])
  if (givenUp && observed !== 'Unknown') {
    const conditions = unknownConditions(node, world.timestamp)
    const status: Write = {
      verb: 'update',
      plural: 'nodes',
      object: { ...node, status: { ...node.status, conditions: [...conditions] } },
      subresource: 'status',
      trusted: true,
    }
    const said = observed === 'True' ? [event({ name, uid }, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)] : []
    const pods = observed === 'True' ? world.by<Pod>('pods', 'node', name).flatMap(p => notReady(world, p)) : []
    hideSilence(world, name)
    steps.push([status, ...said], pods)
    return { caption: { code: 'nodelifecycle.unknown', args: { node: name, pods: pods.length / 2 } }, steps, againInMs: 1000 }
  }
  const change = taintSteps(node, swapped(node, taints, world)).steps ?? []
  return { ...waitFor(world, node, healths(world).get(name) as Health), steps: [...steps, ...change] }
}

const swapped = (node: Node, taints: readonly Taint[], world: World): readonly Taint[] =>
  withNoSchedule({ ...node, spec: { ...node.spec, taints: [...taints] } }, world.timestamp)
