// Hints that come with an accepted pod. Upstream: pkg/api/pod/warnings.go.
import { parseQuantity } from '../quantity.ts'
import type { PodSpec, PodTemplate } from '../types.ts'

const FRACTIONS = ['memory', 'ephemeral-storage']
const NO_SELECTOR = 'a null labelSelector results in matching no pod'

function affinityWarnings(at: string, spec: PodSpec): string[] {
  const out: string[] = []
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const affinity = spec.affinity?.[kind]
    affinity?.requiredDuringSchedulingIgnoredDuringExecution?.forEach((t, i) => {
      if (!t.labelSelector)
        out.push(`${at}.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${i}].labelSelector: ${NO_SELECTOR}`)
    })
    affinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach((t, i) => {
      if (!t.podAffinityTerm.labelSelector)
        out.push(
          `${at}.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm.labelSelector: ${NO_SELECTOR}`,
        )
    })
  }
  spec.topologySpreadConstraints?.forEach((c, i) => {
    if (!c.labelSelector) out.push(`${at}.topologySpreadConstraints[${i}].labelSelector: ${NO_SELECTOR}`)
  })
  return out
}

function containerWarnings(at: string, spec: PodSpec): string[] {
  const out: string[] = []
  for (const list of ['initContainers', 'containers'] as const)
    spec[list]?.forEach((c, i) => {
      const here = `${at}.${list}[${i}]`
      for (const which of ['limits', 'requests'] as const) {
        const amounts = (c.resources?.[which] ?? {}) as Record<string, string>
        for (const name of FRACTIONS)
          if (amounts[name] !== undefined && parseQuantity(amounts[name]).nano % 1_000_000_000n !== 0n)
            out.push(
              `${here}.resources.${which}[${name}]: fractional byte value ${JSON.stringify(amounts[name])} is invalid, must be an integer`,
            )
      }
      const env = new Set<string>()
      c.env?.forEach((e, j) => {
        if (env.has(e.name))
          out.push(`${here}.env[${j}]: hides previous definition of ${JSON.stringify(e.name)}, which may be dropped when using apply`)
        env.add(e.name)
      })
      const ports = new Map<string, number>()
      c.ports?.forEach((p, j) => {
        const key = `${p.hostIP ?? ''}/${p.hostPort ?? 0}/${p.containerPort}/${p.protocol}`
        const first = ports.get(key)
        if (first !== undefined) out.push(`${here}.ports[${j}]: duplicate port definition with ${here}.ports[${first}]`)
        else ports.set(key, j)
      })
    })
  return out
}

function specWarnings(at: string, spec: PodSpec): string[] {
  const out: string[] = []
  spec.imagePullSecrets?.forEach((s, i) => {
    if (!s.name) out.push(`${at}.imagePullSecrets[${i}].name: invalid empty name ""`)
  })
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    out.push(`${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`)
  return out
}

export const podWarnings = (at: string, spec: PodSpec | undefined): string[] =>
  spec ? [...affinityWarnings(at, spec), ...specWarnings(at, spec), ...containerWarnings(at, spec)] : []

export const templateWarnings = (at: string, template: PodTemplate | undefined): string[] => podWarnings(`${at}.spec`, template?.spec)
