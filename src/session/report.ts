// What somebody needs to see the same exception: seed, options, the log, and where it happened.
import type { SessionState } from './contract.ts'
import type { Progress } from './host.ts'

/** `state`: the session's; `stopped`: what was wrong, when and in which history. */
export function report({ options, branches }: SessionState, stopped: Pick<Progress, 'problem' | 'now' | 'branch'>): string {
  return JSON.stringify({ problem: stopped.problem, at: stopped.now, branch: stopped.branch, options, branches }, null, 1)
}
