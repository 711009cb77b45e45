// podFailurePolicy: what a pod's end means for its Job. Rules in order, the first that matches decides. Upstream:
// pkg/controller/job/pod_failure_policy.go.
import type { core, Job, Pod } from '../../../kube/index.ts'
import { hasFailed } from './pods.ts'

type Rule = NonNullable<Job['spec']['podFailurePolicy']>['rules'][number]
type Codes = NonNullable<Rule['onExitCodes']>
export type Action = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count'
const ACTIONS: readonly string[] = ['FailJob', 'FailIndex', 'Ignore', 'Count']

export interface Verdict {
  readonly action?: Action
  /** Whether the failure counts against the limits. */
  readonly counts: boolean
  /** Why the whole Job fails. */
  readonly message?: string
}

const inList: Record<string, (codes: readonly number[], code: number) => boolean> = {
  In: (codes, code) => codes.includes(code),
  NotIn: (codes, code) => !codes.includes(code),
}

/** The first container whose exit code is meant; a good end never is. */
function byExitCode(p: Pod, { containerName, operator, values }: Codes): core.ContainerStatus | undefined {
  const all = [...(p.status?.containerStatuses ?? []), ...(p.status?.initContainerStatuses ?? [])]
  return all.find(c => {
    const code = c.state?.terminated?.exitCode
    if (!code || (containerName != null && containerName !== c.name)) return false
    return inList[operator]?.(values, code) ?? false
  })
}

function reasonFor(p: Pod, rule: Rule, at: number): string | undefined {
  const { namespace, name } = p.metadata
  if (rule.onExitCodes) {
    const c = byExitCode(p, rule.onExitCodes)
    const code = c?.state?.terminated?.exitCode
    return c && `Container ${c.name} for pod ${namespace}/${name} failed with exit code ${code} matching ${rule.action} rule at index ${at}`
  }
  const met = rule.onPodConditions?.find(w => p.status?.conditions?.some(c => c.type === w.type && c.status === (w.status ?? 'True')))
  return met && `Pod ${namespace}/${name} has condition ${met.type} matching ${rule.action} rule at index ${at}`
}

export function judge(policy: Job['spec']['podFailurePolicy'], p: Pod): Verdict {
  for (const [at, rule] of (policy?.rules ?? []).entries()) {
    if (!ACTIONS.includes(rule.action)) continue
    const message = reasonFor(p, rule, at)
    if (message === undefined) continue
    const action = rule.action as Action
    return { action, counts: action !== 'Ignore', ...(action === 'FailJob' && { message }) }
  }
  return { counts: true }
}

/** Why a FailJob rule ends the Job; undefined when none does. */
export function jobFailureMessage(j: Job, pods: readonly Pod[]): string | undefined {
  if (!j.spec.podFailurePolicy) return undefined
  for (const p of pods) {
    const message = hasFailed(j, p) ? judge(j.spec.podFailurePolicy, p).message : undefined
    if (message !== undefined) return message
  }
  return undefined
}

/** How many failures count against backoffLimit. */
export const countedFailures = (j: Job, failed: readonly Pod[]): number =>
  j.spec.podFailurePolicy ? failed.filter(p => judge(j.spec.podFailurePolicy, p).counts).length : failed.length
