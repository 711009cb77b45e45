// A binding is given once: a pod that is bound, or going, cannot be bound again. Upstream: pkg/registry/core/pod/storage/storage.go BindingREST
// setPodNodeAndMetadata; it stands here because every write passes here.
import { ApiError, type ApiObject } from '../../kube/index.ts'

export function refuseSecondBinding(o: ApiObject, old: ApiObject): void {
  const { name, deletionTimestamp } = old.metadata
  const gates = old.spec.schedulingGates?.length
  const why = deletionTimestamp
    ? `pod ${name} is being deleted, cannot be assigned to a host`
    : old.spec.nodeName
      ? `pod ${name} is already assigned to node ${JSON.stringify(old.spec.nodeName)}`
      : gates
        ? `pod ${name} has non-empty .spec.schedulingGates`
        : undefined
  if (why && o.spec.nodeName)
    throw new ApiError(409, 'Conflict', `Operation cannot be fulfilled on pods/binding ${JSON.stringify(name)}: ${why}`, {
      name,
      kind: 'pods/binding',
    })
}
