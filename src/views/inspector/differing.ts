// Where what is wanted and what is seen differ, in an object's own fields: the lines of its YAML that get a bar, and the numbers that stand side by side.
import type { ApiObject } from '../../kube/index.ts'
import { inspectedKind } from './kinds/index.ts'

const ANY = [{ want: 'metadata.generation', see: ['status.observedGeneration'] }]

export function valueAt(o: ApiObject, path: string): unknown {
  let at: unknown = o
  for (const step of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[step]
  return at
}

/** The fields of an object of a kind, wanted and seen, that do not agree. A number that the status does not have is 0. */
export function differing(plural: string, o: ApiObject): Set<string> {
  const found = new Set<string>()
  for (const { want, see } of [...(inspectedKind(plural)?.pairs ?? []), ...ANY]) {
    const wanted = valueAt(o, want)
    if (typeof wanted !== 'number' && typeof wanted !== 'string') continue
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
