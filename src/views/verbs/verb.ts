// What a verb is: something that can be done to a subject now, the requests that do it through the front door, and the kubectl line that does the same.
// Menus, the toolbar, the keyboard and the inspector's buttons are all readings of one list.
import type { DoorAnswer, DoorRequest, Mirror } from '../../session/index.ts'
import type { Args, Key } from '../words/index.ts'

/** What is done when a verb is chosen. */
export interface Deed {
  /** For the log, the timeline and "Why?": a code of the catalogues. */
  readonly say: { readonly code: string; readonly args: Record<string, string | number> }
  readonly requests: readonly DoorRequest[]
  /** The command line that does the same. */
  readonly line: string
  /** Answers that are no failure of it, though the server refused: its client expects them. */
  readonly forgives?: (answer: DoorAnswer) => boolean
  /** What its client does next, knowing the answers: nothing, when it is done. */
  readonly next?: (answers: readonly DoorAnswer[]) => readonly Next[]
}

/** A client that is not done yet: it waits, and then does something more. */
export interface Next {
  /** Simulated milliseconds. */
  readonly afterMs: number
  /** What it prints meanwhile. */
  readonly says: string
  /** What it does then; nothing, when it has become needless. */
  deed(scenery: Scenery): Deed | undefined
}

export interface Choice {
  readonly id: string
  /** Shown as it is: an image, a revision. */
  readonly text?: string
  /** Shown in the reader's words, after `text`. */
  readonly note?: { readonly key: Key; readonly args?: Args }
  readonly deed: Deed
}

/** A free answer: a number of replicas, an image, a label. */
export interface Question {
  readonly key: Key
  readonly initial: string
  readonly inputMode?: 'numeric' | 'text'
  /** Says what is wrong with an answer, or nothing. */
  check(answer: string): Key | undefined
  deed(answer: string): Deed
}

export interface Verb {
  readonly id: string
  readonly key: Key
  /** The key that does it to the selection. */
  readonly letter?: string
  readonly group: 'change' | 'fault' | 'end'
  /** Shown first: as a button in the inspector and the toolbar. */
  readonly prominent?: boolean
  /** Told before it is done, and asked whether to do it all the same. */
  readonly danger?: { readonly key: Key; readonly args?: Args }
  /** Not for several at once. */
  readonly alone?: boolean
  /** There is no more of it: it keeps its place, so that nothing moves under the finger, and does nothing. */
  readonly spent?: boolean
  readonly deed?: Deed
  readonly choices?: readonly Choice[]
  readonly question?: Question
}

/** What verbs may look at. */
export interface Scenery {
  readonly mirror: Pick<Mirror, 'object' | 'objects' | 'row' | 'rows'>
  /** Simulated milliseconds since the start. */
  readonly now: number
}
