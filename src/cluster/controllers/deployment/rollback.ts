// The old way to undo: an annotation on the Deployment that asks the controller itself to go back to a revision (0: the one before). kubectl has long
// done it from outside. Upstream: pkg/controller/deployment/rollback.go.
import { type Deployment, POD_TEMPLATE_HASH, type ReplicaSet, templatesEqual } from '../../../kube/index.ts'
import { annotationsOf, isOwn, ROLLBACK_TO, revisionOf } from './annotations.ts'
import type { Plan } from './plan.ts'
import type { Sets } from './sets.ts'
import type { Sight } from './sight.ts'

/** The revision that is asked for; undefined: none is. */
export function rollbackTo(d: Deployment): number | undefined {
  const text = annotationsOf(d)[ROLLBACK_TO]
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined
}

/** The second highest revision; 0 when there is none. */
const lastRevision = (sets: Sets): number => sets.map(revisionOf).sort((a, b) => b - a)[1] ?? 0

export function rollBack({ d, sets }: Sight): Plan {
  const asked = rollbackTo(d) ?? 0
  const revision = asked === 0 ? lastRevision(sets) : asked
  const set = revision === 0 ? undefined : sets.find(s => revisionOf(s) === revision)
  if (!set) {
    const message = revision === 0 ? 'Unable to find last revision.' : 'Unable to find the revision to rollback to.'
    return { rewrite: cleared(d), says: [{ sort: 'Warning', reason: 'DeploymentRollbackRevisionNotFound', message }] }
  }
  if (templatesEqual(d.spec.template, set.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${d.metadata.name}"`
    return { rewrite: cleared(d), says: [{ sort: 'Warning', reason: 'DeploymentRollbackTemplateUnchanged', message }] }
  }
  const message = `Rolled back deployment "${d.metadata.name}" to revision ${revision}`
  return { rewrite: cleared(restored(d, set)), says: [{ sort: 'Normal', reason: 'DeploymentRollback', message }] }
}

/** With the template of a ReplicaSet, and its annotations. */
function restored(d: Deployment, { spec: { template }, metadata }: ReplicaSet): Deployment {
  const { [POD_TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {}
  const annotations = Object.fromEntries([
    ...Object.entries(annotationsOf(d)).filter(([k]) => isOwn(k)),
    ...Object.entries(metadata.annotations ?? {}).filter(([k]) => !isOwn(k)),
  ])
  return {
    ...d,
    metadata: { ...d.metadata, annotations },
    spec: { ...d.spec, template: { ...template, metadata: { ...template.metadata, labels } } },
  }
}

function cleared(d: Deployment): Deployment {
  const { [ROLLBACK_TO]: _, ...annotations } = annotationsOf(d)
  return { ...d, metadata: { ...d.metadata, annotations } }
}
