// How a Namespace tells what still keeps it: five conditions, in the words of 1.34.4. Upstream: pkg/controller/namespace/deletion/status_condition_utils.go.
import { type Condition, updateCondition } from '../../../kube/index.ts'

/** What is left of a kind. */
export interface Leftovers {
  readonly plural: string
  readonly group: string
  readonly count: number
  readonly finalizers: readonly string[]
}

const remain = (left: readonly Leftovers[]) => left.map(l => `${l.plural}.${l.group} has ${l.count} resource instances`).sort()

function finalizersOf(left: readonly Leftovers[]): string[] {
  const counts = new Map<string, number>()
  for (const f of left.flatMap(l => l.finalizers)) counts.set(f, (counts.get(f) ?? 0) + 1)
  return [...counts].map(([f, n]) => `${f} in ${n} resource instances`).sort()
}

/** The conditions after a round of removals; the same list when nothing differs. */
export function conditionsAfter(
  have: readonly Condition[],
  left: readonly Leftovers[],
  failed: string | undefined,
  now: string,
): readonly Condition[] {
  const finalizers = finalizersOf(left)
  const rows: [type: string, isSo: boolean, reason: string, message: string][] = [
    ['NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', false, 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    failed === undefined
      ? ['NamespaceDeletionContentFailure', false, 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization']
      : ['NamespaceDeletionContentFailure', true, 'ContentDeletionFailed', failed],
    left.length === 0
      ? ['NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed']
      : ['NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${remain(left).join(', ')}`],
    finalizers.length === 0
      ? ['NamespaceFinalizersRemaining', false, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished']
      : [
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`,
        ],
  ]
  return rows.reduce(
    (list, [type, isSo, reason, message]) =>
      updateCondition(list, { type, status: isSo ? 'True' : 'False', lastTransitionTime: now, reason, message }),
    have,
  )
}
