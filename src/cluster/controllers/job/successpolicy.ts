// successPolicy: when an Indexed Job has done enough, though not all. Upstream: pkg/controller/job/success_policy.go.
import type { Job } from '../../../kube/index.ts'
import { type Intervals, parseIntervals, total } from './intervals.ts'

/** How many indexes are in both. */
function overlap(a: Intervals, b: Intervals): number {
  let [i, j, n] = [0, 0, 0]
  for (let [x, y] = [a[0], b[0]]; x && y; x = a[i], y = b[j]) {
    n += Math.max(0, Math.min(x[1], y[1]) - Math.max(x[0], y[0]) + 1)
    if (x[1] < y[1]) i++
    else j++
  }
  return n
}

/** The sentence about the rule that is met; undefined when none is. */
export function successMessage(policy: Job['spec']['successPolicy'], completions: number, succeeded: Intervals): string | undefined {
  if (!policy || succeeded.length === 0) return undefined
  const at = policy.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes == null) return succeededCount != null && total(succeeded) >= succeededCount
    const asked = parseIntervals(succeededIndexes, completions)
    return asked.length > 0 && overlap(succeeded, asked) >= (succeededCount ?? total(asked))
  })
  return at < 0 ? undefined : `Matched rules at index ${at}`
}
