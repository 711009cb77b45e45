// What is selected or spoken of, as the whole house writes it: `pods default/web-1`, `nodes node-1`, `zones zone-a`, `actors deployment`; and several of one
// kind: `nodes node-1,node-3`.

export interface Subject {
  readonly plural: string
  /** `default/web-1`, `node-1` */
  readonly key: string
  /** '' for what has none. */
  readonly namespace: string
  readonly name: string
}

export function subjectOf(text: string): Subject {
  const space = text.indexOf(' ')
  const plural = space < 0 ? text : text.slice(0, space)
  const key = space < 0 ? '' : text.slice(space + 1)
  const slash = key.indexOf('/')
  return { plural, key, namespace: slash < 0 ? '' : key.slice(0, slash), name: key.slice(slash + 1) }
}

/** Each of several: `nodes node-1,node-3` is `nodes node-1` and `nodes node-3`. No name has a comma. */
export function subjectsOf(text: string): string[] {
  const { plural, key } = subjectOf(text)
  return key.includes(',') ? key.split(',').map(k => `${plural} ${k}`) : [text]
}

/** Whether a subject is selected, alone or with others. */
export const isSelected = (selection: string | undefined, subject: string): boolean =>
  selection === subject || (selection?.includes(',') === true && subjectsOf(selection).includes(subject))

/** The selection with one more, or one less when it is in it already. What is of another kind takes its place. */
export function toggled(selection: string | undefined, subject: string): string | undefined {
  const { plural, key } = subjectOf(subject)
  if (!selection || subjectOf(selection).plural !== plural) return subject
  const keys = subjectOf(selection).key.split(',')
  const left = keys.includes(key) ? keys.filter(k => k !== key) : [...keys, key]
  return left.length ? `${plural} ${left.join(',')}` : undefined
}
