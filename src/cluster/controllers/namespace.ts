// The namespace controller: a Namespace that is deleted stays, Terminating, until nothing is left in it. Pods go first, so that what they do ends before
// what they need is taken away; then everything else; what has finalizers is waited for. Upstream: pkg/controller/namespace/namespace_controller.go,
// deletion/namespaced_resources_deleter.go.
import { type Actor, keyOf, type Look, type World, type Write } from '../../engine/index.ts'
import { type ApiObject, type Pod, parseTime, resources } from '../../kube/index.ts'
import { conditionsAfter, type Leftovers } from './namespace/conditions.ts'

/** Time for the last writes to a namespace to land before it is emptied. */
const GRACE_MS = 5000
/** How long something with finalizers is expected to take. */
const FINALIZER_SECONDS = 15
const RETRY_MS = 250
const BATCH = 500
const FINALIZER = 'kubernetes'

const contents = resources.filter(r => r.namespaced && r.plural !== 'pods')

export const namespace: Actor = {
  name: 'namespace',
  plural: 'namespaces',
  watches: [{ plural: 'namespaces', keys: c => [c.key] }],

  look(world, name) {
    const ns = world.get('namespaces', name)
    if (!ns?.metadata.deletionTimestamp) return ns && {}
    const left = parseTime(ns.metadata.deletionTimestamp) + GRACE_MS - world.nowMs
    if (left > 0) return { caption: { code: 'namespace.closing', args: { seconds: GRACE_MS / 1000 } }, againInMs: left }
    const pods = world.by<Pod>('pods', 'namespace', name)
    const { code, count, removals } =
      pods.length > 0 ? emptyOf('namespace.removingPods', [['pods', pods]]) : emptyOf('namespace.removingContent', rest(world, name))
    const caption = { code, args: { count } }
    if (removals.length > 0) return { caption, steps: batches(removals), memo: 'report' }
    return { caption, ...report(world, ns) }
  },

  settle(world, name, _outcomes, memo) {
    const ns = world.get('namespaces', name)
    return ns && memo ? report(world, ns) : undefined
  },
}

type Rows = readonly (readonly [plural: string, objects: readonly ApiObject[]])[]
const rest = (world: World, name: string): Rows => contents.map(r => [r.plural, world.by(r.plural, 'namespace', name)])

/** What is there, and the writes that take it away, those aside that are on their way already. */
function emptyOf(code: string, rows: Rows): { code: string; count: number; removals: Write[] } {
  const removals = rows.flatMap(([plural, objects]) =>
    objects
      .filter(o => !o.metadata.deletionTimestamp)
      .map((o): Write => ({ verb: 'delete', plural, key: keyOf(o), options: { propagationPolicy: 'Background' } })),
  )
  return { code, count: rows.reduce((n, [, objects]) => n + objects.length, 0), removals }
}

const batches = (writes: readonly Write[]): Write[][] =>
  Array.from({ length: Math.ceil(writes.length / BATCH) }, (_, i) => writes.slice(i * BATCH, (i + 1) * BATCH))

/** What is left after a round: told as conditions, with a time to look again; or nothing, and then the namespace may go. */
function report(world: World, ns: ApiObject): Look {
  const { name } = ns.metadata
  const pods = world.by<Pod>('pods', 'namespace', name)
  if (pods.length > 0) {
    const seconds = graceOf(pods)
    const trouble = seconds === 0 ? { failed: unexpected(name, pods.length, '', 'pods') } : {}
    return { steps: [statusWrite(world, ns, trouble)], againInMs: seconds === 0 ? RETRY_MS : again(seconds) }
  }
  const left = rest(world, name).filter(([, objects]) => objects.length > 0)
  if (left.length > 0) return { steps: [statusWrite(world, ns, { left })], againInMs: again(FINALIZER_SECONDS) }
  const finalizers = (ns.spec?.finalizers ?? []).filter((f: string) => f !== FINALIZER)
  const object = { ...ns, metadata: { ...ns.metadata, resourceVersion: '' }, spec: { ...ns.spec, finalizers } }
  return { steps: [[{ verb: 'update', plural: 'namespaces', subresource: 'finalize', object }]] }
}

const again = (estimateSeconds: number) => (Math.floor(estimateSeconds / 2) + 1) * 1000
const unexpected = (name: string, count: number, group: string, plural: string) =>
  `Failed to delete all resource types, ${count} remaining: unexpected items still remain in namespace: ${name} for gvr: ${group}/v1, Resource=${plural}`

/** The longest grace that a pod which has not ended may take. */
const graceOf = (pods: readonly Pod[]): number =>
  pods.reduce((most, p) => {
    const ended = p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed'
    return ended ? most : Math.max(most, p.spec.terminationGracePeriodSeconds ?? 0)
  }, 0)

function statusWrite(world: World, ns: ApiObject, { left = [], failed }: { left?: Rows; failed?: string }): Write[] {
  const have = ns.status?.conditions ?? []
  const conditions = conditionsAfter(have, leftovers(left), failed, world.timestamp)
  if (conditions === have) return []
  return [{ verb: 'update', plural: 'namespaces', subresource: 'status', object: { ...ns, status: { ...ns.status, conditions } } }]
}

const leftovers = (rows: Rows): Leftovers[] =>
  rows.map(([plural, objects]) => ({
    plural,
    group: resources.find(r => r.plural === plural)?.group ?? '',
    count: objects.length,
    finalizers: objects.flatMap(o => o.metadata.finalizers ?? []),
  }))
