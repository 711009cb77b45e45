// The shape of a parsed script: plain data. A running shell refers to a node as (text of the script, number of the node), so its state stays small
// and copyable, and a thousand pods share one tree. Upstream of the grammar: POSIX.1-2017, Shell Command Language, 2.10, as busybox ash reads it.
import type { Bytes } from '../bytes.ts'

/** A piece of a word. `quoted`: inside quotes, so neither split into fields nor a pattern. */
export type Part =
  | { kind: 'text'; text: Bytes; quoted: boolean }
  | { kind: 'parameter'; name: string; operator: ParameterOperator; colon: boolean; word?: Word; second?: Word; quoted: boolean }
  /** `$( )` and backquotes. `body` is a node's number; undefined when there is nothing inside. */
  | { kind: 'command'; body: number | undefined; quoted: boolean }
  | { kind: 'arithmetic'; word: Word; quoted: boolean }
  /** `<( )` and `>( )`. */
  | { kind: 'process'; body: number; writes: boolean; quoted: boolean }

export type ParameterOperator = '' | '-' | '=' | '?' | '+' | 'length' | '#' | '##' | '%' | '%%' | 'slice' | '/' | '//'

export interface Word {
  parts: Part[]
  /** Set when the word is one plain text without quotes, patterns, `~` or expansions: it stands for itself. */
  literal?: Bytes
  /** A command substitution is somewhere inside: expanding it may take time. */
  substitutes: boolean
}

export interface Assignment {
  name: string
  value: Word
}

/** `fd OPERATOR target`. A here-document is '<<' with its text as the target. */
export interface Redirect {
  fd: number
  operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '<<'
  target: Word
}

export type Node =
  | { kind: 'simple'; id: number; assignments: Assignment[]; words: Word[]; redirects: Redirect[]; line: number }
  | { kind: 'redirected'; id: number; body: number; redirects: Redirect[] }
  | { kind: 'pipeline'; id: number; stages: number[] }
  | { kind: 'not'; id: number; body: number }
  | { kind: 'and' | 'or'; id: number; left: number; right: number }
  | { kind: 'sequence'; id: number; items: number[] }
  | { kind: 'background'; id: number; body: number }
  | { kind: 'subshell'; id: number; body: number }
  | { kind: 'if'; id: number; condition: number; consequence: number; alternative: number | undefined }
  | { kind: 'loop'; id: number; until: boolean; condition: number; body: number }
  | { kind: 'for'; id: number; name: string; words: Word[] | undefined; body: number }
  | { kind: 'case'; id: number; word: Word; arms: { patterns: Word[]; body: number | undefined }[] }
  | { kind: 'function'; id: number; name: string; body: number }

export type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/** Text → script. The lines before a syntax error are run, as a real shell reads line by line. */
export interface Script {
  nodes: Node[]
  /** The complete commands in order: numbers of nodes. */
  commands: number[]
  /** `message` as ash words it; `incomplete`: more text could mend it (the prompt waits for it). */
  error?: { message: string; line: number; incomplete: boolean }
}
