// In which form an answer goes out: as the object, as a Table for people, as metadata only; in JSON or YAML. Clients say so in `Accept`, best first.
// Upstream: apiserver pkg/endpoints/handlers/negotiation/negotiate.go, apimachinery pkg/apis/meta/v1 Table.
import { ApiError } from '../kube/index.ts'

export interface Form {
  media: 'application/json' | 'application/yaml'
  as: 'object' | 'table' | 'partial' | 'partialList'
  /** The apiVersion of a form that is not the object itself. */
  meta: string
}

const META = 'meta.k8s.io/v1'
export const OBJECT_FORM: Form = { media: 'application/json', as: 'object', meta: META }
const MEDIA = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
/** What a watch can be sent in. */
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch']
const AS: ReadonlyMap<string, Form['as']> = new Map([
  ['Table', 'table'],
  ['PartialObjectMetadata', 'partial'],
  ['PartialObjectMetadataList', 'partialList'],
])

interface Clause {
  type: string
  parameters: Readonly<Record<string, string>>
  quality: number
}

export function clausesOf(accept: string): Clause[] {
  const clauses = accept
    .split(',')
    .map(text => text.trim())
    .filter(Boolean)
    .map(text => {
      const [type = '', ...rest] = text.split(';').map(p => p.trim())
      const parameters = Object.fromEntries(rest.map(p => [p.split('=')[0] ?? '', p.slice(p.indexOf('=') + 1)]))
      return { type, parameters, quality: Number(parameters.q ?? 1) }
    })
  return clauses.sort((a, b) => b.quality - a.quality)
}

/** The form that the client likes best of those there are. Throws 406. */
export function negotiate(accept: string | undefined, yaml: boolean, watching = false): Form {
  const clauses = clausesOf(accept || '*/*')
  let knownMedia = false
  for (const { type, parameters } of clauses) {
    const media = mediaOf(type, yaml)
    if (!media) continue
    knownMedia = true
    const as = formOf(parameters)
    if (as) return { media, as, meta: parameters.v === 'v1beta1' ? `${META}beta1` : META }
  }
  const all = watching ? [...MEDIA, ...STREAMS] : MEDIA
  if (!knownMedia) throw new ApiError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${all.join(', ')}`, {})
  throw onlyIn(MEDIA)
}

/** Throws 406 where a watch is wanted in what has no end of its own, whatever else the client would have taken. */
export function checkStreams({ media }: Form): void {
  if (media === 'application/yaml') throw onlyIn(STREAMS)
}

const onlyIn = (media: readonly string[]) =>
  new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${media.join(', ')}`)

function mediaOf(type: string, yaml: boolean): Form['media'] | undefined {
  if (type === '*/*' || type === 'application/json') return 'application/json'
  if (yaml && type === 'application/yaml') return 'application/yaml'
  return undefined
}

function formOf(parameters: Readonly<Record<string, string>>): Form['as'] | undefined {
  if (parameters.as === undefined) return 'object'
  const as = AS.get(parameters.as)
  const known = parameters.g === 'meta.k8s.io' && (parameters.v === 'v1' || parameters.v === 'v1beta1')
  return as && known ? as : undefined
}
