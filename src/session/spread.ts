// News is spread over frames: after a batch that brought much the next frames keep theirs, so that the page can draw what it has. Counted, never timed.
import type { Progress } from './host.ts'
import { FRAMES_KEPT, HEAVY } from './pace.ts'

export class Spread {
  #kept: Progress[] = []
  /** So many frames may still keep theirs. */
  #left = 0

  /** Whether something was kept that has not been taken. */
  get waits(): boolean {
    return this.#kept.length > 0
  }

  /** Whether what a frame has brought waits for what is taken next. */
  keeps(progress: Progress): boolean {
    if (this.#left-- <= 0) return false
    this.#kept.push(progress)
    return true
  }

  /** What is to be taken now, with what was kept before it. */
  with(fresh: readonly Progress[]): readonly Progress[] {
    const all = [...this.#kept, ...fresh]
    this.#kept = []
    this.#left = all.reduce((n, { batch }) => n + batch.objects.length, 0) > HEAVY ? FRAMES_KEPT : 0
    return all
  }
}
