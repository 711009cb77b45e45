// Where what is wanted and what is seen differ, in an object's own fields: the lines of its YAML that get a bar, and the numbers that stand side by side.
import type { ApiObject } from '../../kube/index.ts'

/** A number of the spec beside its counterparts in the status. */
const PAIRS: Readonly<Record<string, readonly { want: string; see: readonly string[] }[]>> = {
  Deployment: [
    { want: 'spec.replicas', see: ['status.replicas', 'status.updatedReplicas', 'status.readyReplicas', 'status.availableReplicas'] },
  ],
  ReplicaSet: [{ want: 'spec.replicas', see: ['status.replicas', 'status.readyReplicas', 'status.availableReplicas'] }],
  StatefulSet: [{ want: 'spec.replicas', see: ['status.replicas', 'status.updatedReplicas', 'status.readyReplicas'] }],
}

const ANY = [{ want: 'metadata.generation', see: ['status.observedGeneration'] }]

export function valueAt(o: ApiObject, path: string): unknown {
  let at: unknown = o
  for (const step of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[step]
  return at
}

/** The fields, wanted and seen, that do not agree. A number that the status does not have is 0. */
export function differing(o: ApiObject): Set<string> {
  const found = new Set<string>()
  for (const { want, see } of [...(PAIRS[o.kind] ?? []), ...ANY]) {
    const wanted = valueAt(o, want)
    if (typeof wanted !== 'number') continue
    for (const path of see) {
      const seen = valueAt(o, path)
      if (want === 'metadata.generation' && seen === undefined) continue
      if ((seen ?? 0) === wanted) continue
      found.add(want)
      found.add(path)
    }
  }
  return found
}

/** Lines of `now` that `before` did not have: by path and value. */
export function changedPaths(
  before: readonly { path: string; value: string }[],
  now: readonly { path: string; value: string }[],
): Set<string> {
  const old = new Map(before.map(l => [l.path, l.value]))
  return new Set(now.filter(l => l.path.startsWith('spec') && old.get(l.path) !== l.value).map(l => l.path))
}
