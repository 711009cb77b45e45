// What every view asks of a node and of the machine below it. Without facts (a real cluster) there are no machines, and nobody can say either way.
import type { Machine } from '../cluster/index.ts'
import type { Node } from '../kube/index.ts'

export const ZONE = 'topology.kubernetes.io/zone'

/** The zone that a node's label names; '' without one. */
export const zoneOf = (node: Node | undefined): string => node?.metadata.labels?.[ZONE] ?? ''

/** In truth it has power and is on the network. */
export const isReachable = (machine: Machine | undefined): boolean => machine?.power === 'on' && machine.link === 'up'

/** In truth it has no power or is cut off. False of what has no machine, as `isReachable` is. */
export const isUnreachable = (machine: Machine | undefined): boolean => machine !== undefined && !isReachable(machine)
