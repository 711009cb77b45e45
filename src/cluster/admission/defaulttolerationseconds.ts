// Pods bear a node that is not ready or unreachable for five minutes, unless they say otherwise. Upstream:
// plugin/pkg/admission/defaulttolerationseconds/admission.go.
import type { PodSpec, Toleration } from '../../kube/index.ts'
import type { Plugin } from './plugin.ts'

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
const FIVE_MINUTES: readonly Toleration[] = KEYS.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))

const speaksOf = (t: Toleration, key: string) => (t.key === key || !t.key) && (t.effect === 'NoExecute' || !t.effect)

const made = new WeakMap<PodSpec, PodSpec>()

export const defaultTolerationSeconds: Plugin = o => {
  const spec = o.spec as PodSpec
  const known = made.get(spec)
  if (known) return known === spec ? o : { ...o, spec: known }
  const own = spec.tolerations ?? []
  const missing = FIVE_MINUTES.filter(t => !own.some(mine => speaksOf(mine, t.key ?? '')))
  const out = missing.length ? { ...spec, tolerations: [...own, ...missing] } : spec
  made.set(spec, out)
  return out === spec ? o : { ...o, spec: out }
}
