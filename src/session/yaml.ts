// YAML text to documents, for whoever pastes anything: in a time that grows with the length of the text and no faster, and never by throwing. The
// parser's own check for keys that stand twice compares all with all, so it is done here; documents and errors beyond a bound are not even made.
// Loaded lazily, since it brings the YAML parser.
import { Composer, type Document, isCollection, isMap, isScalar, LineCounter, Parser, type Scalar, visit, type YAMLMap } from 'yaml'
import { asKubernetesReads } from '../apiserver/index.ts'
import { type Piece, piecesOf } from './pieces.ts'

export interface YamlError {
  /** From 1. */
  line: number
  column: number
  message: string
}

export interface ReadDocument {
  readonly document: Document
  /** Empty: it may be used. */
  readonly errors: readonly YamlError[]
}

export interface ReadYaml {
  readonly documents: readonly ReadDocument[]
  readonly lines: LineCounter
  /** There are more documents than were asked for; reading stopped there. */
  readonly tooMany: boolean
}

/** Whoever makes more mistakes is told of these first. */
const MOST_ERRORS = 100
const TOO_DEEP = 'manifest.tooDeep'
const isTooDeep = (message: string) => message.includes('call stack')

export function readYaml(text: string, mostDocuments: number): ReadYaml {
  const lines = new LineCounter()
  const documents: ReadDocument[] = []
  let left = MOST_ERRORS
  /** Takes what was composed; returns whether to go on. */
  const take = (composed: Iterable<Document>): boolean => {
    for (const document of composed) {
      if (documents.length >= mostDocuments) return false
      const errors = errorsOf(document, lines).slice(0, left)
      left -= errors.length
      documents.push({ document, errors })
      if (left <= 0) return false
    }
    return true
  }
  try {
    for (const piece of piecesOf(text, mostDocuments + 1))
      if (!readPiece(piece, lines, take)) return { documents, lines, tooMany: documents.length >= mostDocuments && left > 0 }
    return { documents, lines, tooMany: false }
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
    const { document } = documents[documents.length - 1] ?? { document: undefined }
    const line = document ? lines.linePos(document.range?.[2] ?? 0).line : 1
    const [empty] = [...new Composer().end(true, 0)] as [Document]
    return { documents: [...documents, { document: empty, errors: [{ line, column: 1, message: TOO_DEEP }] }], lines, tooMany: false }
  }
}

/** Gives the documents of one piece away, until they are enough; returns whether to go on. */
function readPiece({ start, text }: Piece, lines: LineCounter, take: (composed: Iterable<Document>) => boolean): boolean {
  const composer = new Composer({ version: '1.1', merge: true, uniqueKeys: false, customTags: asKubernetesReads })
  const parser = new Parser(lines.addNewLine)
  parser.offset = start
  let broken = 0
  for (const token of parser.parse(text)) {
    // Stray tokens are collected into the next document: enough of them are enough.
    if (token.type === 'error' && ++broken > MOST_ERRORS) break
    if (!take(composer.next(token))) return false
  }
  return take(composer.end(broken > 0, start + text.length))
}

/** What the parser has against a document; what follows from nesting too deep is said once. */
function errorsOf(document: Document, lines: LineCounter): YamlError[] {
  const at = (offset: number, message: string): YamlError => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, message }
  }
  const deep = document.errors.find(e => isTooDeep(e.message))
  if (deep) return [at(deep.pos[0], TOO_DEEP)]
  const errors = document.errors.slice(0, MOST_ERRORS).map(e => at(e.pos[0], e.message))
  visit(document, (_, node) => {
    if (errors.length >= MOST_ERRORS) return visit.BREAK
    if (isMap(node)) for (const { offset, message } of wrongKeys(node)) errors.push(at(offset, message))
    const message = isScalar(node) && noJson(node.value)
    if (message) errors.push(at((node as Scalar).range?.[0] ?? 0, message))
    return undefined
  })
  return errors.slice(0, MOST_ERRORS)
}

/** Keys that stood in this map before, and what cannot be a key. */
function* wrongKeys(map: YAMLMap): Generator<{ offset: number; message: string }> {
  const seen = new Set<unknown>()
  for (const { key } of map.items) {
    if (isCollection(key)) yield { offset: key.range?.[0] ?? 0, message: 'invalid map key' }
    if (!isScalar(key)) continue
    if (seen.has(key.value)) yield { offset: key.range?.[0] ?? 0, message: 'Map keys must be unique' }
    seen.add(key.value)
  }
}

/** Half of a pair of UTF-16. */
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** What the API server could not be sent, in the words of kubectl. */
function noJson(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value))
    return `json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`
  return typeof value === 'string' && LONE.test(value) ? 'found invalid Unicode character escape code' : undefined
}

/** Only what is wrong with the syntax. */
export const syntaxErrorsIn = (text: string, mostDocuments: number): YamlError[] =>
  readYaml(text, mostDocuments).documents.flatMap(d => d.errors)
