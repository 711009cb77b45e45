// What can be done to any object: delete it; with its dependents, or leaving them behind.
import type { ApiObject } from '../../kube/index.ts'
import { kubectl, pathOfObject, remove } from './requests.ts'
import type { Deed, Verb } from './verb.ts'

/** `dependents`: whether others belong to it, which may be orphaned. */
export function deletions(plural: string, o: ApiObject, dependents = false): Verb[] {
  const { name, namespace = '' } = o.metadata
  const kind = o.kind.toLowerCase()
  const deed = (orphan: boolean): Deed => ({
    say: { code: orphan ? 'act.orphan' : 'act.delete', args: { kind: o.kind, name } },
    requests: [remove(pathOfObject(plural, o), { propagationPolicy: orphan ? 'Orphan' : 'Background' })],
    line: kubectl(namespace, 'delete', kind, name, ...(orphan ? ['--cascade=orphan'] : [])),
  })
  return [
    { id: 'delete', key: 'verb.delete', letter: 'D', group: 'end', prominent: true, deed: deed(false) },
    ...(dependents ? [{ id: 'orphan', key: 'verb.orphan', group: 'end', deed: deed(true) } as const] : []),
  ]
}
