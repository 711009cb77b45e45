// What a revision holds: the pod template as a strategic merge patch that puts it back whole. Two revisions with the same template are the same one.
// Upstream: pkg/controller/statefulset/stateful_set_utils.go getPatch, ApplyRevision; pkg/controller/daemon/update.go getPatch.
import { type ControllerRevision, canonicalTemplate, fnv1a, type PodTemplate, safeEncode } from '../../../kube/index.ts'

/** The patch that makes this template the owner's template again. */
export const dataOf = (template: PodTemplate) => ({ spec: { template: { ...template, $patch: 'replace' } } })

// Revisions are immutable: what was read out of one once may be remembered with it.
const templates = new WeakMap<object, PodTemplate>()

/** The template that a revision holds. */
export function templateOf(r: ControllerRevision): PodTemplate {
  const patch = r.data?.spec?.template ?? {}
  let template = templates.get(patch)
  if (!template) {
    const { $patch: _, ...rest } = patch
    template = rest as PodTemplate
    templates.set(patch, template)
  }
  return template
}

/** Whether a revision holds this template, every word of it. */
export const holds = (r: ControllerRevision, template: PodTemplate): boolean =>
  templateOf(r) === template || canonicalTemplate(templateOf(r)) === canonicalTemplate(template)

const hashes = new WeakMap<object, string>()

/** The hash in the revision's name and in its pods' labels; a collision count makes another one of the same template. */
export function revisionHash(template: PodTemplate, collisionCount = 0): string {
  if (collisionCount > 0) return safeEncode(String(fnv1a(`revision ${canonicalTemplate(template)}#${collisionCount}`)))
  let hash = hashes.get(template)
  if (hash === undefined) {
    hash = safeEncode(String(fnv1a(`revision ${canonicalTemplate(template)}`)))
    hashes.set(template, hash)
  }
  return hash
}
