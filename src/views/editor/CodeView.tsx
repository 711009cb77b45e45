// CodeMirror, in the look of the house: YAML, errors at their lines, lines that are lit because they are not applied yet or have just changed something.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, type Range, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { type Applied, syntaxErrors, warmReaders } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import { useSay, useWords } from '../words/index.ts'
import { changedLines, type Draft, type Manuscript } from './document.ts'
import { errorText } from './errors.ts'
import { highlight } from './highlight.ts'

const setLit = StateEffect.define<readonly number[]>()
const litLine = Decoration.line({ class: 'cm-lit' })

/** Lines with light on them. */
const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, tr) {
    let next = lines.map(tr.changes)
    for (const e of tr.effects) {
      if (!e.is(setLit)) continue
      const ranges: Range<Decoration>[] = []
      for (const n of e.value) if (n <= tr.state.doc.lines) ranges.push(litLine.range(tr.state.doc.line(n).from))
      next = Decoration.set(ranges, true)
    }
    return next
  },
  provide: f => EditorView.decorations.from(f),
})

const TYPING_MS = 500
/** What has a longer line is not written by hand: its colours would keep the page busy for seconds. */
const LONGEST_COLOURED = 20_000
/** A longer line is underlined only so far. */
const LONGEST_MARK = 2_000

export default function CodeView({ manuscript, draft }: { manuscript: Manuscript; draft: Draft }) {
  const t = useWords()
  const sayIt = useSay()
  const hands = useHands()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const label = useRef(new Compartment())
  const colours = useRef(new Compartment())
  const apply = useRef(() => {})
  const marks = useRef(marksIn(sayIt))
  marks.current = marksIn(sayIt)
  apply.current = () => {
    void manuscript.apply().then(applied => applied && hands.note('kubectl apply -f -'))
  }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    warmReaders()
    /** What the parser has against the text, unless it is another meanwhile, or more is known of it. */
    const check = async (text: string) => {
      const { doc } = editor.state
      const errors = await syntaxErrors(text)
      const { outcome } = manuscript.draft()
      const told = outcome?.text === text && outcome.applied.errors.length > 0
      if (view.current === editor && editor.state.doc === doc && !told) marks.current(editor, errors)
    }
    /** In a transaction of its own, before the first stroke of work on the new text. */
    const recolour = (text: string) => {
      const now = coloured(text)
      if ((colours.current.get(editor.state) === PLAIN) !== (now === PLAIN)) editor.dispatch({ effects: colours.current.reconfigure(now) })
    }
    const editor = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: manuscript.draft().text,
        extensions: [
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                apply.current()
                return true
              },
            },
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            // Out of the text, to where letters are keys again.
            { key: 'Escape', run: ({ dom }) => panelOf(dom)?.focus() === undefined },
          ]),
          history(),
          drawSelection(),
          lineNumbers(),
          lintGutter(),
          colours.current.of(coloured(manuscript.draft().text)),
          indentUnit.of('  '),
          highlight,
          lit,
          label.current.of([]),
          EditorView.updateListener.of(update => {
            if (!update.docChanged) return
            const text = update.state.doc.toString()
            queueMicrotask(() => view.current === editor && recolour(text))
            manuscript.write(text)
            clearTimeout(timer)
            timer = setTimeout(() => void check(text), TYPING_MS)
          }),
        ],
      }),
    })
    view.current = editor
    // Somebody came here before the editor did.
    if (panelOf(editor.dom) === document.activeElement) editor.focus()
    return () => {
      clearTimeout(timer)
      view.current = null
      editor.destroy()
    }
  }, [manuscript])
  // The text came from elsewhere: a sample, a file.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the edition says so
  useEffect(() => {
    const editor = view.current
    const { text } = manuscript.draft()
    if (!editor || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true })
  }, [draft.edition])
  useEffect(() => {
    const spoken = EditorView.contentAttributes.of({ 'aria-label': t('editor.label'), tabindex: '0' })
    view.current?.dispatch({ effects: label.current.reconfigure(spoken) })
  }, [t])
  const errors = draft.outcome?.applied.errors
  useEffect(() => {
    if (!view.current || !draft.outcome) return
    marks.current(view.current, errors ?? [])
    const first = errors?.[0]
    if (!first) return
    const line = view.current.state.doc.line(Math.min(first.line, view.current.state.doc.lines))
    view.current.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
  }, [draft.outcome, errors])
  const open = draft.accepted === undefined ? [] : changedLines(draft.accepted, draft.text)
  const lines = (open.length ? open : (draft.changed?.lines ?? [])).join()
  useEffect(() => {
    view.current?.dispatch({ effects: setLit.of(lines ? lines.split(',').map(Number) : []) })
  }, [lines])
  return <div ref={place} className="codeview" />
}

const panelOf = (element: HTMLElement) => element.closest<HTMLElement>('[role=tabpanel]')

const PLAIN: Extension = []
const coloured = (text: string): Extension => (hasLongLine(text) ? PLAIN : yaml())

function hasLongLine(text: string): boolean {
  for (let from = 0; text.length - from > LONGEST_COLOURED; ) {
    const end = text.lastIndexOf('\n', from + LONGEST_COLOURED)
    if (end < from) return true
    from = end + 1
  }
  return false
}

/** Puts errors at their lines, in the reader's words. */
function marksIn(sayIt: ReturnType<typeof useSay>) {
  return (editor: EditorView, errors: Readonly<Applied['errors']>): void => {
    const { doc } = editor.state
    const diagnostics: Diagnostic[] = errors.map(e => {
      const line = doc.line(Math.min(Math.max(1, e.line), doc.lines))
      const from = Math.min(line.to, line.from + Math.max(0, e.column - 1))
      // Looked for only as far as indents go: a line may be a megabyte of blanks.
      const indent = /^\s*/.exec(line.text.slice(0, 200))?.[0].length ?? 0
      const message = errorText(e, sayIt)
      const to = Math.min(Math.max(from, line.to), from + LONGEST_MARK)
      return { from: e.column > 1 ? from : Math.min(line.to, line.from + indent), to, severity: 'error', message }
    })
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
  }
}
