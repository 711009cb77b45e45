// What wakes pods that fit nowhere: a node that came or changed, room that was made, a pod that came where others want or fear it. Each plugin that
// refused a pod is asked whether the change could help; when none can say, a pod is tried again after five minutes. Upstream: pkg/scheduler/eventhandlers.go,
// framework/events.go, the plugins' EventsToRegister and isSchedulableAfter… functions.
import { type Commit, type Look, same, type World } from '../../engine/index.ts'
import type { Node, Pod } from '../../kube/index.ts'
import { shortages } from './filters/noderesourcesfit.ts'
import type { NodeInfo } from './nodeinfo.ts'
import type { Filter } from './plugin.ts'
import { askingOf, filters } from './profile.ts'
import { backOffEnd, isBackingOff, isRefuser, pool, put, type Waiting } from './queue.ts'
import { requestsOf } from './resources.ts'
import { openSlot } from './slots.ts'
import { isTerminal, type Snapshot, snapshotOf } from './snapshot.ts'

/** Stands for all plugins: there was no node to ask them about. */
export const ANY = '*'

export const anybodyWaits = (world: World): boolean => pool(world).size > 0

const byOthers = filters.filter(f => f.helpsWith).map(f => f.name)

/** The keys under which the scheduler looks at the cluster: `node NAME`, `freed NODE`, `came POD`. */
export function wakeFor({ plural, type, key, object, old }: Commit, world: World): readonly string[] {
  if (plural === 'nodes') return type === 'ADDED' || (type === 'MODIFIED' && mayHelp(object as Node, old as Node)) ? [`node ${key}`] : []
  const pod = object as Pod
  const before = old as Pod | undefined
  const node = pod.spec.nodeName
  if (!node) return []
  const left = type === 'DELETED' || (isTerminal(pod) && !(before && isTerminal(before)))
  if (left) return [`freed ${node}`]
  if (isTerminal(pod) || !byOthers.some(name => isRefuser(world, name))) return []
  const came = !before?.spec.nodeName
  const changed =
    came || before.metadata.labels !== pod.metadata.labels || before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp
  return changed ? [`came ${key}`] : []
}

function mayHelp(now: Node, old: Node): boolean {
  return (
    now.spec?.unschedulable !== old.spec?.unschedulable ||
    !same(now.spec?.taints, old.spec?.taints) ||
    !same(now.metadata.labels, old.metadata.labels) ||
    !same(now.status?.allocatable, old.status?.allocatable)
  )
}

/** A visit because something changed in the cluster. */
export function lookAtCluster(world: World, key: string): Look | undefined {
  const [what, name] = key.split(' ') as [string, string]
  const snapshot = snapshotOf(world)
  const info = snapshot.infos.get(name)
  const other = what === 'came' ? world.get<Pod>('pods', name) : undefined
  // Equal pods that were refused by the same plugins are helped together or not at all.
  const known = new Map<string, boolean>()
  for (const [waitingKey, row] of [...pool(world)]) {
    const pod = world.get<Pod>('pods', waitingKey)
    if (!pod) continue
    const alike = row.refusedBy.every(isLocal) ? `${row.refusedBy.join()} ${askingOf(pod)}` : undefined
    let helped = alike === undefined ? undefined : known.get(alike)
    if (helped === undefined) {
      helped = other ? helpedBy(row, pod, other) : info?.node !== undefined && helpedAt(row, pod, snapshot, info, what === 'freed')
      if (alike !== undefined) known.set(alike, helped)
    }
    if (helped) retry(world, waitingKey, row)
  }
  return undefined
}

const isLocal = (plugin: string) => filters.some(f => f.name === plugin && f.local)

const refusers = (row: Waiting): readonly Filter[] =>
  row.refusedBy.includes(ANY) ? filters : filters.filter(f => row.refusedBy.includes(f.name))

const helpedBy = (row: Waiting, pod: Pod, other: Pod) => refusers(row).some(f => f.helpsWith?.(pod, other))

function helpedAt(row: Waiting, pod: Pod, snapshot: Snapshot, info: NodeInfo, freed: boolean): boolean {
  return refusers(row).some(f => {
    // Room that is not enough yet may be enough together with what preemption makes.
    if (freed && f.name === 'NodeResourcesFit') return shortages(requestsOf(pod.spec), info)?.resolvable !== false
    if (f.helps) return f.helps(pod, snapshot, info)
    const judge = f.prepare(pod, snapshot)
    return judge === undefined || (typeof judge === 'function' && !judge(info))
  })
}

/** Puts a pod that fitted nowhere back among those that are tried. */
export function retry(world: World, key: string, row: Waiting): void {
  if (isBackingOff(row, world.now)) {
    put(world, key, { ...row, state: 'backoff' })
    world.schedule(backOffEnd(row) - world.now, 'scheduler', { type: 'ready', key, seq: row.seq })
  } else put(world, key, { ...row, state: 'active' })
  openSlot(world)
}
