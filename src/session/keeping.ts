// When the browser is given what there is to keep, and given it again; and what becomes of a session that it finds late.
import type { StoreApi } from 'zustand/vanilla'
import type { SessionState } from './contract.ts'
import type { Keeper } from './keeper.ts'
import { isUntouched } from './opening.ts'
import { AGAIN_MS, SAVE_EVERY_MS } from './pace.ts'
import type { Saved } from './saved.ts'

type Store = Pick<StoreApi<SessionState>, 'getState' | 'setState'>

export class Keeping {
  readonly #keeper: Keeper
  readonly #store: Store
  #savedAt = 0
  /** Something was done that is not kept yet. */
  #owing = false
  #again: ReturnType<typeof setTimeout> | undefined

  constructor(keeper: Keeper, store: Store) {
    this.#keeper = keeper
    this.#store = store
  }

  get isDue(): boolean {
    return performance.now() - this.#savedAt > SAVE_EVERY_MS
  }

  /** `done`: something new, whose author is told when it is not kept. */
  async keep(done = false): Promise<boolean> {
    const { options, branch, branches, now, head, speed, loading, going } = this.#store.getState()
    this.#owing ||= done
    if (loading) return true
    this.#savedAt = performance.now()
    const at = going === undefined ? now : Math.min(going, head)
    const log = histories(this.#store.getState())
    const kept = await this.#keeper.keep({ version: 1, options, branches: log, branch, now: at, speed }, branches)
    // Of what was done since then the next answer tells.
    if (branches !== this.#store.getState().branches) return kept
    clearTimeout(this.#again)
    if (!kept) this.#again = setTimeout(() => this.keep(), AGAIN_MS)
    this.#owing &&= !kept
    this.#store.setState({ unkept: this.#owing })
    return kept
  }

  /** What was kept may come late: then it is opened where nothing was done yet, else when it is asked for. */
  async offerLate(open: (saved: () => Promise<Saved>) => Promise<void>): Promise<void> {
    const found = await this.#keeper.late
    if (!found) return
    const openKept = () => {
      this.#store.setState(({ openKept: _, ...rest }) => rest, true)
      void this.keep()
      return open(() => this.#keeper.own(found))
    }
    if (isUntouched(this.#store.getState().branches)) await openKept()
    else this.#store.setState({ openKept })
  }
}

/** With how far the present one has been played. */
export const histories = ({ branches, branch, head }: Pick<SessionState, 'branches' | 'branch' | 'head'>) =>
  branches.map(b => (b.id === branch ? { ...b, head: Math.max(b.head, head) } : b))
