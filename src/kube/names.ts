// Names that the machinery makes up: random suffixes, template hashes, and when two pod templates are the same one. Upstream: apiserver
// pkg/storage/names/generate.go, apimachinery pkg/util/rand, pkg/controller/controller_utils.go ComputeHash, deployment/util EqualIgnoreHash.
import type { PodTemplate } from './types.ts'

/** No vowels, so that no words appear by chance, and no characters that look alike. */
const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5
const LONGEST_BASE = 63 - SUFFIX_LENGTH

/** A roll of the dice: 0 ≤ n < below. */
export type Roll = (below: number) => number

export function randomSuffix(roll: Roll, length = SUFFIX_LENGTH): string {
  let s = ''
  for (let i = 0; i < length; i++) s += SUFFIX[roll(SUFFIX.length)]
  return s
}

/** What the server makes of metadata.generateName: the base, cut if it is long, and five random characters. */
export const generateName = (base: string, roll: Roll): string =>
  (base.length > LONGEST_BASE ? base.slice(0, LONGEST_BASE) : base) + randomSuffix(roll)

/** Digits as letters that may stand in names: 0→4, 1→5 … 9→f. */
export const safeEncode = (text: string): string => {
  let s = ''
  for (let i = 0; i < text.length; i++) s += SUFFIX[text.charCodeAt(i) % SUFFIX.length]
  return s
}

export function fnv1a(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    h = Math.imul(h ^ (c & 0xff), 0x01000193)
    if (c > 0xff) h = Math.imul(h ^ (c >> 8), 0x01000193)
  }
  return h >>> 0
}

export const POD_TEMPLATE_HASH = 'pod-template-hash'

/** Fields whose empty value means the same as none: maps, and structs that Go keeps by value. (An empty `emptyDir` or `namespaceSelector` means something.) */
const NOTHING_WHEN_EMPTY = new Set([
  'metadata',
  'labels',
  'annotations',
  'nodeSelector',
  'resources',
  'limits',
  'requests',
  'matchLabels',
  'spec',
  'overhead',
])

/** One text for all ways of writing the same thing: keys sorted, nulls, empty lists and meaningless empty objects dropped. */
export function canonical(value: unknown): string {
  return write(value, '') ?? 'null'
}

function write(value: unknown, key: string): string | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return value.length === 0 ? undefined : `[${value.map(v => write(v, '') ?? 'null').join(',')}]`
  const o = value as Record<string, unknown>
  const parts: string[] = []
  for (const k of Object.keys(o).sort()) {
    const text = write(o[k], k)
    if (text !== undefined) parts.push(`${JSON.stringify(k)}:${text}`)
  }
  return parts.length === 0 && NOTHING_WHEN_EMPTY.has(key) ? undefined : `{${parts.join(',')}}`
}

// Templates are shared by identity and immutable, so what is worked out of one may be remembered with it.
const canonicalTemplates = new WeakMap<object, string>()
const hashes = new WeakMap<object, string>()

/** The template's canonical text, without the hash label that the Deployment controller adds. */
export function canonicalTemplate(template: PodTemplate): string {
  const known = canonicalTemplates.get(template)
  if (known !== undefined) return known
  const labels = template.metadata?.labels
  let plain: unknown = template
  if (labels && POD_TEMPLATE_HASH in labels) {
    const { [POD_TEMPLATE_HASH]: _, ...rest } = labels
    plain = { ...template, metadata: { ...template.metadata, labels: rest } }
  }
  const text = canonical(plain)
  canonicalTemplates.set(template, text)
  return text
}

/** Whether two templates make the same pods; the hash label does not count. */
export const templatesEqual = (a: PodTemplate, b: PodTemplate): boolean => a === b || canonicalTemplate(a) === canonicalTemplate(b)

/** The hash in a ReplicaSet's name and labels. Real Kubernetes hashes a dump of Go structs, which nobody else can make; the form is the same, the number is our own. */
export function templateHash(template: PodTemplate, collisionCount?: number): string {
  const text = canonicalTemplate(template)
  if (collisionCount !== undefined) return safeEncode(String(fnv1a(`${text}#${collisionCount}`)))
  let hash = hashes.get(template)
  if (hash === undefined) {
    hash = safeEncode(String(fnv1a(text)))
    hashes.set(template, hash)
  }
  return hash
}
