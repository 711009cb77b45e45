// Nothing is made in a namespace that is not there or that is ending, and some namespaces never end. Upstream:
// staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
import { ApiError } from '../../kube/index.ts'
import { type Plugin, refuse, refuseWith } from './plugin.ts'

const IMMORTAL = ['default', 'kube-system', 'kube-public']

export const namespaceLifecycle: Plugin = (o, attempt) => {
  const { op, resource, env } = attempt
  if (op === 'DELETE') {
    if (resource.plural === 'namespaces' && IMMORTAL.includes(o.metadata.name))
      throw refuse(attempt, o, 'this namespace may not be deleted')
    return o
  }
  if (!resource.namespaced) return o
  const name = o.metadata.namespace ?? ''
  const namespace = env.get('namespaces', name)
  if (!namespace) throw new ApiError(404, 'NotFound', `namespaces ${JSON.stringify(name)} not found`, { name, kind: 'namespaces' })
  if (op === 'CREATE' && namespace.status?.phase === 'Terminating')
    throw refuseWith(attempt, o, `unable to create new content in namespace ${name} because it is being terminated`, [
      { reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace' },
    ])
  return o
}
