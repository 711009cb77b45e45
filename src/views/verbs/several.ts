// What can be done to several things of one kind at once: what each of them can do, done to all that can do it, as one action.
import type { Deed, Question, Verb } from './verb.ts'

export function together(lists: readonly (readonly Verb[])[]): Verb[] {
  const groups = new Map<string, Verb[]>()
  for (const verb of lists.flat()) {
    if (verb.alone) continue
    const id = `${verb.id} ${verb.key}`
    const group = groups.get(id)
    if (group) group.push(verb)
    else groups.set(id, [verb])
  }
  // Of what is on for one and off for another both are offered; the key does what comes first.
  const letters = new Set<string>()
  return [...groups.values()].flatMap(group => {
    const verb = joined(group)
    if (!verb) return []
    const { letter, ...rest } = verb
    if (letter === undefined || letters.has(letter)) return [rest]
    letters.add(letter)
    return [verb]
  })
}

function joined(verbs: readonly Verb[]): Verb | undefined {
  const [first] = verbs
  if (!first || verbs.length === 1) return first
  const { deed: _d, choices: _c, question: _q, ...rest } = first
  const deeds = verbs.flatMap(v => v.deed ?? [])
  const questions = verbs.flatMap(v => v.question ?? [])
  const choices = (first.choices ?? []).flatMap(choice => {
    const same = verbs.flatMap(v => v.choices?.find(c => c.id === choice.id) ?? [])
    return same.length === verbs.length ? [{ ...choice, deed: all(same.map(c => c.deed)) }] : []
  })
  if (!deeds.length && !questions.length && !choices.length) return undefined
  return {
    ...rest,
    ...(deeds.length === verbs.length && { deed: all(deeds) }),
    ...(questions.length === verbs.length && { question: ask(questions as [Question, ...Question[]]) }),
    ...(choices.length > 0 && { choices }),
  }
}

const ask = (questions: [Question, ...Question[]]): Question => ({
  ...questions[0],
  check: answer => questions.map(q => q.check(answer)).find(refused => refused !== undefined),
  deed: answer => all(questions.map(q => q.deed(answer))),
})

/** Several deeds as one: one action in the log, the requests one after the other. */
function all(deeds: readonly Deed[]): Deed {
  const [first] = deeds as [Deed, ...Deed[]]
  const args = Object.fromEntries(
    Object.keys(first.say.args).map(k => {
      const values = [...new Set(deeds.map(d => d.say.args[k] ?? ''))]
      return [k, values.length === 1 ? (values[0] as string | number) : values.join(', ')]
    }),
  )
  return {
    say: { code: first.say.code, args },
    requests: deeds.flatMap(d => d.requests),
    line: lineOf(deeds.map(d => d.line)),
    ...(first.forgives && { forgives: first.forgives }),
    ...(first.next && {
      next: answers => {
        let from = 0
        return deeds.flatMap(d => {
          const own = answers.slice(from, from + d.requests.length)
          from += d.requests.length
          return d.next?.(own) ?? []
        })
      },
    }),
  }
}

/** What kubectl does to one name, it does to several. */
const OF_MANY = new Set(['delete', 'cordon', 'uncordon', 'drain', 'label', 'taint', 'scale'])

function lineOf(lines: readonly string[]): string {
  const words = lines.map(l => l.split(' '))
  const [first = []] = words
  const differing = first.flatMap((w, i) => (words.every(x => x[i] === w) ? [] : [i]))
  const [at] = differing
  const isOne = differing.length === 1 && at !== undefined && words.every(w => w.length === first.length)
  if (!isOne || !first.some(w => OF_MANY.has(w))) return lines.join('; ')
  return first.flatMap((w, i) => (i === at ? words.map(x => x[i] as string) : [w])).join(' ')
}
