// Answers that depend on the pod's spec and on one node alone are the same for the next pod that asks for the same, as long as the node has not changed: of
// a thousand equal pods each changes one node. Kept per kind of asking and node, with the node's version; a pure memory that may be lost at any time.
import type { Pod } from '../../kube/index.ts'
import type { NodeInfo } from './nodeinfo.ts'
import type { Refusal, Score } from './plugin.ts'
import { askingOf, filters, scores } from './profile.ts'
import type { Snapshot } from './snapshot.ts'

type Judge = (info: NodeInfo) => Refusal | undefined

/** A refusal with the plugin that spoke it. */
export interface Verdict extends Refusal {
  readonly plugin: string
}

export const localScores: readonly Score[] = scores.filter(s => s.local)

export class Asking {
  readonly #judges: readonly (readonly [string, Judge])[]
  /** By local score: a function, a number for all nodes, or nothing to say. */
  readonly raters: readonly (((info: NodeInfo) => number) | number | undefined)[]
  readonly #versions: number[] = []
  readonly #verdicts: (Verdict | undefined)[] = []
  readonly #rated: number[] = []
  readonly #points: number[][] = localScores.map(() => [])

  constructor(pod: Pod, snapshot: Snapshot) {
    const judges: [string, Judge][] = []
    for (const f of filters) {
      if (!f.local) continue
      const judge = f.prepare(pod, snapshot)
      if (judge !== undefined) judges.push([f.name, typeof judge === 'function' ? judge : () => judge])
    }
    this.#judges = judges
    this.raters = localScores.map(s => s.prepare(pod, snapshot, []))
  }

  /** The first local refusal. */
  verdict(info: NodeInfo): Verdict | undefined {
    const { slot } = info
    if (slot >= 0 && this.#versions[slot] === info.version) return this.#verdicts[slot]
    const verdict = this.#judge(info)
    if (slot >= 0) {
      this.#versions[slot] = info.version
      this.#verdicts[slot] = verdict
    }
    return verdict
  }

  /** The raw points of a local score for a node; only where its rater is a function. */
  points(score: number, info: NodeInfo): number {
    const { slot } = info
    if (this.#rated[slot] !== info.version) {
      for (let i = 0; i < this.raters.length; i++) {
        const rate = this.raters[i]
        if (typeof rate === 'function') (this.#points[i] as number[])[slot] = rate(info)
      }
      this.#rated[slot] = info.version
    }
    return (this.#points[score] as number[])[slot] as number
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
