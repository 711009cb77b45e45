// A pod's line in `kubectl get`. Upstream: pkg/printers/internalversion/printers.go printPod.
import { isConditionTrue } from '../conditions.ts'
import { ageColumn, nameColumn, text, wide } from '../strategy.ts'
import { humanDuration, parseTime } from '../time.ts'
import type { Pod } from '../types.ts'
import { type PodSummary, podSummary } from './summary.ts'

// The same pod is asked for several cells in a row, and for the same line until it changes.
const known = new WeakMap<Pod, PodSummary>()
function summary(pod: Pod): PodSummary {
  let s = known.get(pod)
  if (!s) {
    s = podSummary(pod)
    known.set(pod, s)
  }
  return s
}

function restartsCell(pod: Pod, nowMs: number): string {
  const { restarts, ends } = summary(pod)
  return restarts > 0 && ends.length > 0 ? `${restarts} (${humanDuration(nowMs - Math.max(...ends.map(parseTime)))} ago)` : String(restarts)
}

function gatesCell(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  return `${gates.filter(g => isConditionTrue(pod.status.conditions, g.conditionType)).length}/${gates.length}`
}

export const podColumns = [
  nameColumn,
  text('Ready', (p: Pod) => `${summary(p).ready}/${summary(p).total}`),
  text('Status', (p: Pod) => summary(p).status),
  text('Restarts', restartsCell),
  ageColumn,
  wide(text('IP', (p: Pod) => p.status.podIPs?.[0]?.ip ?? (p.status.podIP || '<none>'))),
  wide(text('Node', (p: Pod) => p.spec.nodeName || '<none>')),
  wide(text('Nominated Node', (p: Pod) => p.status.nominatedNodeName || '<none>')),
  wide(text('Readiness Gates', gatesCell)),
]
