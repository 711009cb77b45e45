// Answers that depend on the pod's spec and on one node alone are the same for the next pod that asks for the same, as long as the node has not changed: of
// a thousand equal pods each changes one node. Kept per kind of asking and node, with the node's version; a pure memory that may be lost at any time.
import type { Pod } from '../../kube/index.ts'
import type { NodeInfo } from './nodeinfo.ts'
import type { Refusal } from './plugin.ts'
import { askingOf, filters, localScores } from './profile.ts'
import type { Snapshot } from './snapshot.ts'

type Judge = (info: NodeInfo) => Refusal | undefined

/** A refusal with the plugin that spoke it. */
export interface Verdict extends Refusal {
  readonly plugin: string
}

const NEVER = -1

export class Asking {
  readonly #snapshot: Snapshot
  readonly #judges: readonly (readonly [string, Judge])[]
  /** By local score. */
  readonly raters: readonly (((info: NodeInfo) => number) | undefined)[]
  /** The version of the node, by slot, for which the rest was worked out. */
  readonly #versions: Int32Array
  readonly #fits: Uint8Array
  readonly #verdicts: (Verdict | undefined)[]
  /** The weighted sum of the local scores, where the node fits. */
  readonly #points: Int32Array

  constructor(pod: Pod, snapshot: Snapshot) {
    this.#snapshot = snapshot
    const judges: [string, Judge][] = []
    for (const f of filters) {
      if (!f.local) continue
      const judge = f.prepare(pod, snapshot)
      if (judge !== undefined) judges.push([f.name, typeof judge === 'function' ? judge : () => judge])
    }
    this.#judges = judges
    this.raters = localScores.map(s => s.rate(pod))
    const nodes = snapshot.order.length
    this.#versions = new Int32Array(nodes).fill(NEVER)
    this.#fits = new Uint8Array(nodes)
    this.#verdicts = new Array(nodes)
    this.#points = new Int32Array(nodes)
  }

  /** Whether no local filter refuses the node. */
  fits(slot: number): boolean {
    if (this.#versions[slot] !== this.#snapshot.versions[slot]) this.#learn(slot)
    return this.#fits[slot] === 1
  }

  /** The first local refusal. */
  verdict(info: NodeInfo): Verdict | undefined {
    return this.fits(info.slot) ? undefined : this.#verdicts[info.slot]
  }

  /** The points of the local scores together, of nodes that fit. */
  points(slots: Int32Array, totals: Float64Array): void {
    const points = this.#points
    for (let i = 0; i < slots.length; i++) totals[i] = points[slots[i] as number] as number
  }

  #learn(slot: number): void {
    const info = this.#snapshot.order[slot] as NodeInfo
    const verdict = this.#judge(info)
    this.#versions[slot] = this.#snapshot.versions[slot] as number
    this.#fits[slot] = verdict ? 0 : 1
    this.#verdicts[slot] = verdict
    if (verdict) return
    let points = 0
    for (let s = 0; s < localScores.length; s++) {
      const rate = this.raters[s]
      if (rate) points += rate(info) * (localScores[s] as (typeof localScores)[number]).weight
    }
    this.#points[slot] = points
  }

  #judge(info: NodeInfo): Verdict | undefined {
    for (const [plugin, judge] of this.#judges) {
      const refusal = judge(info)
      if (refusal) return { ...refusal, plugin }
    }
    return undefined
  }
}

const MOST = 64

interface Memory {
  order: readonly NodeInfo[]
  askings: Map<string, Asking>
}
const memories = new WeakMap<Snapshot, Memory>()

/** What is known already for pods like this one. */
export function askingFor(pod: Pod, snapshot: Snapshot): Asking {
  const { order } = snapshot
  let memory = memories.get(snapshot)
  if (!memory || memory.order !== order) {
    memory = { order, askings: new Map() }
    memories.set(snapshot, memory)
  }
  const key = askingOf(pod)
  const known = memory.askings.get(key)
  if (known) return known
  if (memory.askings.size >= MOST) memory.askings.delete(memory.askings.keys().next().value as string)
  const asking = new Asking(pod, snapshot)
  memory.askings.set(key, asking)
  return asking
}
