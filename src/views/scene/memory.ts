// What the layout remembers, so that nothing jumps: which slot of its node each pod stands in, how densely a node is filled, which controllers have
// the cards, where the beam points. A plain value: a scene is a function of the mirror, the viewport and the memory before it, and gives the memory
// after it. When the history is replaced (a seek, a fork) all of it is void but one thing: a pod that is met again prefers the slot it had.
export interface NodeMemory {
  /** Slot by pod uid. */
  readonly slots: ReadonlyMap<string, number>
  /** When slots were left, in simulated ms: they rest a moment, so that nobody is born onto somebody who is just leaving. */
  readonly freed: ReadonlyMap<number, number>
  /** Index of the density level. */
  readonly level: number
}

export interface Memory {
  readonly epoch: number
  readonly nodes: ReadonlyMap<string, NodeMemory>
  readonly tray: NodeMemory
  /** Zones of nodes whose object is gone while the machine still runs. */
  readonly zones: ReadonlyMap<string, string>
  /** The node at which each disk stands, by volume. */
  readonly homes: ReadonlyMap<string, string>
  /** Where pods stood, by uid, over all histories of this page. */
  readonly places: ReadonlyMap<string, number>
  /** Actors on the cards, from left to right, and when each was last busy. */
  readonly columns: readonly string[]
  readonly busyAt: ReadonlyMap<string, number>
  /** `at`: since when it has been on this actor. */
  readonly beam?: { readonly actor: string; readonly target: string; readonly at: number } | undefined
  /** Since when nothing has been moving, in simulated ms. */
  readonly quietSince?: number | undefined
}

const EMPTY_NODE: NodeMemory = { slots: new Map(), freed: new Map(), level: 0 }
const PLACES_KEPT = 4000

export const freshMemory = (epoch: number, places: ReadonlyMap<string, number> = new Map()): Memory => ({
  epoch,
  nodes: new Map(),
  tray: EMPTY_NODE,
  zones: new Map(),
  homes: new Map(),
  places,
  columns: [],
  busyAt: new Map(),
})

/** The memory to begin with: the one before, or a fresh one when the history is another. */
export const recall = (memory: Memory | undefined, epoch: number): Memory =>
  memory?.epoch === epoch ? memory : freshMemory(epoch, memory && rememberPlaces(memory))

function rememberPlaces(memory: Memory): ReadonlyMap<string, number> {
  const places = new Map(memory.places)
  for (const { slots } of memory.nodes.values()) {
    for (const [uid, slot] of slots) {
      places.delete(uid)
      places.set(uid, slot)
    }
  }
  for (const uid of places.keys()) {
    if (places.size <= PLACES_KEPT) break
    places.delete(uid)
  }
  return places
}

export const nodeMemory = (memory: Memory, name: string): NodeMemory => memory.nodes.get(name) ?? EMPTY_NODE
