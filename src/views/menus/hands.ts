// The person's hands: does what a verb says, opens the menu of what was pointed at, asks for a number or a name where a verb needs one. One for the page; menus,
// toolbar, keyboard and invitation share it.
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Session } from '../../session/index.ts'
import { Notices } from '../notices/notices.ts'
import type { Deed, Verb } from '../verbs/verb.ts'
import { Errands } from './errands.ts'

export interface Open {
  /** The menu of a subject, at a place in the window. */
  readonly menu?: { readonly subject: string; readonly x: number; readonly y: number }
  /** A verb that waits for an answer. */
  readonly asking?: { readonly subject: string; readonly verb: Verb }
  readonly dialog?: 'keys' | 'newCluster'
  /** The command line of the last deed. */
  readonly line?: string
}

export class Hands {
  readonly notices = new Notices()
  readonly #session: Session
  readonly #errands: Errands
  readonly #listeners = new Set<() => void>()
  #open: Open = {}

  constructor(session: Session) {
    this.#session = session
    this.#errands = new Errands(session, deed => void this.perform(deed))
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  readonly open = (): Open => this.#open

  /** Opens or closes: what is given replaces what is open, but for the last line. */
  show(open: Omit<Open, 'line'>): void {
    this.#set({ ...open, ...(this.#open.line !== undefined && { line: this.#open.line }) })
  }

  /** Does it: now, through the front door, and says which command line it was. What the server refuses is told in its own words. */
  async perform(deed: Deed): Promise<boolean> {
    const { say, requests, line } = deed
    const answers = await this.#session.getState().act(say, requests)
    const refused = answers.find(a => a.status >= 400 && !deed.forgives?.(a))
    for (const text of answers.flatMap(a => a.warnings)) this.notices.add({ sort: 'plain', text })
    for (const next of deed.next?.(answers) ?? []) {
      this.notices.add({ sort: 'plain', text: next.says })
      this.#errands.add(next)
    }
    if (refused) {
      this.notices.add({ sort: 'refused', text: messageOf(refused.body), line })
      return false
    }
    this.notices.add({ sort: 'done', code: say.code, args: say.args, line })
    this.#set({ ...this.#open, line })
    return true
  }

  /** A command line for what was done elsewhere: applying a manifest. */
  note(line: string): void {
    this.#set({ ...this.#open, line })
  }

  /** What choosing a verb does: it is done, or asked about. */
  choose(subject: string, verb: Verb): void {
    if (verb.deed && !verb.danger) void this.perform(verb.deed)
    else if (verb.question || verb.choices || verb.danger) this.show({ asking: { subject, verb } })
  }

  #set(open: Open): void {
    this.#open = open
    for (const tell of this.#listeners) tell()
  }
}

/** The message of a Status, or whatever came instead. */
export function messageOf(body: unknown): string {
  const { message } = (body ?? {}) as { message?: unknown }
  return typeof message === 'string' && message ? message : typeof body === 'string' ? body : JSON.stringify(body)
}

const HandsContext = createContext<Hands | undefined>(undefined)
export const HandsProvider = HandsContext.Provider

export function useHands(): Hands {
  const hands = useContext(HandsContext)
  if (!hands) throw new Error('no hands here')
  return hands
}

export function useOpen(): Open {
  const hands = useHands()
  return useSyncExternalStore(hands.subscribe, hands.open)
}
