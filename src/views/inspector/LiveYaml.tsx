// The object as YAML, live: a bar where spec and status differ, light where the spec was changed last.
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ApiObject } from '../../kube/index.ts'
import { subjectOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { clock, useWords } from '../words/index.ts'
import { changedPaths, differing } from './differing.ts'
import { type YamlLine, yamlLines } from './yaml.ts'

export function LiveYaml({ subject }: { subject: string }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <details className="fold" onToggle={e => setOpen(e.currentTarget.open)}>
      <summary>{t('inspect.yaml')}</summary>
      {open && <Lines subject={subject} />}
    </details>
  )
}

function Lines({ subject }: { subject: string }) {
  const t = useWords()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural)
  const object = mirror.object(plural, key)
  const lines = useMemo(() => (object ? yamlLines(object) : []), [object])
  const bars = useMemo(() => (object ? differing(plural, object) : new Set<string>()), [plural, object])
  const lit = useLit(object, lines, mirror.now)
  if (!object) return null
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard */}
      <section className="code live" tabIndex={0} aria-label={t('inspect.yaml')}>
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <Line key={i} n={i + 1} line={line} bar={bars.has(line.path)} lit={lit?.paths.has(line.path) ?? false} />
        ))}
      </section>
      {lit && <p className="note">{t('inspect.yaml.lit', { at: clock(lit.at) })}</p>}
      {bars.size > 0 && <p className="note">{t('inspect.yaml.bar')}</p>}
    </>
  )
}

function Line({ n, line, bar, lit }: { n: number; line: YamlLine; bar: boolean; lit: boolean }) {
  const { indent, dash, key, value } = line
  return (
    <span className={`ln${lit ? ' chg' : ''}${bar ? ' neq' : ''}`}>
      <span className="n">{n}</span>
      <span className="text">
        {' '.repeat(indent)}
        {dash}
        {key && <span className="k">{key}:</span>}
        {key && value && ' '}
        <span className="v">{value}</span>
      </span>
    </span>
  )
}

/** What the last change of the spec changed, seen while we look: from one generation to the next. */
function useLit(object: ApiObject | undefined, lines: readonly YamlLine[], now: number): { paths: Set<string>; at: number } | undefined {
  const before = useRef<{ uid: string; generation: number; lines: readonly YamlLine[] }>(undefined)
  const [lit, setLit] = useState<{ paths: Set<string>; at: number }>()
  const uid = object?.metadata.uid ?? ''
  const generation = object?.metadata.generation ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new generation is a change of the spec
  useEffect(() => {
    const old = before.current
    before.current = { uid, generation, lines }
    if (old?.uid === uid && old.generation < generation) setLit({ paths: changedPaths(old.lines, lines), at: now })
    else if (old && (old.uid !== uid || old.generation > generation)) setLit(undefined)
  }, [uid, generation])
  return lit
}
