// The shape of an awk program, and its tokens. Upstream: POSIX.1-2017, awk.
import type { Bytes } from '../../bytes.ts'

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: Bytes }
  | { kind: 'regex'; source: Bytes }
  | { kind: 'variable'; name: string }
  | { kind: 'field'; index: Expression }
  | { kind: 'element'; name: string; keys: Expression[] }
  | { kind: 'in'; name: string; keys: Expression[] }
  | { kind: 'unary'; operator: '!' | '-' | '+'; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'ternary'; condition: Expression; yes: Expression; no: Expression }
  | { kind: 'assign'; operator: string; target: Expression; value: Expression }
  /** ++ and --; `before`: the new value is the result. */
  | { kind: 'step'; by: 1 | -1; before: boolean; target: Expression }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'getline'; file: Expression | undefined; target: Expression | undefined }

export type Statement =
  | { kind: 'expression'; value: Expression }
  | { kind: 'print'; format: boolean; values: Expression[]; redirect?: { append: boolean; target: Expression } }
  | { kind: 'if'; condition: Expression; yes: Statement; no: Statement | undefined }
  | { kind: 'while'; condition: Expression; body: Statement; first: boolean }
  | { kind: 'for'; init: Statement | undefined; condition: Expression | undefined; update: Statement | undefined; body: Statement }
  | { kind: 'each'; name: string; array: string; body: Statement }
  | { kind: 'block'; body: Statement[] }
  | { kind: 'delete'; name: string; keys: Expression[] | undefined }
  | { kind: 'exit' | 'return'; value: Expression | undefined }
  | { kind: 'next' | 'break' | 'continue' }

export interface Rule {
  readonly pattern: 'BEGIN' | 'END' | Expression | { readonly from: Expression; readonly to: Expression } | undefined
  /** undefined: print the record. */
  readonly action: Statement | undefined
}
export interface AwkProgram {
  readonly rules: Rule[]
  readonly functions: { readonly [name: string]: { readonly params: string[]; readonly body: Statement } }
}

export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'function' | 'keyword' | 'operator' | 'newline' | 'end'
  readonly text: Bytes
}
/** Thrown for a program that cannot be read or run. */
export class AwkFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const keywords = new Set(
  'BEGIN END function func if else while for do in break continue next exit return delete print printf getline'.split(' '),
)
const operators = [
  '**=',
  '&&',
  '||',
  '==',
  '<=',
  '>=',
  '!=',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '**',
  '>>',
  '!~',
  ...'{}()[];,+-*/%^!<>|?:~$=',
]
const escapes: { readonly [c: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

export function tokenize(text: Bytes): Token[] {
  const tokens: Token[] = []
  let at = 0
  const add = (kind: Token['kind'], found: Bytes) => tokens.push({ kind, text: found })
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at = pattern.lastIndex
    return found
  }
  while (at < text.length) {
    if (match(/(?:[ \t\r]|\\\n|#[^\n]*)+/y) !== undefined) continue
    if (match(/\n/y)) {
      add('newline', '\n')
      continue
    }
    const number = match(/0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y)
    if (number !== undefined) {
      add('number', number)
      continue
    }
    const name = match(/[A-Za-z_]\w*/y)
    if (name !== undefined) {
      add(keywords.has(name) ? 'keyword' : text[at] === '(' ? 'function' : 'name', name)
      continue
    }
    const string = match(/"(?:[^"\\]|\\[\s\S])*"/y)
    if (string !== undefined) {
      add('string', readEscapes(string.slice(1, -1)))
      continue
    }
    if (text[at] === '/' && !isOperand(tokens.at(-1))) {
      const regex = match(/\/(?:[^/\\[\n]|\\.|\[\^?\]?(?:\[:\w+:\]|[^\]])*\])*\//y)
      if (regex === undefined) throw new AwkFault('unterminated regular expression')
      add('regex', regex.slice(1, -1).replace(/\\\//g, '/'))
      continue
    }
    const operator = operators.find(o => text.startsWith(o, at))
    if (operator === undefined) throw new AwkFault(`unexpected character '${text[at]}'`)
    at += operator.length
    add('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator)
  }
  add('end', '')
  return tokens
}
const isOperand = (token: Token | undefined) =>
  token !== undefined && (['number', 'string', 'name'].includes(token.kind) || [')', ']', '$', '++', '--'].includes(token.text))
export function readEscapes(text: Bytes): Bytes {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (all, c: string) =>
    /^[0-7]/.test(c) ? String.fromCharCode(Number.parseInt(c, 8) & 255) : (escapes[c] ?? all),
  )
}
