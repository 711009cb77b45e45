// Pods. A pod is born Pending, keeps its spec (but for a few fields), and does not go at once: a DELETE only says when it must be gone by; the
// kubelet, once its containers have stopped, deletes it for good. Upstream: pkg/registry/core/pod/strategy.go.

import { mapField, withField } from '../fill.ts'
import { podDefaults } from '../pods/defaults.ts'
import { qosClass } from '../pods/qos.ts'
import { podColumns } from '../pods/table.ts'
import { checkPod } from '../pods/validation/spec.ts'
import { checkPodUpdate } from '../pods/validation/update.ts'
import { podWarnings } from '../pods/warnings.ts'
import type { DeleteOptions, Env, Resource } from '../resource.ts'
import { keepStatus, plain } from '../strategy.ts'
import { formatTime, parseTime } from '../time.ts'
import type { Draft, Pod, PodSpec } from '../types.ts'
import { checkMetaUpdate } from '../validation/meta.ts'

const GATED = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
}

function prepareCreate(o: Draft, env: Env): Draft {
  const given = (o.spec ?? {}) as PodSpec
  // A grace that makes no sense is the shortest that does.
  const spec = (given.terminationGracePeriodSeconds ?? 0) < 0 ? { ...given, terminationGracePeriodSeconds: 1 } : given
  const gated = (spec?.schedulingGates?.length ?? 0) > 0
  const conditions = gated ? { conditions: [{ ...GATED, lastProbeTime: null, lastTransitionTime: env.timestamp }] } : undefined
  return { ...o, spec, status: { phase: 'Pending', ...conditions, ...(spec?.containers && { qosClass: qosClass(spec) }) } }
}

/** A write to the status may touch metadata, but not who owns the pod nor when it goes. */
function keepAllButStatus(o: Draft, old: Pod): Draft {
  if (o.metadata === (old.metadata as Draft['metadata'])) return withField(o, 'spec', old.spec)
  const { ownerReferences: _, deletionTimestamp: __, deletionGracePeriodSeconds: ___, ...metadata } = o.metadata
  const { ownerReferences, deletionTimestamp, deletionGracePeriodSeconds } = old.metadata
  return {
    ...o,
    spec: old.spec,
    metadata: {
      ...metadata,
      ...(ownerReferences && { ownerReferences }),
      ...(deletionTimestamp && { deletionTimestamp }),
      ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }),
    },
  }
}

const isFinished = (p: Pod) => p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed'

/** The grace asked for, or the pod's own; none for a pod that is bound to no node or has ended. A second DELETE may only make it shorter. */
function gracefulDelete(pod: Pod, options: DeleteOptions, env: Env): Pod {
  const asked = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0
  const grace = !pod.spec.nodeName || isFinished(pod) ? 0 : Math.max(0, asked < 0 ? 1 : asked)
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
  if (!deletionTimestamp) return markDeleted(pod, env.nowMs + grace * 1000, grace)
  if (options.gracePeriodSeconds === undefined && grace !== 0) return pod
  const before = deletionGracePeriodSeconds ?? 0
  if (grace >= before) return pod
  return markDeleted(pod, parseTime(deletionTimestamp) + (grace - before) * 1000, grace)
}

const markDeleted = (pod: Pod, atMs: number, grace: number): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: formatTime(atMs), deletionGracePeriodSeconds: grace },
})

export const pods: Resource<Pod> = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  returnsDeleted: true,
  hasStatus: true,
  hasGeneration: true,
  columns: podColumns,
  fields: {
    'spec.nodeName': (p: Pod) => p.spec.nodeName ?? '',
    'spec.restartPolicy': (p: Pod) => p.spec.restartPolicy ?? '',
    'spec.schedulerName': (p: Pod) => p.spec.schedulerName ?? '',
    'spec.serviceAccountName': (p: Pod) => p.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (p: Pod) => String(p.spec.hostNetwork ?? false),
    'status.phase': (p: Pod) => p.status?.phase ?? '',
    'status.podIP': (p: Pod) => p.status?.podIP ?? '',
    'status.podIPs': (p: Pod) => p.status?.podIP ?? '',
    'status.nominatedNodeName': (p: Pod) => p.status?.nominatedNodeName ?? '',
  },
  fieldRefusal: field => `field label not supported: ${field}`,
  ...plain,
  defaults: o => mapField(o, 'spec', podDefaults),
  prepareCreate,
  prepareUpdate: (o, old, subresource) =>
    subresource === 'binding' ? o : subresource === 'status' ? keepAllButStatus(o, old) : keepStatus(o, old),
  validate: checkPod,
  validateUpdate: (o, old, subresource) => (subresource === 'status' ? checkMetaUpdate(o, old) : checkPodUpdate(o, old)),
  warnings: o => podWarnings('spec', o.spec),
  gracefulDelete,
}
