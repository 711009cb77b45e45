// Admission: what happens to a write between defaulting and validation. The plugins that a fresh Kubernetes 1.34 has on, in its order, as far as the
// house has their subjects. Upstream: pkg/kubeapiserver/options/plugins.go.
import type { Admission } from '../../engine/index.ts'
import { refuseSecondBinding } from './binding.ts'
import { defaultTolerationSeconds } from './defaulttolerationseconds.ts'
import { limitRanger, limitRangerCheck } from './limitranger.ts'
import { namespaceLifecycle } from './namespacelifecycle.ts'
import { taintNodesByCondition } from './nodetaint.ts'
import type { Plugin } from './plugin.ts'
import { oneDefaultClass, podPriority } from './priority.ts'
import { resourceQuota } from './quota/resourcequota.ts'
import { serviceAccount } from './serviceaccount.ts'
import { defaultStorageClass, inUseProtection } from './storage.ts'

/** By plural: the plugins that look at more than the namespace. */
const onCreate: Readonly<Record<string, readonly Plugin[]>> = {
  pods: [limitRanger, serviceAccount, podPriority, defaultTolerationSeconds, limitRangerCheck],
  nodes: [taintNodesByCondition],
  priorityclasses: [oneDefaultClass],
  persistentvolumeclaims: [defaultStorageClass, inUseProtection, limitRangerCheck],
  persistentvolumes: [inUseProtection],
}
const onUpdate: Readonly<Record<string, readonly Plugin[]>> = {
  pods: [podPriority, defaultTolerationSeconds],
  priorityclasses: [oneDefaultClass],
}
const NONE: readonly Plugin[] = []

export const admit: Admission = (op, resource, object, old, env, ctx) => {
  if (ctx.subresource) {
    if (ctx.subresource === 'binding' && old) refuseSecondBinding(object, old)
    return object
  }
  const attempt = { op, resource, old, env, ctx }
  let o = namespaceLifecycle(object, attempt)
  if (op === 'UPDATE' && object.spec !== undefined && object.spec === old?.spec) return o
  const plugins = op === 'CREATE' ? onCreate : op === 'UPDATE' ? onUpdate : undefined
  for (const plugin of plugins?.[resource.plural] ?? NONE) o = plugin(o, attempt)
  return op === 'CREATE' && resource.namespaced ? resourceQuota(o, attempt) : o
}
