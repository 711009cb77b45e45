// `$(( ))`, `let` and whatever else reckons: C's integer expressions in 64 bits that wrap. Upstream: POSIX.1-2017, Shell Command Language, 2.6.4;
// the operators beyond (`**`, `++`, `,`) and the words of the errors are busybox's (shell/math.c).
import type { Bytes } from '../bytes.ts'

/** Thrown for an expression that cannot be reckoned. */
export class ArithmeticFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

export interface Variables {
  /** Its text, undefined when unset. */
  get(name: string): Bytes | undefined
  set(name: string, value: Bytes): void
}

const syntax = () => new ArithmeticFault('arithmetic syntax error')
const tokens =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+#\w+|\d+)|([A-Za-z_]\w*)|(\*\*|\+\+|--|<<=|>>=|<=|>=|==|!=|&&|\|\||<<|>>|[-+*/%&|^]=|[-+*/%&|^~!<>=?:(),]))/y
const wrap = (n: bigint) => BigInt.asIntN(64, n)

/** Binary operators from the loosest to the tightest. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]
const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']

export function evaluate(text: Bytes, variables: Variables, depth = 0, nesting = 0): bigint {
  if (depth > 32) throw new ArithmeticFault('expression recursion loop detected')
  return new Reckoning(text, variables, depth, nesting).whole()
}

/** A decimal, octal or hexadecimal number, or `base#digits`. */
function numberOf(text: string): bigint {
  const based = /^(\d+)#(\w+)$/.exec(text)
  if (based) {
    const base = Number(based[1])
    let n = 0n
    for (const c of based[2] ?? '') {
      const digit = Number.parseInt(c, 36)
      if (!(digit < base) || base > 36) throw syntax()
      n = n * BigInt(base) + BigInt(digit)
    }
    return wrap(n)
  }
  if (/^0[0-7]+$/.test(text)) return wrap(BigInt(`0o${text.slice(1)}`))
  if (/^0\d/.test(text)) throw syntax()
  return wrap(BigInt(text))
}

class Reckoning {
  private readonly text: Bytes
  private readonly variables: Variables
  private readonly depth: number
  private at = 0
  private token = ''
  private kind: 'number' | 'name' | 'operator' | 'end' = 'end'
  /** Inside the branch not taken of `?:`, `&&`, `||`: read, but neither assign nor divide. */
  private idle = 0
  private nesting: number

  constructor(text: Bytes, variables: Variables, depth: number, nesting: number) {
    this.nesting = nesting
    this.text = text.trim()
    this.variables = variables
    this.depth = depth
    this.advance()
  }
  whole(): bigint {
    if (this.kind === 'end') return 0n
    const value = this.comma()
    if (!this.is('end')) throw syntax()
    return value
  }

  private advance(): void {
    if (this.at >= this.text.length) {
      this.kind = 'end'
      this.token = ''
      return
    }
    tokens.lastIndex = this.at
    const found = tokens.exec(this.text)
    if (!found) throw syntax()
    this.at = tokens.lastIndex
    this.token = found[1] ?? found[2] ?? found[3] ?? ''
    this.kind = found[1] !== undefined ? 'number' : found[2] !== undefined ? 'name' : 'operator'
  }
  /** Asked anew each time, since reading on changes it. */
  private is(kind: 'operator' | 'end'): boolean {
    return this.kind === kind
  }
  private take(operator: string): boolean {
    if (this.kind !== 'operator' || this.token !== operator) return false
    this.advance()
    return true
  }
  private expect(operator: string): void {
    if (!this.take(operator)) throw syntax()
  }

