// YAML in two inks: keys in the second, values in the first and strong, comments in the third. Read from the syntax tree, for what is in sight.
import { syntaxTree } from '@codemirror/language'
import type { Range } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

const classes: Readonly<Record<string, string>> = {
  Key: 'cm-yaml-key',
  Literal: 'cm-yaml-value',
  QuotedLiteral: 'cm-yaml-value',
  BlockLiteralContent: 'cm-yaml-value',
  Comment: 'cm-yaml-comment',
}
const marks = Object.fromEntries([...new Set(Object.values(classes))].map(c => [c, Decoration.mark({ class: c })]))

function inSight(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = []
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const mark = marks[classes[node.name] ?? '']
        if (!mark || node.to <= node.from) return
        found.push(mark.range(node.from, node.to))
        // A key's own literal is not a value.
        return node.name === 'Key' ? false : undefined
      },
    })
  }
  return Decoration.set(found, true)
}

export const highlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = inSight(view)
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.startState) !== syntaxTree(update.state))
        this.decorations = inSight(update.view)
    }
  },
  { decorations: v => v.decorations },
)
