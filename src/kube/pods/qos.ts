// The quality of service a pod gets, by what its containers ask for. Upstream: pkg/apis/core/v1/helper/qos/qos.go.
import { compareQuantities, quantityValue } from '../quantity.ts'
import type { PodSpec } from '../types.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'
type Quantities = Record<string, string> | undefined

const COUNTED = ['cpu', 'memory'] as const

const positive = (list: Quantities, name: string) => list?.[name] !== undefined && quantityValue(list[name]) > 0

/** Guaranteed: every container has limits of both, equal to its requests. BestEffort: nobody asks for anything. */
export function qosClass(spec: PodSpec): QosClass {
  let anything = false
  let guaranteed = true
  for (const { resources } of spec.initContainers?.length
    ? [...(spec.containers ?? []), ...spec.initContainers]
    : (spec.containers ?? [])) {
    for (const name of COUNTED) {
      const request = positive(resources?.requests, name)
      const limit = positive(resources?.limits, name)
      if (request || limit) anything = true
      if (!limit || (request && compareQuantities(resources?.requests?.[name] as string, resources?.limits?.[name] as string) !== 0))
        guaranteed = false
    }
  }
  return !anything ? 'BestEffort' : guaranteed ? 'Guaranteed' : 'Burstable'
}