  private comma(): bigint {
    let value = this.assignment()
    while (this.take(',')) value = this.assignment()
    return value
  }
  private assignment(): bigint {
    if (this.kind !== 'name') return this.conditional()
    const { at, token } = this
    this.advance()
    if (this.is('operator') && assignments.includes(this.token)) {
      const operator = this.token.slice(0, -1)
      this.advance()
      const right = this.assignment()
      return this.store(token, operator === '' ? right : this.apply(operator, this.valueOf(token), right))
    }
    this.at = at
    this.token = token
    this.kind = 'name'
    return this.conditional()
  }
  private conditional(): bigint {
    const condition = this.binary(0)
    if (!this.take('?')) return condition
    const yes = this.maybe(condition !== 0n, () => this.comma())
    this.expect(':')
    const no = this.maybe(condition === 0n, () => this.assignment())
    return condition !== 0n ? yes : no
  }
  private maybe(wanted: boolean, read: () => bigint): bigint {
    if (!wanted) this.idle++
    const value = read()
    if (!wanted) this.idle--
    return value
  }
  private binary(level: number): bigint {
    const operators = levels[level]
    if (!operators) return this.power()
    let left = this.binary(level + 1)
    while (this.kind === 'operator' && operators.includes(this.token)) {
      const operator = this.token
      this.advance()
      if (operator === '&&' || operator === '||') {
        const decided = (left !== 0n) === (operator === '||')
        const right = this.maybe(!decided, () => this.binary(level + 1))
        left = decided ? BigInt(operator === '||') : BigInt(right !== 0n)
      } else left = this.apply(operator, left, this.binary(level + 1))
    }
    return left
  }
  private power(): bigint {
    const base = this.unary()
    if (!this.take('**')) return base
    const exponent = this.power()
    if (exponent < 0n) throw new ArithmeticFault('exponent less than 0')
    let result = 1n
    for (let n = exponent, square = base; n > 0n; n >>= 1n, square = wrap(square * square)) if (n & 1n) result = wrap(result * square)
    return result
  }
  private unary(): bigint {
    if (++this.nesting > 200) throw new ArithmeticFault('expression too deep')
    const value = this.unaryOperation()
    this.nesting--
    return value
  }
  private unaryOperation(): bigint {
    if (this.take('!')) return BigInt(this.unary() === 0n)
    if (this.take('~')) return wrap(~this.unary())
    if (this.take('-')) return wrap(-this.unary())
    if (this.take('+')) return this.unary()
    for (const [operator, change] of [
      ['++', 1n],
      ['--', -1n],
    ] as const) {
      if (!this.take(operator)) continue
      const name = this.token
      if (this.kind !== 'name') throw syntax()
      this.advance()
      return this.store(name, wrap(this.valueOf(name) + change))
    }
    return this.primary()
  }
  private primary(): bigint {
    const { kind, token } = this
    if (this.take('(')) {
      const value = this.comma()
      this.expect(')')
      return value
    }
    if (kind !== 'number' && kind !== 'name') throw syntax()
    this.advance()
    if (kind === 'number') return numberOf(token)
    const value = this.valueOf(token)
    if (this.take('++')) this.store(token, wrap(value + 1n))
    else if (this.take('--')) this.store(token, wrap(value - 1n))
    return value
  }

  private valueOf(name: string): bigint {
    if (this.idle > 0) return 0n
    const text = this.variables.get(name)
    // The text of a variable is an expression itself.
    return text === undefined || text.trim() === '' ? 0n : evaluate(text, this.variables, this.depth + 1, this.nesting)
  }
  private store(name: string, value: bigint): bigint {
    if (this.idle === 0) this.variables.set(name, String(value))
    return value
  }
  private apply(operator: string, a: bigint, b: bigint): bigint {
    switch (operator) {
      case '+':
        return wrap(a + b)
      case '-':
        return wrap(a - b)
      case '*':
        return wrap(a * b)
      case '/':
      case '%':
        if (b !== 0n) return wrap(operator === '/' ? a / b : a % b)
        if (this.idle > 0) return 0n
        throw new ArithmeticFault('divide by zero')
      case '<<':
        return wrap(a << (b & 63n))
      case '>>':
        return wrap(a >> (b & 63n))
      case '&':
        return a & b
      case '|':
        return a | b
      case '^':
        return a ^ b
      case '==':
        return BigInt(a === b)
      case '!=':
        return BigInt(a !== b)
      case '<':
        return BigInt(a < b)
      case '<=':
        return BigInt(a <= b)
      case '>':
        return BigInt(a > b)
      case '>=':
        return BigInt(a >= b)
      default:
        throw syntax()
    }
  }
}
