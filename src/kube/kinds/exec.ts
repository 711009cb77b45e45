// podium.local/v1 Exec: a command run in a container from outside, as an object. Kubernetes does this over a connection that stays open (pods/exec); here
// it is made, runs in simulated time, says in its status what came of it, and is taken away a minute later.
import { fill } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, keepStatus, nameColumn, plain, startStatus, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { forbiddenField, required } from '../validation/errors.ts'

export interface ExecSpec {
  /** The name of a pod of the same namespace. */
  pod: string
  /** One of its containers; its first one unless said. */
  container?: string
  /** The program and its arguments, as in `kubectl exec POD -- COMMAND`. */
  command: string[]
}
export interface ExecStatus {
  phase: 'Pending' | 'Running' | 'Ended' | 'Failed'
  /** As a shell shows it. */
  exitCode?: number
  /** Standard output and error as they came. */
  output?: string
  /** Why it could not be run. */
  message?: string
}
export type Exec = ApiObject & { spec: ExecSpec; status: ExecStatus }

function validate(o: Draft): FieldError[] {
  const { pod, command } = (o.spec ?? {}) as Partial<ExecSpec>
  const errors: FieldError[] = []
  if (!pod) errors.push(required('spec.pod', 'name a pod of this namespace'))
  if (!Array.isArray(command) || !command.length || !command.every(word => typeof word === 'string'))
    errors.push(required('spec.command', 'the program and its arguments, as a list of strings'))
  return errors
}

export const execs: Resource<Exec> = {
  group: 'podium.local',
  version: 'v1',
  kind: 'Exec',
  plural: 'execs',
  singular: 'exec',
  shortNames: [],
  namespaced: true,
  hasStatus: true,
  hasGeneration: false,
  columns: [
    nameColumn,
    text('Pod', (e: Exec) => e.spec.pod),
    text('Command', (e: Exec) => (e.spec.command ?? []).join(' ')),
    text('Phase', (e: Exec) => e.status.phase),
    ageColumn,
  ],
  ...plain,
  defaults: o => fill(o, { spec: {} } as Partial<Draft>),
  prepareCreate: o => startStatus(o, { phase: 'Pending' }),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? { ...o, spec: old.spec } : keepStatus(o, old)),
  validate,
  validateUpdate: (o, old) =>
    JSON.stringify(o.spec) === JSON.stringify(old.spec) ? [] : [forbiddenField('spec', 'what was run cannot be changed')],
}
