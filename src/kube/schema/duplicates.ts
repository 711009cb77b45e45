// Fields written twice. JSON.parse keeps the last and says nothing; Kubernetes says `duplicate field "spec.replicas"`. Upstream: sigs.k8s.io/json
// (DisallowDuplicateFields).
import { quote } from '../validation/errors.ts'

/** A message for every field of a JSON text that stands twice in its object, in the order of the text. The text must be valid JSON. */
export function duplicateFields(json: string): string[] {
  const found: string[] = []
  let at = 0
  const space = () => {
    while (at < json.length && json.charCodeAt(at) <= 32) at++
  }
  const text = (): string => {
    const start = at++
    while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
    return JSON.parse(json.slice(start, ++at)) as string
  }
  const value = (path: string): void => {
    space()
    if (json[at] === '{') object(path)
    else if (json[at] === '[') list(path)
    else if (json[at] === '"') text()
    else while (at < json.length && !/[,\]}\s]/.test(json[at] as string)) at++
    space()
  }
  const object = (path: string): void => {
    const seen = new Map<string, number>()
    for (at++, space(); json[at] !== '}'; space()) {
      if (json[at] === ',') {
        at++
        space()
      }
      const key = text()
      const here = path ? `${path}.${key}` : key
      const times = (seen.get(key) ?? 0) + 1
      seen.set(key, times)
      if (times === 2) found.push(`duplicate field ${quote(here)}`)
      space()
      at++
      value(here)
    }
    at++
  }
  const list = (path: string): void => {
    let i = 0
    for (at++, space(); json[at] !== ']'; space()) {
      if (json[at] === ',') at++
      value(`${path}[${i++}]`)
    }
    at++
  }
  value('')
  return found
}
