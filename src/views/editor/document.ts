// The manifest that is being written: its text, kept over a reload, and what came of applying it. One for the page; a file dropped on the stage comes here too.
import { type Applied, applyText, type Session } from '../../session/index.ts'

const KEY = 'podium.manifest'
/** The same bound as the session's: what is larger is not even read. */
const MOST_BYTES = 1 << 20

export interface Outcome {
  readonly applied: Applied
  /** Simulated milliseconds since the start. */
  readonly at: number
  /** The text that was applied. */
  readonly text: string
}

export interface Draft {
  readonly text: string
  /** Rises when the text is replaced from outside the editor. */
  readonly edition: number
  readonly outcome?: Outcome
  readonly busy: boolean
  /** The text as it was last applied without errors. */
  readonly accepted?: string
  /** Lines that the last accepted application changed, from 1. */
  readonly changed?: { readonly lines: readonly number[]; readonly at: number }
}

export class Manuscript {
  readonly #session: Session
  readonly #listeners = new Set<() => void>()
  #draft: Draft

  constructor(session: Session, first: string) {
    this.#session = session
    const kept = recall()
    this.#draft = { text: kept ?? first, edition: 0, busy: false, accepted: kept === null ? first : '' }
    if (this.#draft.accepted === '') delete (this.#draft as { accepted?: string }).accepted
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  readonly draft = (): Draft => this.#draft

  /** The editor's text changed. */
  write(text: string): void {
    if (text === this.#draft.text) return
    const { outcome, ...rest } = this.#draft
    // Results of what was applied stay until the next application; errors go with the text that had them.
    this.#set({ ...rest, text, ...(outcome && !outcome.applied.errors.length && { outcome }) })
    keep(text)
  }

  /** Replaces the whole text: a sample, a file. */
  replace(text: string): void {
    const { outcome: _, changed: __, ...rest } = this.#draft
    this.#set({ ...rest, text, edition: rest.edition + 1 })
    keep(text)
  }

  async apply(): Promise<Applied | undefined> {
    if (this.#draft.busy) return undefined
    const { text } = this.#draft
    this.#set({ ...this.#draft, busy: true })
    try {
      const state = this.#session.getState()
      const applied = await applyText(state, text)
      const at = this.#session.getState().now
      const { accepted, changed, ...rest } = this.#draft
      const lines = accepted === undefined ? [] : changedLines(accepted, text)
      const good = applied.errors.length === 0
      const now = good
        ? { accepted: text, ...(lines.length > 0 && { changed: { lines, at } }) }
        : { ...(accepted !== undefined && { accepted }), ...(changed && { changed }) }
      this.#set({ ...rest, ...now, busy: false, outcome: { applied, at, text } })
      return applied
    } catch (e) {
      this.#set({ ...this.#draft, busy: false })
      throw e
    }
  }

  /** A file that was dropped. Returns a code when it cannot be a manifest. */
  async take(file: File): Promise<'manifest.tooLarge' | undefined> {
    if (file.size > MOST_BYTES) return 'manifest.tooLarge'
    this.replace((await file.text()).replaceAll('\r\n', '\n'))
    return undefined
  }

  #set(draft: Draft): void {
    this.#draft = draft
    for (const tell of this.#listeners) tell()
  }
}

/** More lines than these are not lit: nobody would see what is meant. */
const MOST_LIT = 2_000
/** Nor are these compared one by one: they are not applied in any case. */
const MOST_COMPARED = 150_000

/** Lines of `now` that are not in `before`, from 1: a plain longest common subsequence would be finer, but equal lines at the ends tell nearly as much. */
export function changedLines(before: string, now: string): number[] {
  if (before === now) return []
  const a = before.split('\n')
  const b = now.split('\n')
  if (b.length > MOST_COMPARED) return [1]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  // Within what differs, a line that also stood there before (moved, or between two changes) is not new; a comment changes nothing.
  const old = new Map<string, number>()
  for (const line of a.slice(start, a.length - end)) old.set(line, (old.get(line) ?? 0) + 1)
  const lines: number[] = []
  for (let i = start; i < b.length - end && lines.length < MOST_LIT; i++) {
    const line = b[i] as string
    const left = old.get(line) ?? 0
    if (left > 0) old.set(line, left - 1)
    else if (line.trim() && !line.trimStart().startsWith('#')) lines.push(i + 1)
  }
  return lines
}

function recall(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function keep(text: string): void {
  try {
    if (text.length <= MOST_BYTES) localStorage.setItem(KEY, text)
  } catch {
    // storage is refused or full: the text lives as long as the page
  }
}
