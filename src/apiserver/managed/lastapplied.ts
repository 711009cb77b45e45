// From kubectl's own bookkeeping to the server's: what `kubectl apply` wrote into its annotation counts as owned by it, so that the first `kubectl apply
// --server-side` of the same file is no conflict with itself; and the annotation is kept up while it is there. Upstream: apimachinery
// pkg/util/managedfields/internal/{lastappliedmanager,lastappliedupdater}.go.
import { type ApiObject, type Draft, writeJson } from '../../kube/index.ts'
import { BadJson, parseJson } from '../json.ts'
import { difference, type Fields } from './fields.ts'
import { compare, fieldsOf, type Shape } from './typed.ts'

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration'
/** Only kubectl under its own name is meant. */
export const KUBECTL = 'kubectl'

const annotationOf = (o: Draft | ApiObject | undefined): string | undefined => o?.metadata.annotations?.[ANNOTATION]

/** The fields that the annotation says were applied and that still are as they were. */
export function lastAppliedFields(live: ApiObject | undefined, shape: Shape): Fields {
  const text = annotationOf(live)
  if (!live || !text) return {}
  try {
    const last = parseJson(text).value
    const { changed, removed } = compare(last, live, shape)
    return difference(difference(fieldsOf(last, shape), changed), removed)
  } catch (e) {
    if (e instanceof BadJson) return {}
    throw e
  }
}

/** The object with its annotation saying what has just been applied, if it has one. */
export function withLastApplied<T extends Draft>(next: T, live: ApiObject | undefined, config: Record<string, unknown>): T {
  if (annotationOf(live) === undefined) return next
  const annotations = { ...next.metadata.annotations, [ANNOTATION]: `${writeJson(sorted(withoutAnnotation(config)))}\n` }
  return { ...next, metadata: { ...next.metadata, annotations } }
}

function withoutAnnotation(config: Record<string, unknown>): Record<string, unknown> {
  const metadata = (config.metadata ?? {}) as { annotations?: Record<string, string> }
  if (!metadata.annotations || !(ANNOTATION in metadata.annotations)) return config
  const { [ANNOTATION]: _, ...annotations } = metadata.annotations
  return { ...config, metadata: { ...metadata, annotations } }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const o = value as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(o)
      .sort()
      .map(k => [k, sorted(o[k])]),
  )
}
