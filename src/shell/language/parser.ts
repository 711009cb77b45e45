// The grammar of the shell, by recursive descent: text → script. Upstream: POSIX.1-2017, Shell Command Language, 2.10; the words of the errors are
// busybox ash's (shell/ash.c).
import type { Bytes } from '../bytes.ts'
import { CompoundGrammar } from './compound.ts'
import { commandNames } from './grammar.ts'
import { Lexer } from './lexer.ts'
import type { Assignment, Node, Redirect, Script, Word } from './syntax.ts'
import { SyntaxFault, wordOf } from './words.ts'

const assigns = /^([A-Za-z_]\w*)=/

/** How deep commands and words may be nested: the same everywhere, whatever stack a browser has. */
const deepest = 200

/** Parses a whole script. Never throws: a syntax error is part of the result. */
export function parse(text: Bytes): Script {
  const script: Script = { nodes: [], commands: [] }
  const grammar = new Grammar(script.nodes, text)
  try {
    for (let node = grammar.line(); node !== 'end'; node = grammar.line()) if (node !== undefined) script.commands.push(node)
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault
    script.error = { message: fault.message, incomplete: fault.incomplete, line: grammar.lexer.line }
  }
  return script
}

class Grammar extends CompoundGrammar {
  override readonly lexer: Lexer
  constructor(nodes: Node[], text: Bytes | Lexer) {
    super(nodes)
    this.lexer =
      typeof text === 'string'
        ? new Lexer(
            text,
            lexer => new Grammar(nodes, lexer).substitution(),
            (inside, depth) => {
              const grammar = new Grammar(nodes, inside)
              grammar.lexer.depth = depth
              return grammar.all()
            },
          )
        : text
  }

  /** One complete command: to the end of its line. undefined for an empty line. */
  line(): number | undefined | 'end' {
    const token = this.lexer.peek()
    if (token.kind === 'end') return 'end'
    if (token.kind === 'newline') {
      this.lexer.next()
      return undefined
    }
    const node = this.list(false)
    const after = this.lexer.peek()
    if (after.kind === 'newline') this.lexer.next()
    else if (after.kind !== 'end') throw this.unexpected()
    return node
  }
  /** All lines of a text, as one node. */
  all(): number | undefined {
    const items: number[] = []
    for (let node = this.line(); node !== 'end'; node = this.line()) if (node !== undefined) items.push(node)
    return this.sequence(items)
  }
  /** What is inside `$( )`, with its `)`. */
  substitution(): number | undefined {
    const body = this.isOperator(this.skipNewlines(), ')') ? undefined : this.body(')')
    this.expectOperator(')')
    return body
  }

  /** Commands with `;`, `&` and (inside a compound) newlines between them. */
  protected override list(newlines: boolean): number {
    const items: number[] = []
    for (;;) {
      const item = this.andOr()
      const token = this.lexer.peek()
      const background = this.isOperator(token, '&')
      items.push(background ? this.add({ kind: 'background', body: item }) : item)
      if (background || this.isOperator(token, ';') || (newlines && token.kind === 'newline')) this.lexer.next()
      else break
      if (newlines) this.skipNewlines()
      if (this.atListEnd()) break
    }
    return this.sequence(items) as number
  }
  private atListEnd(): boolean {
    const token = this.lexer.peek()
    if (token.kind === 'end' || token.kind === 'newline' || this.isOperator(token, ')', ';;')) return true
    const keyword = this.keyword()
    return keyword !== undefined && ['do', 'done', 'elif', 'else', 'esac', 'fi', 'then', '}'].includes(keyword)
  }
  private andOr(): number {
    let left = this.pipeline()
    for (;;) {
      const token = this.lexer.peek()
      if (!this.isOperator(token, '&&', '||')) return left
      this.lexer.next()
      this.skipNewlines()
      const right = this.pipeline()
      left = this.add({ kind: token.kind === 'operator' && token.text === '&&' ? 'and' : 'or', left, right })
    }
  }
  private pipeline(): number {
    if (this.keyword() === '!') {
      this.lexer.next()
      if (++this.lexer.depth > deepest) throw new SyntaxFault('nested too deeply')
      const body = this.pipeline()
      this.lexer.depth--
      return this.add({ kind: 'not', body })
    }
    const stages = [this.command()]
    while (this.isOperator(this.lexer.peek(), '|')) {
      this.lexer.next()
      this.skipNewlines()
      stages.push(this.command())
    }
    return stages.length > 1 ? this.add({ kind: 'pipeline', stages }) : (stages[0] as number)
  }

