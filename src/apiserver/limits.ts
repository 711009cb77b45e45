// How much this house can hold. Kubernetes takes ten million replicas and lets the nodes run full; a browser page would die of it, so the door says no
// in plain words. Not part of Kubernetes: the words say so.
import type { Engine } from '../engine/index.ts'
import { type Draft, forbidden, type Resource } from '../kube/index.ts'

export interface Limits {
  /** Of all pods that workloads ask for together. */
  pods: number
  /** Of all objects in the store. */
  objects: number
  /** Of one request's body. */
  bodyBytes: number
}

export const DEFAULT_LIMITS: Limits = { pods: 10_000, objects: 100_000, bodyBytes: 3 * 1024 * 1024 }

/** Throws 403 when a new or changed object would make the house too small. */
export function checkRoom(engine: Engine, limits: Limits, r: Resource, o: Draft, old?: Draft): void {
  const name = o.metadata.name ?? ''
  if (!old && total(engine) >= limits.objects) throw forbidden(r, name, `this simulation holds at most ${limits.objects} objects`)
  const wanted = wantedPods(r, o)
  if (wanted <= (old ? wantedPods(r, old) : 0)) return
  let all = wanted
  for (const other of engine.store.resources.values()) {
    if (!other.scale) continue
    for (const p of engine.store.list(other.plural)) {
      if (other === r && p.metadata.name === name && p.metadata.namespace === o.metadata.namespace) continue
      if (!p.metadata.ownerReferences?.some(owner => owner.controller)) all += wantedPods(other, p)
    }
  }
  if (all <= limits.pods) return
  const message = `this simulation holds at most ${limits.pods} pods; with this change ${all} would be asked for`
  throw forbidden(r, name, message, [{ reason: 'FieldValueForbidden', message, field: 'spec.replicas' }])
}

/** What a scalable object asks for, defaults aside; nothing for other kinds. */
function wantedPods(r: Resource, o: Draft): number {
  if (!r.scale) return 0
  const n = Number(o.spec?.replicas ?? 0)
  return Number.isFinite(n) && n > 0 ? n : 0
}

function total(engine: Engine): number {
  let n = 0
  for (const plural of engine.store.resources.keys()) n += engine.store.count(plural)
  return n
}
