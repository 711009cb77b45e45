// Claims and volumes that are in use are held back from going, and a claim that names no class gets the default one. Upstream:
// plugin/pkg/admission/storage/{storageobjectinuseprotection,storageclass/setdefault}.
import { type ApiObject, parseTime, resourceOf } from '../../kube/index.ts'
import type { Attempt, Plugin } from './plugin.ts'

const FINALIZERS: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
}
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'

export const inUseProtection: Plugin = (o, { op, resource }) => {
  const finalizer = FINALIZERS[resource.plural]
  const { finalizers = [] } = o.metadata
  if (op !== 'CREATE' || !finalizer || finalizers.includes(finalizer)) return o
  return { ...o, metadata: { ...o.metadata, finalizers: [...finalizers, finalizer] } }
}

/** Of several default classes the youngest, then the first by name. */
function defaultClass({ env }: Attempt): ApiObject | undefined {
  if (!resourceOf('storageclasses')) return undefined
  const born = (c: ApiObject) => parseTime(c.metadata.creationTimestamp)
  return [...env.list('storageclasses')]
    .filter(c => c.metadata.annotations?.[DEFAULT_CLASS] === 'true')
    .sort((a, b) => born(b) - born(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0]
}

export const defaultStorageClass: Plugin = (o, attempt) => {
  if (attempt.op !== 'CREATE' || o.spec?.storageClassName !== undefined) return o
  const found = defaultClass(attempt)
  return found ? { ...o, spec: { ...o.spec, storageClassName: found.metadata.name } } : o
}
