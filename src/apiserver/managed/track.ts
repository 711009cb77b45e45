// Who owns which field (in progress).
import type { ApiObject, Draft } from '../../kube/index.ts'
import type { Call } from '../call.ts'
import type { WriteOptions } from '../options.ts'

export function tracked(_old: ApiObject | undefined, next: Draft, _call: Call, _options: WriteOptions): Draft {
  return next
}
