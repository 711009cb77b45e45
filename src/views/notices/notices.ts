// What is told to the person for a while: what was done and the command line that equals it, what was refused and why.
import type { Args, Key } from '../words/index.ts'

export interface Notice {
  readonly id: number
  readonly sort: 'done' | 'refused' | 'plain'
  /** A code of the catalogues with its arguments, or words that are shown as they are (the server's). */
  readonly code?: string
  readonly args?: Args
  readonly text?: string
  /** The kubectl line. */
  readonly line?: string
  /** It is told as long as it is true. */
  readonly stays?: boolean
  /** What may be done about it. */
  readonly errand?: { readonly label: Key; run(): unknown }
}

const MOST = 4

/** Where a notice may stand so that it covers nothing: a line in the bar for what was done, room in a panel for what must be read. */
export type PlaceSort = 'bar' | 'panel'

export class Notices {
  #list: readonly Notice[] = []
  #listeners = new Set<() => void>()
  #next = 1
  readonly #places: Record<PlaceSort, readonly HTMLElement[]> = { bar: [], panel: [] }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  readonly list = (): readonly Notice[] => this.#list

  add(notice: Omit<Notice, 'id'>): void {
    // Of what was done only the last, until something is refused: the event list has them all.
    // What is refused again in the same words takes the place of the first refusal.
    const others = this.#list.filter(n =>
      n.sort === 'done' ? notice.sort === 'plain' : notice.text === undefined || n.text !== notice.text,
    )
    const room = MOST - 1 - others.filter(n => n.stays).length
    const passing = others.filter(n => !n.stays).slice(-room)
    this.#set([...others.filter(n => n.stays || passing.includes(n)), { ...notice, id: this.#next++ }])
  }

  /** Tells something until what is returned is called. */
  hold(notice: Omit<Notice, 'id' | 'sort' | 'stays'>): () => void {
    const id = this.#next
    this.add({ ...notice, sort: 'plain', stays: true })
    return () => this.dismiss(id)
  }

  dismiss(id: number): void {
    this.#set(this.#list.filter(n => n.id !== id))
  }

  /** A place offers itself, until what is returned is called. Of several the one that came first is taken. */
  offer(sort: PlaceSort, place: HTMLElement): () => void {
    this.#places[sort] = [...this.#places[sort], place]
    this.#tell()
    return () => {
      this.#places[sort] = this.#places[sort].filter(p => p !== place)
      this.#tell()
    }
  }
  readonly bar = (): HTMLElement | undefined => this.#places.bar[0]
  readonly panel = (): HTMLElement | undefined => this.#places.panel[0]

  #set(list: readonly Notice[]): void {
    this.#list = list
    this.#tell()
  }

  #tell(): void {
    for (const tell of this.#listeners) tell()
  }
}
