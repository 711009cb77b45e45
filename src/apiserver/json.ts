// Reading JSON as Go reads it: the same refusals in the same words, fields that stand twice are noticed, and nothing can be smuggled into the
// prototypes of JavaScript. Upstream words: Go's encoding/json scanner.go, sigs.k8s.io/json.
import { wholeNumber } from '../kube/index.ts'

export interface Parsed {
  value: unknown
  /** Paths of fields that stand more than once in one object; the last one counts. */
  duplicates: string[]
  /** The same of YAML, by their lines. */
  complaints?: readonly string[]
  /** By path, the numbers that are written otherwise than JavaScript would write them: where Go wants a whole number it looks at the text. */
  numerals?: ReadonlyMap<string, string>
}

/** A text that is no JSON; the message is Go's. */
export class BadJson extends Error {}

const MOST_DEPTH = 500
const SPACE = new Set([' ', '\t', '\n', '\r'])
const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

export function parseJson(text: string): Parsed {
  const reader = new Reader(text)
  const value = reader.document()
  return { value, duplicates: reader.duplicates, ...(reader.numerals.size > 0 && { numerals: reader.numerals }) }
}

/** Whether a value that came without being parsed here is fit to be used: only what JSON can say, no prototype tricks, not endlessly deep or wide. */
export function checkValue(value: unknown): void {
  checkWithin(value, 0, { values: 0 })
}

/** More than any body of the allowed size could hold; what refers to the same part again and again is counted again and again. */
const MOST_VALUES = 2_000_000

function checkWithin(value: unknown, depth: number, seen: { values: number }): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new BadJson(`json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`)
  if (['function', 'symbol'].includes(typeof value)) throw new BadJson(`json: unsupported type: ${typeof value}`)
  if (typeof value !== 'object' || value === null) return
  if (depth > MOST_DEPTH || ++seen.values > MOST_VALUES) throw new BadJson('exceeded max depth')
  if (Array.isArray(value)) for (const v of value) checkWithin(v, depth + 1, seen)
  else
    for (const [k, v] of Object.entries(value)) {
      if (k === '__proto__') throw new BadJson(PROTO)
      checkWithin(v, depth + 1, seen)
    }
}

const PROTO = 'a field may not be named "__proto__" here'
const shownChar = (c: string) => (c === "'" ? `'\\''` : c === '"' ? `'"'` : `'${c}'`)

class Reader {
  readonly duplicates: string[] = []
  readonly numerals = new Map<string, string>()
  readonly #text: string
  readonly #path: (string | number)[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): unknown {
    this.#space()
    const value = this.#value(0)
    this.#space()
    if (this.#at < this.#text.length) this.#wrong('after top-level value')
    return value
  }

  #space(): void {
    while (SPACE.has(this.#text[this.#at] as string)) this.#at++
  }

  #wrong(where: string): never {
    if (this.#at >= this.#text.length) throw new BadJson('unexpected end of JSON input')
    throw new BadJson(`invalid character ${shownChar(String.fromCodePoint(this.#text.codePointAt(this.#at) as number))} ${where}`)
  }

  #value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw new BadJson('exceeded max depth')
    const c = this.#text[this.#at]
    if (c === '{') return this.#object(depth)
    if (c === '[') return this.#array(depth)
    if (c === '"') return this.#string()
    if (c !== undefined && (c === '-' || (c >= '0' && c <= '9'))) return this.#number()
    for (const word of Object.keys(LITERALS)) if (c === word[0]) return this.#literal(word)
    return this.#wrong('looking for beginning of value')
  }

  #literal(word: string): unknown {
    for (let i = 0; i < word.length; i++, this.#at++)
      if (this.#text[this.#at] !== word[i]) this.#wrong(`in literal ${word} (expecting ${shownChar(word[i] as string)})`)
    return LITERALS[word]
  }

  #number(): number | bigint {
    const m = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
    m.lastIndex = this.#at
    const found = m.exec(this.#text)
    if (!found) {
      this.#at++
      this.#wrong('in numeric literal')
    }
    const [text] = found
    this.#at += text.length
    const value = found[2] || found[3] ? Number(text) : wholeNumber(text)
    if (text !== String(value)) this.numerals.set(pathText(this.#path), text)
    return value
  }

  #string(): string {
    const start = this.#at
    for (this.#at++; ; this.#at++) {
      const c = this.#text[this.#at]
      if (c === undefined) this.#wrong('')
      if (c === '"') break
      if (c < ' ') this.#wrong('in string literal')
      if (c !== '\\') continue
      this.#at++
      const escaped = this.#text[this.#at]
      if (escaped === undefined || !'"\\/bfnrtu'.includes(escaped)) this.#wrong('in string escape code')
      if (escaped !== 'u') continue
      for (let i = 0; i < 4; i++) {
        this.#at++
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) this.#wrong('in \\u hexadecimal character escape')
      }
    }
    this.#at++
    return JSON.parse(this.#text.slice(start, this.#at)) as string
  }

  #array(depth: number): unknown[] {
    const list: unknown[] = []
    this.#at++
    this.#space()
    if (this.#text[this.#at] === ']') {
      this.#at++
      return list
    }
    for (;;) {
      this.#path.push(list.length)
      list.push(this.#value(depth + 1))
      this.#path.pop()
      this.#space()
      const c = this.#text[this.#at]
      if (c !== ',' && c !== ']') this.#wrong('after array element')
      this.#at++
      if (c === ']') return list
      this.#space()
    }
  }

  #object(depth: number): Record<string, unknown> {
    const o: Record<string, unknown> = {}
    this.#at++
    this.#space()
    if (this.#text[this.#at] === '}') {
      this.#at++
      return o
    }
    for (;;) {
      if (this.#text[this.#at] !== '"') this.#wrong('looking for beginning of object key string')
      const key = this.#string()
      if (key === '__proto__') throw new BadJson(PROTO)
      this.#path.push(key)
      if (Object.hasOwn(o, key)) this.duplicates.push(pathText(this.#path))
      this.#space()
      if (this.#text[this.#at] !== ':') this.#wrong('after object key')
      this.#at++
      this.#space()
      o[key] = this.#value(depth + 1)
      this.#path.pop()
      this.#space()
      const c = this.#text[this.#at]
      if (c !== ',' && c !== '}') this.#wrong('after object key:value pair')
      this.#at++
      if (c === '}') return o
      this.#space()
    }
  }
}

/** `spec.containers[0].image` */
export const pathText = (path: readonly (string | number)[]): string =>
  path.map((p, i) => (typeof p === 'number' ? `[${p}]` : i === 0 ? p : `.${p}`)).join('')
