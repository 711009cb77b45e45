// Scripts by their text: parsed once, however many shells run them. A memo table only: what is in it follows from the text alone.
import type { Bytes } from '../bytes.ts'
import { parse } from '../language/parser.ts'
import type { Node, Script } from '../language/syntax.ts'
import type { Place } from '../state.ts'

const capacity = 2000
const parsed = new Map<Bytes, Script>()

export function scriptOf(source: Bytes): Script {
  const known = parsed.get(source)
  if (known) return known
  const script = parse(source)
  const oldest = parsed.size >= capacity ? parsed.keys().next().value : undefined
  if (oldest !== undefined) parsed.delete(oldest)
  parsed.set(source, script)
  return script
}
export function nodeAt(place: Place): Node {
  const node = scriptOf(place.source).nodes[place.id]
  if (!node) throw new Error(`no node ${place.id} in script`)
  return node
}
