// The ConfigMaps and Secrets that a pod names, in its own namespace.
import type { World } from '../../../engine/index.ts'
import { type ApiObject, type Pod, resourceOf } from '../../../kube/index.ts'

export type Named = 'configmaps' | 'secrets'

/** The object, if it is there; of a kind that the house does not have nothing is. */
export const objectOf = (world: World, plural: Named, pod: Pod, name = ''): ApiObject | undefined =>
  resourceOf(plural) && world.get(plural, `${pod.metadata.namespace}/${name}`)
