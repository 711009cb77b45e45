// Slow start: pods are created one, two, four, eight … at a time, so that a template nobody will take costs one refusal and not hundreds.
// Upstream: pkg/controller/replicaset/replica_set.go slowStartBatch.

/** The sizes of the batches for `count` calls. */
export function slowStart(count: number, first = 1): number[] {
  const sizes: number[] = []
  for (let left = count, size = first; left > 0; size *= 2) {
    const n = Math.min(left, size)
    sizes.push(n)
    left -= n
  }
  return sizes
}
