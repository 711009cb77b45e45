// What is known of a node that has a disk: whether it is healthy, whether it was declared dead, and whether it says that it still uses the disk.
import type { World } from '../../../engine/index.ts'
import { isConditionTrue, type Node } from '../../../kube/index.ts'
import { isConnected } from '../../kubelet/index.ts'
import { isMountedOn } from '../../storage/index.ts'

export const isHealthy = (node: Node | undefined): boolean => isConditionTrue(node?.status?.conditions, 'Ready')

/** Somebody has seen to it that the machine is off, and says so by a taint. */
export const isOutOfService = (node: Node | undefined): boolean =>
  node?.spec?.taints?.some(t => t.key === 'node.kubernetes.io/out-of-service') ?? false

/** What the node has last said of the disk (status.volumesInUse): one that is cut off or without power has not taken it back. */
export const saysInUse = (world: World, disk: string, node: string): boolean => !isConnected(world, node) || isMountedOn(world, disk, node)
