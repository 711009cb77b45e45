// From what a verb has to say to the answer that goes out: in the form and the media type that were negotiated, with times as the outside sees them.
// Upstream: apiserver pkg/endpoints/handlers/response.go, pkg/endpoints/handlers/responsewriters/writers.go.
import { ApiError, type ApiObject } from '../kube/index.ts'
import type { Answer, Call, House } from './call.ts'
import type { Response } from './exchange.ts'
import type { Form } from './negotiate.ts'
import { includeOf, type Printed, partialListOf, partialOf, shown, tableOf } from './tables.ts'

const JSON_MEDIA = 'application/json'

export function render(house: House, form: Form, answer: Answer, warnings: readonly string[], call?: Call): Response {
  if ('text' in answer) return { status: answer.code ?? 200, contentType: 'text/plain', body: answer.text, warnings }
  if ('bytes' in answer) return { status: 200, contentType: answer.contentType, body: answer.bytes, warnings }
  if ('stream' in answer) return { status: 200, contentType: answer.contentType, stream: answer.stream, warnings }
  if ('json' in answer) return encoded(house, form.media, answer.code ?? 200, answer.json, warnings, answer.contentType)
  if ('status' in answer) return encoded(house, form.media, answer.code ?? answer.status.code ?? 200, answer.status, warnings)
  if ('list' in answer) return encoded(house, form.media, 200, shapeList(house, form, answer.list, answer.printed, call), warnings)
  return encoded(house, form.media, answer.code ?? 200, shapeObject(house, form, answer.object, answer.printed, call), warnings)
}

function encoded(
  house: House,
  media: Form['media'],
  status: number,
  value: unknown,
  warnings: readonly string[],
  contentType?: string,
): Response {
  const body = house.dates ? house.dates.out(value) : value
  if (media === 'application/yaml' && house.reading.yaml && !contentType)
    return { status, contentType: media, body: house.reading.yaml.stringify(body), warnings }
  return { status, contentType: contentType ?? JSON_MEDIA, body, warnings }
}

export function failure(house: House, form: Form, error: ApiError, warnings: readonly string[]): Response {
  return encoded(house, form.media, error.status.code, error.status, warnings)
}

function shapeList(house: House, form: Form, list: Extract<Answer, { list: unknown }>['list'], printed: Printed, call?: Call): unknown {
  switch (form.as) {
    case 'object':
      return printed.custom ? list : { ...list, items: list.items.map(o => bare(shown(printed, o))) }
    case 'table':
      return tableOf(printed, list.items, list.metadata, includeOf(call?.query.text('includeObject') ?? ''), house.engine.nowMs, form.meta)
    case 'partialList':
      return partialListOf(list, form.meta)
    case 'partial':
      throw notAcceptable(`you requested PartialObjectMetadata, but the requested object is a list (*${printed.type}List)`)
    default:
      return form.as satisfies never
  }
}

/** Items of a list do not say their kind, but for custom resources. */
const bare = ({ apiVersion: _, kind: __, ...rest }: ApiObject) => rest

export function shapeObject(house: House, form: Form, o: ApiObject, printed: Printed, call?: Call, headless = false): unknown {
  switch (form.as) {
    case 'object':
      return shown(printed, o)
    case 'table': {
      const metadata = o.metadata.resourceVersion ? { resourceVersion: o.metadata.resourceVersion } : {}
      return tableOf(printed, [o], metadata, includeOf(call?.query.text('includeObject') ?? ''), house.engine.nowMs, form.meta, headless)
    }
    case 'partial':
      return partialOf(o, form.meta)
    case 'partialList':
      throw notAcceptable(`you requested PartialObjectMetadataList, but the requested object is not a list (*${printed.type})`)
    default:
      return form.as satisfies never
  }
}

const notAcceptable = (message: string) => new ApiError(406, 'NotAcceptable', message)
