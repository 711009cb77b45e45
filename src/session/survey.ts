// A look over a pasted text before anybody reads it: how many lines, words and names it has. It takes a tenth of the time that reading takes, and what no person has
// written and would keep a parser busy for many seconds is refused by it at once, on slow machines as on fast ones. Below these bounds reading is quick.
import { Lexer } from 'yaml'
import { piecesOf } from './pieces.ts'

/** A megabyte of manifests has a third of it. */
const MOST_LINES = 150_000
/** Of keys, values and signs, in the whole text; a megabyte of Deployments has 100,000. */
const MOST_WORDS = 200_000
/** The same of one document that is no List: more than 10,000 fields have. */
const MOST_WORDS_OF_ONE = 60_000
/** JSON texts one after another; more objects than are taken. */
const MOST_PIECES = 1_000
/** Anchors and aliases. */
const MOST_NAMES = 1_000
/** Brackets within brackets. */
const DEEPEST = 240

const QUIET = new Set([...' \t\r\n#\x02\x18\x1f\uFEFF'].map(c => c.charCodeAt(0)))
const ANCHOR = '&'.charCodeAt(0)
const ALIAS = '*'.charCodeAt(0)

export interface Refused {
  readonly line: number
  readonly message: string
}

/** Why the text is not read at all; undefined: it may be. */
export function survey(text: string): Refused | undefined {
  let lines = 1
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lines++
  if (lines > MOST_LINES) return { line: 1, message: 'manifest.tooManyLines' }
  const seen = { words: 0, before: 0, names: 0, depth: 0, list: false }
  const place = { line: 1, start: 1 }
  for (const piece of piecesOf(text, MOST_PIECES)) {
    begin(seen, place)
    const refused = surveyPiece(piece.text, seen, place)
    if (refused) return refused
  }
  return undefined
}

interface Seen {
  words: number
  /** This document. */
  before: number
  names: number
  depth: number
  list: boolean
}

/** Where it is, and where the document has begun. */
interface Place {
  line: number
  start: number
}

function begin(seen: Seen, place: Place): void {
  Object.assign(seen, { before: seen.words, depth: 0, list: false })
  place.start = place.line
}

function surveyPiece(text: string, seen: Seen, place: Place): Refused | undefined {
  for (const word of new Lexer().lex(text)) {
    const first = word.charCodeAt(0)
    if (first === 10 || first === 13) place.line++
    if (word === '---') begin(seen, place)
    if (!word || QUIET.has(first)) continue
    seen.words++
    if (word === 'List' || word === '"List"') seen.list = true
    else if (word === '[' || word === '{') seen.depth++
    else if (word === ']' || word === '}') seen.depth--
    else if (first === ANCHOR || first === ALIAS) seen.names++
    const message = harmOf(seen)
    if (message) return { line: message === 'manifest.tooManyFields' ? place.start : place.line, message }
  }
  return undefined
}

function harmOf({ words, before, names, depth, list }: Seen): string | undefined {
  if (depth > DEEPEST) return 'manifest.tooDeep'
  if (names > MOST_NAMES) return 'manifest.aliases'
  if (words > MOST_WORDS) return 'manifest.tooManyWords'
  return words - before > MOST_WORDS_OF_ONE && !list ? 'manifest.tooManyFields' : undefined
}
