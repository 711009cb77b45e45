// A JSON merge patch as the API server does it: RFC 7386, and nulls also go out of what is in a new list, though not out of the list itself. Upstream:
// gopkg.in/evanphx/json-patch.v4 merge.go (pruneNils). What actors write keeps its nulls: a condition's lastProbeTime is one (engine/api.ts).
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** The target with the patch in it. Shares with `target` what the patch leaves as it is. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch) && !isObject(target)) return patch.map(item => applyMergePatch(undefined, item))
  if (!isObject(patch)) return patch
  const base = isObject(target) ? target : {}
  const out: Record<string, unknown> = { ...base }
  for (const [k, v] of Object.entries(patch)) {
    if (v === null) delete out[k]
    else out[k] = applyMergePatch(base[k], v)
  }
  return out
}
