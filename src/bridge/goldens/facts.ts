// A play as a bag of facts, and a bag compared with a recording. A fact is one leaf of an object, one row of a Table, one event or one refusal, with the
// label of the moment at which it was noted; a recording tells of each how often it held, at least and at most, in the runs against a real Kubernetes.

export interface Note {
  objects: Record<string, readonly unknown[]>
  tables: Record<string, { columns: readonly string[]; rows: readonly (readonly unknown[])[] }>
  events: Iterable<string>
}

export interface Played {
  notes: ReadonlyMap<string, Note>
  /** What was refused on the way. */
  answers: readonly string[]
}

export interface Compared {
  total: number
  equal: number
  /** `- fact` is the real one's and missing here, `+ fact` is here and not there; `(×2)` when it is so often. */
  differences: string[]
}

export function factsOf({ notes, answers }: Played): Map<string, number> {
  const bag = new Map<string, number>()
  const add = (fact: string) => bag.set(fact, (bag.get(fact) ?? 0) + 1)
  for (const answer of answers) add(`answer ${answer}`)
  for (const [label, note] of notes) {
    for (const [plural, items] of Object.entries(note.objects)) {
      add(`${label} ${plural}.count = ${items.length}`)
      for (const o of items)
        for (const [path, value] of leaves(o, '')) add(`${label} ${plural}${path.replace(/\.\d+(?=\.|$)/g, '[]')} = ${value}`)
    }
    for (const [plural, { columns, rows }] of Object.entries(note.tables)) {
      add(`${label} table ${plural} columns ${JSON.stringify(columns)}`)
      for (const row of rows) add(`${label} table ${plural} row ${JSON.stringify(row)}`)
    }
    for (const line of note.events) add(`${label} event ${line}`)
  }
  return bag
}

function* leaves(value: unknown, path: string): Generator<[path: string, value: string]> {
  if (typeof value !== 'object' || value === null) {
    yield [path, JSON.stringify(value)]
    return
  }
  const entries = Object.entries(value)
  if (entries.length === 0) yield [path, Array.isArray(value) ? '[]' : '{}']
  for (const [key, v] of entries) yield* leaves(v, `${path}.${key}`)
}

/** A fact is equal when it holds as often as it did in some run: `golden` is a recording's text, its lines `least most fact`. */
export function compare(golden: string, played: Played): Compared {
  const here = factsOf(played)
  const missing: string[] = []
  const extra: string[] = []
  let total = 0
  let equal = 0
  const times = (fact: string, n: number) => (n > 1 ? `${fact} (×${n})` : fact)
  for (const line of golden.split('\n')) {
    const [, low, high, fact] = /^(\d+) (\d+) (.*)$/.exec(line) ?? []
    if (fact === undefined) continue
    const [least, most, have] = [Number(low), Number(high), here.get(fact) ?? 0]
    here.delete(fact)
    total += Math.max(least, have)
    equal += Math.min(most, have)
    if (have < least) missing.push(times(`- ${fact}`, least - have))
    if (have > most) extra.push(times(`+ ${fact}`, have - most))
  }
  for (const [fact, n] of here) {
    total += n
    extra.push(times(`+ ${fact}`, n))
  }
  return { total, equal, differences: [...missing, ...extra] }
}
