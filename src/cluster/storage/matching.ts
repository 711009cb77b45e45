// Which free volume answers a claim: one of its class and mode that can do what is asked and is large enough; of those the smallest. Upstream:
// staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go FindMatchingVolume; pkg/controller/volume/persistentvolume/index.go.
import { keyOf, type World } from '../../engine/index.ts'
import { compareQuantities, compileSelector, type Node, type PersistentVolume, type PersistentVolumeClaim } from '../../kube/index.ts'
import { compileTerm, type Term } from '../scheduler/filters/nodeaffinity.ts'
import { className, isFor } from './claims.ts'

export const sizeOf = (v: PersistentVolume): string => v.spec.capacity?.storage ?? '0'
export const askedSize = (c: PersistentVolumeClaim): string => c.spec.resources?.requests?.storage ?? '0'
const mode = (spec: { volumeMode?: string }) => spec.volumeMode ?? 'Filesystem'

/** Whether a volume can be mounted on a node: its own rule about nodes. */
export function fitsNode(v: PersistentVolume, node: Node): boolean {
  const terms = v.spec.nodeAffinity?.required?.nodeSelectorTerms as readonly Term[] | undefined
  return !terms || terms.some(t => compileTerm(t)(node))
}

/** Why a volume that a claim names cannot be its own; undefined: it can. */
export function mismatch(v: PersistentVolume, c: PersistentVolumeClaim): string | undefined {
  if (compareQuantities(sizeOf(v), askedSize(c)) < 0) return 'requested PV is too small'
  if (className(v) !== className(c)) return 'storageClassName does not match'
  if (mode(v.spec) !== mode(c.spec)) return 'incompatible volumeMode'
  if (!(c.spec.accessModes ?? []).every(m => v.spec.accessModes?.includes(m))) return 'incompatible accessMode'
  return undefined
}

/** The volume for a claim. `node`: only such as can be mounted there; `reservedOnly`: only one that is held for this claim by name. */
export function findVolume(
  world: Pick<World, 'by'>,
  c: PersistentVolumeClaim,
  { node, reservedOnly }: { node?: Node; reservedOnly?: boolean } = {},
): PersistentVolume | undefined {
  const selects = c.spec.selector ? compileSelector(c.spec.selector) : () => true
  let best: PersistentVolume | undefined
  const fits = (v: PersistentVolume) => !mismatch(v, c) && (!node || fitsNode(v, node))
  const held = world.by<PersistentVolume>('persistentvolumes', 'for', `claim ${keyOf(c)}`).find(v => isFor(v, c) && fits(v))
  if (held || reservedOnly) return held
  for (const v of world.by<PersistentVolume>('persistentvolumes', 'for', `class ${className(c)}`)) {
    if (!fits(v) || v.metadata.deletionTimestamp || v.status?.phase !== 'Available' || !selects(v.metadata.labels ?? {})) continue
    if (!best || isBetter(v, best)) best = v
  }
  return best
}

/** Fewer access modes first (a disk for one is not given to many), then the smaller. */
function isBetter(v: PersistentVolume, than: PersistentVolume): boolean {
  const modes = (v.spec.accessModes?.length ?? 0) - (than.spec.accessModes?.length ?? 0)
  return modes < 0 || (modes === 0 && compareQuantities(sizeOf(v), sizeOf(than)) < 0)
}
