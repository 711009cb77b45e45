// Label selectors as query text: `app=web,tier in (a,b),!old`. The words of a refusal are those of Kubernetes' parser, token by token.
// Upstream: apimachinery pkg/labels/selector.go (Lexer, Parser, NewRequirement).
import type { Requirement } from './selectors.ts'
import { badRequest } from './status.ts'
import { qualifiedName, validLabelValue } from './validation/names.ts'

interface Token {
  kind: 'word' | 'symbol' | 'end' | 'bad'
  text: string
}

const SYMBOLS = ['!=', '==', '=', '!', '(', ')', ',', '>', '<']
const OPERATORS = 'in, notin, =, ==, !=, gt, lt'

function* tokens(text: string): Generator<Token> {
  let at = 0
  while (at < text.length) {
    const c = text[at] as string
    if (/[ \t\r\n]/.test(c)) at++
    else if (/[=!(),><]/.test(c)) {
      const symbol = SYMBOLS.find(s => text.startsWith(s, at)) as string
      yield { kind: 'symbol', text: symbol }
      at += symbol.length
    } else {
      const word = (/^[^ \t\r\n=!(),><]+/.exec(text.slice(at)) as RegExpExecArray)[0]
      yield { kind: 'word', text: word }
      at += word.length
    }
  }
  while (true) yield { kind: 'end', text: '' }
}

const wrong = (message: string): never => {
  throw new SyntaxError(message)
}

class Parser {
  private readonly source: Generator<Token>
  private next: Token
  constructor(text: string) {
    this.source = tokens(text)
    this.next = this.source.next().value as Token
  }
  take(): Token {
    const t = this.next
    this.next = this.source.next().value as Token
    return t
  }
  is = (symbol: string) => this.next.kind === 'symbol' && this.next.text === symbol

  parse(): Requirement[] {
    const all: Requirement[] = []
    while (this.next.kind !== 'end') {
      if (this.next.kind !== 'word' && !this.is('!')) wrong(`found '${this.next.text}', expected: !, identifier, or 'end of string'`)
      try {
        all.push(this.requirement())
      } catch (e) {
        wrong(`unable to parse requirement: ${(e as Error).message}`)
      }
      const after = this.take()
      if (after.kind === 'end') break
      if (after.text !== ',') wrong(`found '${after.text}', expected: ',' or 'end of string'`)
      if (this.next.kind !== 'word' && !this.is('!')) wrong(`found '${this.next.text}', expected: identifier after ','`)
    }
    return all
  }

  private requirement(): Requirement {
    const absent = this.is('!')
    if (absent) this.take()
    const { kind, text: key } = this.take()
    if (kind !== 'word') wrong(`found '${key}', expected: identifier`)
    checkAll('<nil>', key, qualifiedName(key))
    if (absent) return { key, operator: '!', values: [] }
    if (this.next.kind === 'end' || this.is(',')) return { key, operator: 'exists', values: [] }
    const operator = this.operator()
    const values = operator === 'in' || operator === 'notin' ? this.values() : [this.exact()]
    if (operator === 'gt' || operator === 'lt') {
      if (!/^[+-]?\d+$/.test(values[0] ?? ''))
        wrong(`values[0]: Invalid value: ${JSON.stringify(values[0])}: for 'Gt', 'Lt' operators, the value must be an integer`)
    }
    values.forEach((v, i) => void checkAll(`values[${i}][${key}]`, v, validLabelValue(v)))
    return { key, operator, values }
  }

  private operator(): Requirement['operator'] {
    const { kind, text } = this.take()
    if (kind === 'word' && (text === 'in' || text === 'notin')) return text
    if (kind === 'symbol') {
      if (text === '=' || text === '==') return '='
      if (text === '!=') return '!='
      if (text === '>') return 'gt'
      if (text === '<') return 'lt'
    }
    return wrong(`found '${text}', expected: ${OPERATORS}`)
  }

  private exact(): string {
    if (this.next.kind === 'end' || this.is(',')) return ''
    const { kind, text } = this.take()
    return kind === 'word' ? text : wrong(`found '${text}', expected: identifier`)
  }

  /** `(a,b)`; an empty place between commas is the empty value. */
  private values(): string[] {
    const open = this.take()
    if (open.text !== '(' || open.kind !== 'symbol') wrong(`found '${open.text}' expected: '('`)
    if (this.is(')')) {
      this.take()
      return ['']
    }
    if (this.next.kind !== 'word' && !this.is(',')) wrong(`found '${this.next.text}', expected: ',', ')' or identifier`)
    const found = new Set<string>()
    let expectValue = true
    for (;;) {
      const t = this.take()
      if (t.kind === 'word') {
        found.add(t.text)
        expectValue = false
        if (!this.is(',') && !this.is(')')) wrong(`found '${this.next.text}', expected: ',' or ')'`)
      } else if (t.text === ',') {
        if (expectValue) found.add('')
        expectValue = true
      } else if (t.text === ')' && t.kind === 'symbol') {
        if (expectValue) found.add('')
        return [...found].sort()
      } else wrong(`found '${t.text}', expected: ',', or identifier`)
    }
  }
}

function checkAll(path: string, value: string, messages: string[]): void {
  const texts = messages.map(m => `${path}: Invalid value: ${JSON.stringify(value)}: ${m}`)
  if (texts.length > 0) wrong(texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`)
}

/** The requirements of a query text; throws the 400 that the real server answers. */
export function parseSelector(text: string): Requirement[] {
  try {
    return new Parser(text).parse()
  } catch (e) {
    if (e instanceof SyntaxError) throw badRequest(e.message)
    throw e
  }
}
