// A probe as data. Upstream: pkg/kubelet/prober/worker.go, results/results_manager.go.
import type { Container, Probe } from '../../../kube/index.ts'

export type ProbeKind = 'startup' | 'liveness' | 'readiness'
export type Result = 'success' | 'failure' | 'unknown'
export const KINDS: readonly ProbeKind[] = ['startup', 'liveness', 'readiness']

export interface ProbeRow {
  /** Raised when a next try is planned: an older plan is no longer wanted. */
  readonly epoch: number
  /** When its ticks began (simulated ms): later ones follow by the period. */
  readonly since: number
  /** The process that the result is about. */
  readonly attempt: number
  /** What the rest of the kubelet goes by: turned only after enough equal answers. */
  readonly result: Result
  readonly last?: Result
  /** How many equal answers in a row. */
  readonly run: number
  /** It has failed for good: no more tries until the container is a new one. */
  readonly onHold: boolean
}

/** What is assumed before the first answer. */
export const initialResult = (kind: ProbeKind): Result => (kind === 'liveness' ? 'success' : kind === 'readiness' ? 'failure' : 'unknown')

export const probeOf = (c: Container | undefined, kind: ProbeKind): Probe | undefined =>
  kind === 'startup' ? c?.startupProbe : kind === 'liveness' ? c?.livenessProbe : c?.readinessProbe

export const probeKey = (kind: ProbeKind, name: string): string => `${kind} ${name}`

export const periodMs = (p: Probe): number => (p.periodSeconds ?? 10) * 1000

/** The row after an answer: the result turns once the threshold is reached. */
export function afterAnswer(row: ProbeRow, kind: ProbeKind, probe: Probe, answer: Result): ProbeRow {
  const run = row.last === answer ? row.run + 1 : 1
  const needed = answer === 'failure' ? (probe.failureThreshold ?? 3) : (probe.successThreshold ?? 1)
  if (run < needed) return { ...row, last: answer, run }
  const onHold = answer === 'failure' && kind !== 'readiness'
  return { ...row, last: answer, run: onHold ? 0 : run, result: answer, onHold }
}
