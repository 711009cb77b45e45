// Refusals in Kubernetes' own words. Upstream: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
import type { Status, StatusCause } from './types.ts'

/** A refusal by the server, carrying the Status that a client gets. */
export class ApiError extends Error {
  readonly status: Status
  constructor(code: number, reason: string, message: string, details?: Status['details']) {
    super(message)
    this.status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...(details && { details }), code }
  }
}

/** What names a resource in a message: `deployments.apps`, `pods`. */
export interface Named {
  plural: string
  group: string
}
const qualified = (r: Named) => (r.group ? `${r.plural}.${r.group}` : r.plural)
const details = (r: Named, name: string, causes?: StatusCause[]) => ({
  name,
  ...(r.group && { group: r.group }),
  kind: r.plural,
  ...(causes && { causes }),
})

export const notFound = (r: Named, name: string) => new ApiError(404, 'NotFound', `${qualified(r)} "${name}" not found`, details(r, name))
export const alreadyExists = (r: Named, name: string) =>
  new ApiError(409, 'AlreadyExists', `${qualified(r)} "${name}" already exists`, details(r, name))
export const conflict = (
  r: Named,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
) => new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(r)} "${name}": ${why}`, details(r, name))
export const forbidden = (r: Named, name: string, why: string, causes?: StatusCause[]) =>
  new ApiError(403, 'Forbidden', `${qualified(r)} "${name}" is forbidden: ${why}`, details(r, name, causes))
export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message)
