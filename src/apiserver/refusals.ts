// Refusals that only the front door speaks: of addresses, methods and media types. Those about objects are in src/kube/status.ts. Upstream:
// apiserver pkg/endpoints/handlers/{responsewriters/errors,negotiation/errors}.go, apimachinery pkg/api/errors/errors.go NewGenericServerResponse.
import { ApiError, type FieldError, type Status } from '../kube/index.ts'

/** Kubernetes says "500" for what it did not foresee, and then gives no reason. */
export class Unforeseen extends ApiError {
  constructor(message: string) {
    super(500, '', message)
    delete this.status.reason
  }
}

/** An address that nothing stands behind: no Status, just this page. */
export class NoSuchPage extends Error {}

export const noSuchResource = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
export const methodNotAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
export const rejected = () => new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
export const unsupportedPatch = () => new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
export const unsupportedBody = (accepted: readonly string[]) =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )
export const tooLarge = (why: string) => new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`, {})

/** Broken rules of a request's options: `ListOptions.meta.k8s.io "" is invalid: …`. */
export function invalidOptions(kind: string, errors: readonly FieldError[]): ApiError {
  const texts = errors.map(e => `${e.field}: ${e.message}`)
  return new ApiError(422, 'Invalid', `${kind}.meta.k8s.io "" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`, {
    group: 'meta.k8s.io',
    kind,
    causes: errors.map(e => ({ reason: e.reason, message: e.message, field: e.field })),
  })
}

/** A patch whose result cannot be read. The nameless object is Kubernetes' own. */
export const unreadablePatch = (shown: string, why: string) =>
  new ApiError(422, 'Invalid', ` "" is invalid: patch: Invalid value: ${shown}: ${why}`, {
    causes: [{ reason: 'FieldValueInvalid', message: `Invalid value: ${shown}: ${why}`, field: 'patch' }],
  })

export function success(details: Status['details'] | undefined, code?: number): Status {
  const s = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', ...(details && { details }), ...(code && { code }) }
  return s as Status
}
