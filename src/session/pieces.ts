// JSON texts that stand one after another, as kubectl reads them from a file: with nothing between them, or with a line of `---`. What is no JSON is
// left to YAML, from there to the end. Upstream: apimachinery pkg/util/yaml/decoder.go YAMLOrJSONDecoder.

export interface Piece {
  readonly start: number
  readonly text: string
}

const BLANK = /[ \t\r\n\uFEFF]*/y
const BLANK_LINES = /(?:[ \t]*(?:\r?\n|$))*/y

/** The text in one piece, or in as many as there are JSON texts and what follows them; no more than `most`. All of the text stands in them. */
export function piecesOf(text: string, most: number): readonly Piece[] {
  const starts: number[] = [0]
  for (let at = after(BLANK, text, 0); text[at] === '{' && starts.length < most; ) {
    const end = endOfJson(text, at)
    if (end === undefined) break
    // What follows begins a piece where it stands, but for YAML, which begins with a line of its own.
    const next = after(BLANK, text, end)
    if (next === text.length) break
    at = text[next] === '{' ? next : after(BLANK_LINES, text, end)
    starts.push(at)
  }
  return starts.map((start, i) => ({ start, text: text.slice(start, starts[i + 1] ?? text.length) }))
}

function after(what: RegExp, text: string, at: number): number {
  what.lastIndex = at
  what.test(text)
  return what.lastIndex
}

/** Where the object that begins at `start` ends; undefined when it is no JSON. */
function endOfJson(text: string, start: number): number | undefined {
  const signs = /["{}[\]]/g
  signs.lastIndex = start
  for (let depth = 0, sign = signs.exec(text); sign; sign = signs.exec(text)) {
    if (sign[0] === '"') signs.lastIndex = endOfString(text, sign.index)
    else depth += sign[0] === '{' || sign[0] === '[' ? 1 : -1
    if (depth === 0) return isJson(text.slice(start, signs.lastIndex)) ? signs.lastIndex : undefined
  }
  return undefined
}

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1
    if (text[at] === '\\') at++
  }
  return text.length
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
