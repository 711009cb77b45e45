// By what a history is told from the others: the first thing that was done in it and not in the one that it left.
import type { Action, Branch } from '../../session/index.ts'

/** Undefined: nothing was done in it yet. What opens the stage is in every history and tells of none. */
export function deedOf(branch: Branch, branches: readonly Branch[]): Action | undefined {
  const { forkedFrom: from, actions } = branch
  const shared = from ? (branches.find(b => b.id === from.branch)?.actions.filter(a => a.atMs <= from.at).length ?? 0) : 0
  return actions.slice(shared).find(a => !a.say.code.startsWith('act.opening'))
}
