// The size of a workload has owners under two names: as a field of the workload, and as the field of its Scale. Upstream: apimachinery
// pkg/util/managedfields/scalehandler.go.
import { type Entry, inOrder, writerKey } from './entries.ts'
import { difference, type Fields, isEmpty } from './fields.ts'

const SIZE: Fields = { 'f:spec': { 'f:replicas': {} } }
const owns = (e: Entry) => e.fieldsV1['f:spec']?.['f:replicas'] !== undefined

/** The owners of a workload's size as owners of its Scale's. */
export const ownersOfScale = (entries: readonly Entry[]): Entry[] =>
  entries.filter(owns).map(e => ({ ...e, apiVersion: 'autoscaling/v1', fieldsV1: SIZE }))

/** The owners of a workload of that version once its Scale has been written: who was there by the same name keeps what it has, the others lose the size. */
export function ownersOfScaled(before: readonly Entry[], scale: readonly Entry[], apiVersion: string): Entry[] {
  const sizers = new Map(scale.map(e => [writerKey(e), e]))
  const kept = before.flatMap((e): Entry[] => {
    if (!owns(e) || sizers.delete(writerKey(e))) return [e]
    const rest = difference(e.fieldsV1, SIZE)
    return isEmpty(rest) ? [] : [{ ...e, fieldsV1: rest }]
  })
  // Whoever comes new by this way is not dated.
  const come = [...sizers.values()].filter(owns).map(({ time: _, ...e }): Entry => ({ ...e, apiVersion, fieldsV1: SIZE }))
  return inOrder([...kept, ...come])
}
