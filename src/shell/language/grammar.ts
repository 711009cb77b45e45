// What the parts of the grammar share: the tokens that come next, the nodes made so far, and the words for what is not expected (busybox ash's).
import type { Lexer, Token } from './lexer.ts'
import type { Node } from './syntax.ts'
import { SyntaxFault } from './words.ts'

const keywords = new Set('! case do done elif else esac fi for function if then until while { }'.split(' '))
export const commandNames = /^[A-Za-z_]\w*$/

type Unnumbered = Node extends infer N ? (N extends Node ? Omit<N, 'id'> : never) : never

export abstract class GrammarReader {
  readonly nodes: Node[]
  abstract readonly lexer: Lexer
  constructor(nodes: Node[]) {
    this.nodes = nodes
  }

  protected add(node: Unnumbered): number {
    const id = this.nodes.length
    this.nodes.push({ ...node, id } as Node)
    return id
  }
  protected sequence(items: number[]): number | undefined {
    return items.length > 1 ? this.add({ kind: 'sequence', items }) : items[0]
  }

  protected unexpected(expecting?: string): SyntaxFault {
    const token = this.lexer.peek()
    const tail = expecting ? ` (expecting "${expecting}")` : ''
    return new SyntaxFault(`unexpected ${this.nameOf(token, expecting === ')')}${tail}`, token.kind === 'end')
  }
  protected nameOf(token: Token, plain = false): string {
    if (token.kind === 'end') return 'end of file'
    if (token.kind === 'newline') return 'newline'
    if (token.kind === 'redirect') return 'redirection'
    if (token.kind === 'operator') return `"${token.text}"`
    const keyword = plain ? undefined : this.keyword()
    return keyword ? `"${keyword}"` : 'word'
  }
  /** The reserved word that comes next, if one does. */
  protected keyword(): string | undefined {
    const token = this.lexer.peek()
    return token.kind === 'word' && token.word.literal !== undefined && keywords.has(token.word.literal) ? token.word.literal : undefined
  }
  protected isOperator(token: Token, ...texts: string[]): boolean {
    return token.kind === 'operator' && texts.includes(token.text)
  }
  protected skipNewlines(): Token {
    while (this.lexer.peek().kind === 'newline') this.lexer.next()
    return this.lexer.peek()
  }
  protected expect(keyword: string): void {
    this.skipNewlines()
    if (this.keyword() !== keyword) throw this.unexpected(keyword)
    this.lexer.next()
  }
  protected expectOperator(text: string): void {
    if (!this.isOperator(this.lexer.peek(), text)) throw this.unexpected(text)
    this.lexer.next()
  }
}
