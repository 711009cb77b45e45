// Whom a dependent wakes: the owner that it has, the one that it had, and, where nobody owns it, all who could adopt it. Upstream: the event handlers that
// every controller of pkg/controller has (addPod, updatePod, deletePod; resolveControllerRef, getPodReplicaSets and their like).
import { type Commit, keyOf, type World } from '../../engine/index.ts'
import { type ApiObject, controllerOf, type LabelSelector, selectorMatches } from '../../kube/index.ts'

type Owner = ApiObject & { spec: { selector?: LabelSelector } }

/** The key of the owner, when it is of that kind. */
export function ownerKey(kind: string, o: ApiObject | undefined): string | undefined {
  const ref = o && controllerOf(o)
  return ref?.kind === kind ? `${o?.metadata.namespace}/${ref.name}` : undefined
}

/** Those of a kind that could adopt an orphan. */
export const suitors = (plural: string, o: ApiObject, world: World): string[] =>
  world
    .by<Owner>(plural, 'namespace', o.metadata.namespace ?? '')
    .filter(owner => owner.spec.selector && selectorMatches(owner.spec.selector, o.metadata.labels))
    .map(keyOf)

/** The keys of one kind of owners that a commit of a dependent wakes. */
export const owners =
  (plural: string, kind: string) =>
  (c: Commit, world: World): readonly string[] => {
    const now = ownerKey(kind, c.object)
    const before = c.old && c.old.metadata.ownerReferences !== c.object.metadata.ownerReferences ? ownerKey(kind, c.old) : undefined
    const keys = now === undefined ? [] : [now]
    if (before !== undefined && before !== now) keys.push(before)
    if (c.type === 'DELETED' || controllerOf(c.object)) return keys
    return [...new Set([...keys, ...suitors(plural, c.object, world)])]
  }
