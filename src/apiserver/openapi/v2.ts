// /openapi/v2, which kubectl asks for kinds that it does not find in the v3 documents, and only in protobuf. It says as little as is needed: that fields are
// checked by the server. For a kind that is named nowhere kubectl then says itself that there is none. Upstream: gnostic openapiv2/OpenAPIv2.proto,
// cli-runtime pkg/resource/query_param_verifier.go.

/** As it is asked for … */
export const OPENAPI_V2_ASKED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
/** … and as it is answered: an @ is no part of a media type. */
export const OPENAPI_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'

const BYTES = 2

/** Numbers of fields, after gnostic's OpenAPIv2.proto. */
const DOCUMENT = { swagger: 1, info: 2, paths: 8 }
const INFO = { title: 1, version: 2 }
const PATHS = { path: 2 }
const NAMED = { name: 1, value: 2 }
const PATH_ITEM = { patch: 8 }
const OPERATION = { parameters: 8, extension: 13 }
const PARAMETER = { parameter: 1, nonBody: 2, query: 3, in: 2, name: 4 }
const ANY = { yaml: 2 }

type Bytes = readonly number[]

const ascii = (text: string): Bytes => Array.from(text, c => c.charCodeAt(0))

function varint(n: number): Bytes {
  return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...varint(n >>> 7)]
}

/** A field that holds text or a message. */
function field(number: number, ...parts: readonly (string | Bytes)[]): Bytes {
  const body = parts.flatMap(p => (typeof p === 'string' ? ascii(p) : p))
  return [...varint((number << 3) | BYTES), ...varint(body.length), ...body]
}

const NAMESPACE = 'group: ""\nkind: Namespace\nversion: v1\n'

export function openApiV2(): Uint8Array {
  const query = field(PARAMETER.query, field(PARAMETER.in, 'query'), field(PARAMETER.name, 'fieldValidation'))
  const parameter = field(OPERATION.parameters, field(PARAMETER.parameter, field(PARAMETER.nonBody, query)))
  const kind = field(
    OPERATION.extension,
    field(NAMED.name, 'x-kubernetes-group-version-kind'),
    field(NAMED.value, field(ANY.yaml, NAMESPACE)),
  )
  const item = field(NAMED.value, field(PATH_ITEM.patch, parameter, kind))
  const paths = field(DOCUMENT.paths, field(PATHS.path, field(NAMED.name, '/api/v1/namespaces/{name}'), item))
  const info = field(DOCUMENT.info, field(INFO.title, 'Kubernetes'), field(INFO.version, 'v1.34.4'))
  return new Uint8Array([...field(DOCUMENT.swagger, '2.0'), ...info, ...paths])
}
