// POST pods/NAME/binding: the scheduler's word, given by hand. Upstream: pkg/registry/core/pod/storage/storage.go BindingREST.
import { ApiError, badRequest, notFound, type Pod } from '../../kube/index.ts'
import { readObject } from '../body.ts'
import type { Answer, Call } from '../call.ts'
import { writeOptions } from '../options.ts'
import { success, Unforeseen } from '../refusals.ts'

const BINDING = { group: '', version: 'v1', kind: 'Binding' }

export function bind(call: Call): Answer {
  const { request, house, query } = call
  const options = writeOptions('CreateOptions', query)
  const sent = readObject(request.body, request.contentType, BINDING, house.reading, options.fieldValidation, call.warnings)
  const name = call.name || (sent.metadata.name ?? '')
  if (sent.metadata.name && sent.metadata.name !== name) throw badRequest('name in URL does not match name in Binding object')
  const target = sent.target as { kind?: string; name?: string } | undefined
  if (target?.kind && target.kind !== 'Node')
    throw new Unforeseen(`target.kind: Unsupported value: ${JSON.stringify(target.kind)}: supported values: "Node", "<empty>"`)
  if (!target?.name) throw new Unforeseen('target.name: Required value')
  const pods = house.engine.store.resource('pods')
  const pod = house.engine.store.get<Pod>('pods', `${call.namespace}/${name}`)
  if (!pod) throw notFound(pods, name)
  const refusal = whyNot(pod)
  if (refusal)
    throw new ApiError(409, 'Conflict', `Operation cannot be fulfilled on pods/binding ${JSON.stringify(name)}: ${refusal}`, {
      name,
      kind: 'pods/binding',
    })
  const bound = boundTo(pod, target.name, sent.metadata, house.engine.world.timestamp)
  call.act(cause => house.engine.api.update('pods', bound, { cause, subresource: 'binding', dryRun: options.dryRun, trusted: true }))
  return { status: success(undefined, 201), code: 201 }
}

function whyNot(pod: Pod): string | undefined {
  const { name, deletionTimestamp } = pod.metadata
  if (deletionTimestamp) return `pod ${name} is being deleted, cannot be assigned to a host`
  if (pod.spec.nodeName) return `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`
  if (pod.spec.schedulingGates?.length) return `pod ${name} has non-empty .spec.schedulingGates`
  return undefined
}

function boundTo(pod: Pod, node: string, meta: { annotations?: Record<string, string> }, now: string): Pod {
  const others = (pod.status.conditions ?? []).filter(c => c.type !== 'PodScheduled')
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
  } as unknown as (typeof others)[number]
  const { annotations } = meta
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(annotations && { annotations: { ...pod.metadata.annotations, ...annotations } }),
    },
    spec: { ...pod.spec, nodeName: node },
    status: { ...pod.status, conditions: [...others, scheduled] },
  }
}