  protected override command(): number {
    if (++this.lexer.depth > deepest) throw new SyntaxFault('nested too deeply')
    const compound = this.compound()
    const node = compound === undefined ? this.simple() : this.withRedirects(compound)
    this.lexer.depth--
    return node
  }
  private withRedirects(body: number): number {
    const redirects: Redirect[] = []
    while (this.lexer.peek().kind === 'redirect') redirects.push(this.redirect())
    return redirects.length > 0 ? this.add({ kind: 'redirected', body, redirects }) : body
  }
  private simple(): number {
    const assignments: Assignment[] = []
    const words: Word[] = []
    const redirects: Redirect[] = []
    const line = this.lexer.line
    for (;;) {
      const token = this.lexer.peek()
      if (this.insideBrackets(words) && this.isOperator(token, '&&', '||', '(', ')')) {
        words.push(wordOf([{ kind: 'text', text: token.kind === 'operator' ? token.text : '', quoted: true }]))
        this.lexer.next()
      } else if (token.kind === 'redirect') redirects.push(this.redirect())
      else if (token.kind === 'word') {
        const assignment = words.length === 0 ? assignmentOf(token.word) : undefined
        if (assignment) assignments.push(assignment)
        else words.push(token.word)
        this.lexer.next()
      } else if (this.isOperator(token, '(') && words.length === 1 && assignments.length + redirects.length === 0)
        return this.functionAfter(words[0] as Word)
      else break
    }
    if (assignments.length + words.length + redirects.length === 0) throw this.unexpected()
    return this.add({ kind: 'simple', assignments, words, redirects, line })
  }
  /** Between `[[` and `]]` some operators are words. */
  private insideBrackets(words: readonly Word[]): boolean {
    const text = (word: Word | undefined) =>
      word?.parts.length === 1 && word.parts[0]?.kind === 'text' && !word.parts[0].quoted ? word.parts[0].text : ''
    return text(words[0]) === '[[' && text(words.at(-1)) !== ']]'
  }
  /** `name (`: a function's definition. */
  private functionAfter(word: Word): number {
    this.lexer.next()
    this.expectOperator(')')
    const name = word.literal ?? ''
    if (!commandNames.test(name)) throw new SyntaxFault('bad function name')
    return this.functionBody(name)
  }

  private redirect(): Redirect {
    const token = this.lexer.next()
    if (token.kind !== 'redirect') throw this.unexpected()
    const target = this.lexer.peek()
    if (target.kind !== 'word') throw this.unexpected()
    const here = token.operator.startsWith('<<')
    const redirect: Redirect = {
      fd: token.fd ?? (token.operator[0] === '<' ? 0 : 1),
      operator: (here ? '<<' : token.operator) as Redirect['operator'],
      target: target.word,
    }
    if (here) {
      redirect.target = wordOf([])
      this.lexer.expectHereDocument(redirect, target.word, token.operator === '<<-')
    }
    this.lexer.next()
    return redirect
  }
}

/** `name=value` at the start of a simple command. */
export function assignmentOf(word: Word): Assignment | undefined {
  const first = word.parts[0]
  if (first?.kind !== 'text' || first.quoted) return undefined
  const name = assigns.exec(first.text)?.[1]
  if (name === undefined) return undefined
  const rest = first.text.slice(name.length + 1)
  const parts = word.parts.slice(1)
  if (rest !== '') parts.unshift({ kind: 'text', text: rest, quoted: false })
  return { name, value: wordOf(parts) }
}
