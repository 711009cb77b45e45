// What an admission plugin is here: it sees a write after defaulting and before validation, may change the object, or refuse it. Upstream:
// staging/src/k8s.io/apiserver/pkg/admission/interfaces.go.
import type { WriteContext } from '../../engine/index.ts'
import { ApiError, type ApiObject, type Env, forbidden, type Resource, type Status } from '../../kube/index.ts'

export interface Attempt {
  readonly op: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly resource: Resource
  readonly old: ApiObject | undefined
  readonly env: Env
  readonly ctx: WriteContext
}

/** Returns the object as it may go on: the same one when there is nothing to change. Throws an ApiError to refuse. */
export type Plugin = (o: ApiObject, attempt: Attempt) => ApiObject

/** A 403 in the words of an admission plugin. */
export const refuse = ({ resource }: Attempt, o: ApiObject, why: string): ApiError => forbidden(resource, o.metadata.name, why)

/** The same with causes. */
export function refuseWith(
  attempt: Attempt,
  o: ApiObject,
  why: string,
  causes: NonNullable<NonNullable<Status['details']>['causes']>,
): ApiError {
  const { status } = refuse(attempt, o, why)
  return new ApiError(status.code, status.reason ?? '', status.message ?? '', { ...status.details, causes })
}

/** Some plugins speak only after validation: what is invalid is for validation to refuse. */
export const isValid = (o: ApiObject, { resource, ctx }: Attempt): boolean => ctx.trusted === true || resource.validate(o).length === 0
