// Which taints say what about a node. Upstream: nodelifecycle/node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap, doNoScheduleTaintingPass,
// pkg/controller/util/node/controller_utils.go SwapNodeControllerTaint.
import type { Look } from '../../../engine/index.ts'
import { getCondition, type Node, type Taint } from '../../../kube/index.ts'
import { sameTaint } from '../../scheduler/index.ts'

const PREFIX = 'node.kubernetes.io/'
export const NOT_READY = `${PREFIX}not-ready`
export const UNREACHABLE = `${PREFIX}unreachable`
const UNSCHEDULABLE = `${PREFIX}unschedulable`

/** Condition, its status, the key of the taint. */
const OF_CONDITIONS: readonly (readonly [string, string, string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', `${PREFIX}memory-pressure`],
  ['DiskPressure', 'True', `${PREFIX}disk-pressure`],
  ['NetworkUnavailable', 'True', `${PREFIX}network-unavailable`],
  ['PIDPressure', 'True', `${PREFIX}pid-pressure`],
]
const KEYS = new Set([UNSCHEDULABLE, ...OF_CONDITIONS.map(([, , key]) => key)])

export type Ready = 'True' | 'False' | 'Unknown'

/** The status of the Ready condition, if the node has one. */
export const readyOf = (node: Node): Ready | undefined => getCondition(node.status?.conditions, 'Ready')?.status as Ready | undefined

/** The NoSchedule taints that the node's conditions ask for. */
export function wantedNoSchedule(node: Node): readonly string[] {
  const keys = OF_CONDITIONS.filter(([type, status]) => getCondition(node.status?.conditions, type)?.status === status).map(
    ([, , key]) => key,
  )
  return node.spec?.unschedulable ? [...keys, UNSCHEDULABLE] : keys
}

/** The taint that gives a node's pods over to eviction, and its opposite. */
export const evictionKey = (ready: Ready): string => (ready === 'False' ? NOT_READY : UNREACHABLE)

export const hasNoExecute = (node: Node, key: string): boolean =>
  node.spec?.taints?.some(t => t.key === key && t.effect === 'NoExecute') ?? false

/** The taints with some added and some taken away; the same list when nothing changes. */
export function swapTaints(taints: readonly Taint[], add: readonly Taint[], remove: (t: Taint) => boolean): readonly Taint[] {
  const missing = add.filter(a => !taints.some(t => sameTaint(t, a)))
  const kept = taints.filter(t => !remove(t) || add.some(a => sameTaint(t, a)))
  return missing.length || kept.length < taints.length ? [...kept, ...missing] : taints
}

/** As the node's conditions want it: NoSchedule taints come and go at once. */
export function withNoSchedule(node: Node, timestamp: string): readonly Taint[] {
  const wanted = wantedNoSchedule(node)
  const taints = (node.spec?.taints ?? []) as readonly Taint[]
  const add = wanted.map(key => ({ key, effect: 'NoSchedule', timeAdded: timestamp }))
  return swapTaints(taints, add, t => t.effect === 'NoSchedule' && KEYS.has(t.key))
}

const isEvicting = (t: Taint) => t.effect === 'NoExecute' && (t.key === NOT_READY || t.key === UNREACHABLE)

/** Given over to eviction for this reason, and for no other. */
export const withNoExecute = (taints: readonly Taint[], key: string, timestamp: string): readonly Taint[] =>
  swapTaints(taints, [{ key, effect: 'NoExecute', timeAdded: timestamp }], isEvicting)

export const withoutNoExecute = (taints: readonly Taint[]): readonly Taint[] => swapTaints(taints, [], isEvicting)

/**
 * The steps that set the taints, if they differ: the node is asked for first, so that whoever watches nodes has seen what made the taints change before they
 * do. Refused when somebody else has changed the node meanwhile, and then tried again.
 */
export function taintSteps(node: Node, taints: readonly Taint[]): Pick<Look, 'steps'> {
  if (taints === node.spec?.taints || (taints.length === 0 && !node.spec?.taints?.length)) return {}
  const { taints: _, ...spec } = node.spec ?? {}
  const object = { ...node, spec: taints.length ? { ...spec, taints: [...taints] } : spec }
  return {
    steps: [[{ verb: 'get', plural: 'nodes', key: node.metadata.name }], [{ verb: 'update', plural: 'nodes', object, trusted: true }]],
  }
}
