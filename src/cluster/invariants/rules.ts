// The form of a rule that always holds: what it thinks of a commit, and of the world as it lies there. A rule may remember what it saw.
import type { Commit, Engine } from '../../engine/index.ts'
import { type ApiObject, controllerOf, type Pod } from '../../kube/index.ts'

export type Say = (what: string) => void
export interface Rules {
  /** The kinds whose commits it wants to see; absent: all. */
  readonly plurals?: readonly string[]
  /** It holds for what a person writes himself too. */
  readonly judgesPeople?: true
  /** `isOwn`: a person wrote it himself. */
  commit?(c: Commit, say: Say, isOwn: boolean): void
  look?(say: Say): void
}

export const hasEnded = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'
export const isGoing = (o: ApiObject): boolean => o.metadata.deletionTimestamp !== undefined
export const isReady = (p: Pod): boolean => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false

/** The owner of a pod, when it is of that kind and there. */
export function ownerIn<T extends ApiObject>(engine: Engine, plural: string, o: ApiObject): T | undefined {
  const ref = controllerOf(o)
  const owner = ref && engine.store.get<T>(plural, `${o.metadata.namespace}/${ref.name}`)
  return owner?.metadata.uid === ref?.uid ? owner : undefined
}

/** How long a request that was decided on may still be on its way: what people changed meanwhile it could not know. */
export const FLIGHT_MS = 30

/** The specs that an object had a moment ago, and has now. A visit may have gone by any of them. */
export class Lately<T> {
  readonly #engine: Engine
  readonly #forMs: number
  readonly #seen = new Map<string, { at: number; value: T }[]>()
  constructor(engine: Engine, forMs = FLIGHT_MS) {
    this.#engine = engine
    this.#forMs = forMs
  }
  set(uid: string, value: T): void {
    const all = this.#seen.get(uid) ?? []
    if (all.at(-1)?.value === value) return
    // The last one before the moment of flight still counts; what is older does not.
    const young = all.filter((s, i) => (all[i + 1]?.at ?? this.#engine.now) >= this.#engine.now - this.#forMs || s === all.at(-1))
    this.#seen.set(uid, [...young, { at: this.#engine.now, value }])
  }
  of(uid: string): readonly T[] {
    const all = this.#seen.get(uid) ?? []
    return all.filter((_, i) => (all[i + 1]?.at ?? Number.POSITIVE_INFINITY) >= this.#engine.now - this.#forMs).map(s => s.value)
  }
}
