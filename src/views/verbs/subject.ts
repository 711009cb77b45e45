// What is selected or spoken of, as the whole house writes it: `pods default/web-1`, `nodes node-1`, `zones zone-a`, `actors deployment`.

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

export const subjectText = (plural: string, o: { metadata: { name: string; namespace?: string } }): string => `${plural} ${keyOf(o)}`

export const keyOf = (o: { metadata: { name: string; namespace?: string } }): string =>
  o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name
