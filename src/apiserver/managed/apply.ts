// Server-side apply (in progress).
import { type ApiObject, badRequest, type Draft } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import type { WriteOptions } from '../options.ts'

export function applied(
  _call: Call,
  _old: ApiObject | undefined,
  _patch: Record<string, unknown>,
  _options: WriteOptions,
): Draft | undefined {
  throw badRequest('server-side apply is not known here yet')
}
