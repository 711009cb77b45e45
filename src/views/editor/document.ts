// The manifest that is being written: its text, kept over a reload, and what came of applying it. One for the page; a file dropped on the stage comes here too.
import { type Applied, applyText, type Session } from '../../session/index.ts'
import type { Hands } from '../menus/hands.ts'

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

  /** Applies the text as it stands; undefined when that cannot be just now, because it is under way or no cluster is there yet. */
  async apply(): Promise<Applied | undefined> {
    if (this.#draft.busy || this.#session.getState().loading) return undefined
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

  /** Files that were dropped: several are one text of several documents. Returns a code when one of them cannot be a manifest; then none is taken. */
  async take(...files: readonly Blob[]): Promise<'manifest.tooLarge' | 'manifest.notText' | undefined> {
    if (files.reduce((bytes, f) => bytes + f.size, 0) > MOST_BYTES) return 'manifest.tooLarge'
    const texts = await Promise.all(files.map(textOf))
    const read = texts.filter(t => t !== undefined)
    if (read.length < texts.length) return 'manifest.notText'
    this.replace(read.map((t, i) => (i < read.length - 1 ? t.replace(/\n?$/, '\n') : t)).join('---\n'))
    return undefined
  }

  /** Dropped on the page: into the editor, and where it fell on the stage, applied at once. Returns whether the editor is to be seen. */
  async drop(files: readonly File[], onStage: boolean, hands: Pick<Hands, 'note' | 'notices'>): Promise<boolean> {
    const refused = await this.take(...files)
    if (refused) {
      hands.notices.add({ sort: 'plain', code: refused })
      return false
    }
    const applied = onStage ? await this.apply() : undefined
    if (!applied || applied.errors.length) return !onStage || applied !== undefined
    hands.note(`kubectl apply ${files.map(f => `-f ${f.name}`).join(' ')}`)
    return false
  }

  #set(draft: Draft): void {
    this.#draft = draft
    for (const tell of this.#listeners) tell()
  }
}

/** What is in a file, as UTF-8 or what it says it is; undefined: no text, or a folder. */
async function textOf(file: Blob): Promise<string | undefined> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const [a, b] = bytes
    const form = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
    const text = new TextDecoder(form, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n')
  } catch {
    return undefined
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

/** Each tab has a text of its own; a new one begins with the last of all. */
function recall(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function keep(text: string): void {
  if (text.length > MOST_BYTES) return
  for (const storage of ['sessionStorage', 'localStorage'] as const)
    try {
      window[storage].setItem(KEY, text)
    } catch {
      // refused or full: the text lives as long as the page
    }
}
