// Manifests as people paste them: multi-document YAML (or JSON) to objects, each knowing on which line its fields stand. Nothing here trusts the text: size,
// number of objects, aliases and nesting are bounded, and a document that is not an object is an error at its line. It brings the YAML parser and runs in a
// worker of its own (reading.ts), which a deadline ends.
import { type Document, isAlias, isCollection, isNode, isScalar, type LineCounter, visit } from 'yaml'
import { survey } from './survey.ts'
import { type ReadDocument, readYaml, syntaxErrorsIn } from './yaml.ts'

export interface ManifestError {
  /** From 1. */
  line: number
  column: number
  message: string
  /** How Kubernetes has what was meant. */
  instead?: { apiVersion: string; kind: string }
}

export interface ManifestObject {
  object: {
    apiVersion: string
    kind: string
    metadata: { name?: string; generateName?: string; namespace?: string }
    [field: string]: unknown
  }
  /** The first line of the document. */
  line: number
  /** The line of a field as Kubernetes names it (`spec.template.spec.containers[0].image`), or of its nearest ancestor that is there. */
  lineOf(field: string): number
}

export interface Manifest {
  /** Of whatever kind. */
  objects: ManifestObject[]
  errors: ManifestError[]
}

const MOST_BYTES = 1 << 20
const MOST_OBJECTS = 500
const DEEPEST = 60
const MOST_ALIASES = 100
/** Of one object: each has an owner to be kept, and nobody writes so many by hand. */
const MOST_FIELDS = 10_000

/** Reads manifests. Never throws; what is wrong stands in `errors`. */
export function readManifest(text: string): Manifest {
  const none = (message: string, line = 1, column = 1): Manifest => ({ objects: [], errors: [{ line, column, message }] })
  if (text.length > MOST_BYTES || new TextEncoder().encode(text).length > MOST_BYTES) return none('manifest.tooLarge')
  const refused = survey(text)
  if (refused) return none(refused.message, refused.line)
  const { documents, lines, tooMany } = readYaml(text, MOST_OBJECTS)
  if (tooMany) return none('manifest.tooMany')
  const manifest: Manifest = { objects: [], errors: [] }
  for (const d of documents) readDocument(d, lines, manifest)
  return manifest.objects.length > MOST_OBJECTS ? none('manifest.tooMany') : manifest
}

/** What the parser has against a text, nothing of what Kubernetes thinks of it. */
export function syntaxOf(text: string): ManifestError[] {
  if (text.length > MOST_BYTES) return []
  const refused = survey(text)
  return refused ? [{ ...refused, column: 1 }] : syntaxErrorsIn(text, MOST_OBJECTS)
}

function readDocument({ document, errors }: ReadDocument, lines: LineCounter, manifest: Manifest): void {
  const at = (offset: number | undefined) => lines.linePos(offset ?? 0)
  const start = at(document.contents?.range?.[0] ?? document.range?.[0])
  const fail = (message: string) => manifest.errors.push({ line: start.line, column: start.col, message })
  manifest.errors.push(...errors)
  if (errors.length || !document.contents) return
  let depth = 0
  let aliases = 0
  let endless = false
  visit(document, (_key, node, path) => {
    depth = Math.max(depth, path.length)
    if (isAlias(node)) {
      aliases++
      endless ||= path.some(p => isCollection(p) && p.anchor === node.source)
    }
    return depth > 4 * DEEPEST ? visit.BREAK : undefined
  })
  const refused = harmOf({ depth, aliases, endless })
  if (refused) {
    fail(refused)
    return
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (e) {
    // The only thing left that the parser refuses at this point, besides an alias of nothing.
    const message = e instanceof Error ? e.message : String(e)
    fail(message.startsWith('Excessive alias count') ? 'manifest.aliases' : message)
    return
  }
  if (value === null || value === undefined) return
  readObject(value, document, [], start.line, lines, manifest)
}

function harmOf(found: { depth: number; aliases: number; endless: boolean }): string | undefined {
  if (found.endless) return 'manifest.endless'
  if (found.aliases > MOST_ALIASES) return 'manifest.aliases'
  return found.depth > 4 * DEEPEST ? 'manifest.tooDeep' : undefined
}

/** Keys and values. */
function scalarsIn(node: unknown): number {
  let scalars = 0
  if (isNode(node))
    visit(node, (_key, each) => {
      if (isScalar(each)) scalars++
    })
  return scalars
}

function readObject(
  value: unknown,
  document: Document,
  path: (string | number)[],
  line: number,
  lines: LineCounter,
  manifest: Manifest,
): void {
  const lineOf = (field: string) => lineOfPath(document, [...path, ...stepsOf(field)], lines) ?? line
  const fail = (message: string) => manifest.errors.push({ line, column: 1, message })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail('manifest.notAnObject')
    return
  }
  const o = value as ManifestObject['object']
  if (typeof o.kind !== 'string' || !o.kind) {
    fail("Object 'Kind' is missing in the manifest")
    return
  }
  if (typeof o.apiVersion !== 'string' || !o.apiVersion) {
    fail("Object 'apiVersion' is missing in the manifest")
    return
  }
  if (Array.isArray(o.items)) {
    if (o.items.length > MOST_OBJECTS) {
      fail('manifest.tooMany')
      return
    }
    for (const [i, item] of o.items.entries())
      readObject(itemOf(o, item), document, [...path, 'items', i], lineOf(`items[${i}]`), lines, manifest)
    return
  }
  // A field is a key and a value.
  if (scalarsIn(path.length ? document.getIn(path, true) : document.contents) > 2 * MOST_FIELDS) {
    fail('manifest.tooManyFields')
    return
  }
  manifest.objects.push({ object: o, line, lineOf })
}

/** What a PodList holds are Pods, though it does not say so of each. */
function itemOf({ apiVersion, kind }: { apiVersion: string; kind: string }, item: unknown): unknown {
  if (kind === 'List' || !kind.endsWith('List') || typeof item !== 'object' || item === null || Array.isArray(item)) return item
  return { apiVersion, kind: kind.slice(0, -'List'.length), ...item }
}

/** `spec.containers[0].env[1].name`, `metadata.labels[app.kubernetes.io/name]` as steps. */
function stepsOf(field: string): (string | number)[] {
  return [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, inside, plain]) =>
    inside !== undefined ? (/^\d+$/.test(inside) ? Number(inside) : inside) : (plain as string),
  )
}

function lineOfPath(document: Document, path: (string | number)[], lines: LineCounter): number | undefined {
  for (let n = path.length; n > 0; n--) {
    const parent = n === 1 ? document.contents : document.getIn(path.slice(0, n - 1), true)
    if (!isCollection(parent)) continue
    const step = path[n - 1]
    const item =
      'items' in parent && typeof step === 'string'
        ? (parent.items as { key?: { value?: unknown; range?: [number, number, number] } }[]).find(i => i.key?.value === step)
        : undefined
    const offset = item?.key?.range?.[0] ?? (parent.get(step, true) as { range?: [number, number, number] } | undefined)?.range?.[0]
    if (offset !== undefined) return lines.linePos(offset).line
  }
  return undefined
}
