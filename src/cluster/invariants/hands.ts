// Who did it. What always holds is promised by the inhabitants; what a person writes himself (a ReplicaSet's size, a claim's end) is his affair, though it is
// seen and remembered like everything else. And whose processes nobody answers for any more: who deletes by force takes the promises upon himself.
import type { Commit, Engine } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { machines, processes } from '../tables.ts'

export class Hands {
  readonly #engine: Engine
  /** Pods, by key, whose objects went while nobody could know that their processes had ended. */
  readonly forced = new Set<string>()
  #person = 0
  #write: { readonly id: number; readonly cause: number } = { id: 0, cause: 0 }

  constructor(engine: Engine) {
    this.#engine = engine
    this.#lookAround()
    engine.trace(t => {
      if (t.by === 'you') this.#person = t.id
      else if (t.code.startsWith('write.')) this.#write = t
    })
  }

  /** The world is another one: forget what was seen. What runs without an object was let go by somebody. */
  begin(): void {
    this.forced.clear()
    this.#person = 0
    this.#lookAround()
  }

  #lookAround(): void {
    for (const { uid, key } of processes(this.#engine).values())
      if (this.#engine.store.get('pods', key)?.metadata.uid !== uid) this.forced.add(key)
  }

  /** Whether a person wrote it, not somebody who acts for him. */
  isOwn(c: Commit): boolean {
    return this.#person > 0 && c.cause === this.#write.id && this.#write.cause === this.#person
  }

  /** Takes note of a pod that goes by force: by a person's own deed, or while its machine cannot say that it has stopped. */
  see(c: Commit): void {
    if (c.plural !== 'pods' || c.type !== 'DELETED') return
    const machine = machines(this.#engine).get((c.object as Pod).spec.nodeName ?? '')
    if (this.isOwn(c) || machine?.link === 'cut') this.forced.add(c.key)
  }
}
