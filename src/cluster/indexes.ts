// The questions that controllers ask of the store and that must not cost a look at everything: which pods are on this node, which slices are this
// Service's. Upstream: the informers' indexers of each controller.
import type { Index } from '../engine/index.ts'
import type { ApiObject, PersistentVolume, PersistentVolumeClaim, Pod } from '../kube/index.ts'
import { jobIndex } from './controllers/job/pods.ts'
import { owned } from './controllers/replicaset/counting.ts'
import { claimKeys, className, isBound, whomFor } from './storage/index.ts'

const one = (plural: string, name: string, of: (o: ApiObject) => string | undefined, stays?: Index['stays']): Index => ({
  plural,
  name,
  of: o => {
    const value = of(o)
    return value ? [value] : []
  },
  ...(stays && { stays }),
})
const keepsSpec = (now: ApiObject, old: ApiObject) => now.spec === old.spec

export const indexes: readonly Index[] = [
  one('pods', 'node', o => o.spec.nodeName, keepsSpec),
  ...owned,
  jobIndex,
  one('pods', 'unbound', o => (o.spec.nodeName ? undefined : 'yes'), keepsSpec),
  one('endpointslices', 'service', o => {
    const name = o.metadata.labels?.['kubernetes.io/service-name']
    return name && `${o.metadata.namespace}/${name}`
  }),
  { plural: 'pods', name: 'claim', of: o => claimKeys(o as Pod), stays: keepsSpec },
  one('persistentvolumeclaims', 'open', o =>
    isBound(o as PersistentVolumeClaim) ? undefined : `class ${className(o as PersistentVolumeClaim)}`,
  ),
  one('persistentvolumes', 'for', o => whomFor(o as PersistentVolume)),
  // Thousands come and go, nobody owns them and nobody asks.
  { plural: 'events', name: 'controller', of: () => [] },
]
