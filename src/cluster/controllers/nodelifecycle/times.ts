// The numbers of the node lifecycle controller. Upstream: cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go,
// pkg/controller/nodelifecycle/config/v1alpha1/defaults.go, since 1.32.

/** How often the controller looks at the health of all nodes. */
export const PERIOD_MS = 5_000
/** How long a node may be silent. */
export const GRACE_MS = 50_000
/** … and a new one that has never said anything. */
export const STARTUP_GRACE_MS = 60_000
/** Nodes that may be given over to eviction, in a second and zone. */
export const RATE = 0.1
/** The same in a large zone where most nodes have fallen silent; in a small one none. */
export const SECONDARY_RATE = 0.01
export const LARGE_ZONE = 50
/** The share of silent nodes from which on the zone, or the network to it, is thought to be ill rather than the nodes. */
export const UNHEALTHY = 0.55
/** How often the queues of nodes to be given over are looked at. */
export const QUEUE_PERIOD_MS = 100

/** The first look at or after a moment. */
export const tickAt = (ms: number): number => Math.ceil(ms / PERIOD_MS) * PERIOD_MS
/** The next look after a moment. */
export const tickAfter = (ms: number): number => Math.floor(ms / PERIOD_MS) * PERIOD_MS + PERIOD_MS
