// No sentence stands in the components: every text that a person reads comes from the catalogues. Read from the syntax trees of all TSX files; tried on planted sins.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'

/// Attributes that are read or heard.
const HEARD = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription'])
/// What is the same in every language: languages name themselves, Kubernetes' own words stay.
const SAME_EVERYWHERE = new Set(['EN', '中文', 'kubelet', 'etcd'])

const source = join(import.meta.dirname, '../..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map(f => f.replaceAll('\\', '/'))
  .filter(f => /^(views|app|session)\/.*\.tsx$/.test(f) && !/workbench|\/testing\//.test(f))

describe('components', () => {
  it('are looked at', () => {
    expect(files.length).toBeGreaterThan(30)
  })
  it('hold no text that a person reads', () => {
    expect(files.flatMap(f => texts(f, readFileSync(join(source, f), 'utf8')))).toEqual([])
  })
})

describe('a planted sentence is found', () => {
  it.each([
    ['between tags', '<p>Not ready yet</p>', 'Not ready yet'],
    ['in braces', `<p>{'Not ready yet'}</p>`, 'Not ready yet'],
    ['as one of two', `<p>{ok ? 'Ready' : t('x')}</p>`, 'Ready'],
    ['after a condition', `<p>{ok && 'Ready'}</p>`, 'Ready'],
    ['in a template', '<p>{`${n} pods`}</p>', 'pods'],
    ['as a label', `<button aria-label="Close" />`, 'Close'],
    ['as a title in braces', `<button title={'Close'} />`, 'Close'],
  ])('%s', (_, jsx, text) => {
    expect(texts('x.tsx', `export const x = ${jsx}`).join()).toContain(text)
  })
  it.each([
    ['signs and numbers', '<p>· × 1/2 ({a})</p>'],
    ['class names and codes', `<p className="pod ready" data-x="Some thing" key={'a b'}>{t('app.close')}</p>`],
    ['markup that has no text', '<svg><path d="M0 0H4" /></svg>'],
  ])('but not %s', (_, jsx) => {
    expect(texts('x.tsx', `export const x = ${jsx}`)).toEqual([])
  })
})

type Node = { type: string; start: number } & Record<string, unknown>

function texts(file: string, text: string): string[] {
  const found: string[] = []
  const say = (at: number, words: unknown) => {
    const plain = String(words).trim()
    if (/\p{L}{2,}/u.test(plain) && !SAME_EVERYWHERE.has(plain)) found.push(`${file}:${text.slice(0, at).split('\n').length} ${plain}`)
  }
  const { program, errors } = parseSync(file, text, {})
  expect(errors, file).toEqual([])
  walk(program as unknown as Node)
  return found

  function walk(node: Node) {
    if (node.type === 'JSXText') say(node.start, node.value)
    if (node.type === 'JSXAttribute') {
      const name = (node.name as { name?: string }).name ?? ''
      const value = node.value as Node | null
      if (HEARD.has(name) && value) shown(value.type === 'JSXExpressionContainer' ? (value.expression as Node) : value)
    }
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children as Node[]) if (child.type === 'JSXExpressionContainer') shown(child.expression as Node)
    }
    for (const child of Object.values(node)) {
      for (const each of Array.isArray(child) ? child : [child])
        if (typeof each === 'object' && each !== null && 'type' in each) walk(each as Node)
    }
  }

  /// What an expression shows: its strings, those of both branches, and what stands between the braces of a template.
  function shown(node: Node) {
    if (node.type === 'Literal' && typeof node.value === 'string') say(node.start, node.value)
    else if (node.type === 'TemplateLiteral')
      for (const q of node.quasis as (Node & { value: { cooked: string } })[]) say(q.start, q.value.cooked)
    else if (node.type === 'ConditionalExpression') {
      shown(node.consequent as Node)
      shown(node.alternate as Node)
    } else if (node.type === 'LogicalExpression') {
      shown(node.left as Node)
      shown(node.right as Node)
    }
  }
}
