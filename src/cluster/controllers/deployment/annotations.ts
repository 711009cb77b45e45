// What the controller notes on ReplicaSets and Deployments: the revision (and which numbers a reused ReplicaSet had before), and for which size of
// the Deployment a ReplicaSet was last scaled. Upstream: pkg/controller/deployment/util/deployment_util.go.
import type { ApiObject, Deployment, ReplicaSet } from '../../../kube/index.ts'
import { mostReplicas } from './numbers.ts'
import { isActive, type Sets } from './sets.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const MAX_HISTORY_CHARS = 2000
const MAX_INT32 = 2_147_483_647

/** What does not pass from a Deployment to its ReplicaSets. */
const OWN = new Set([LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO])

export const isOwn = (annotation: string) => OWN.has(annotation)

type Annotations = Readonly<Record<string, string>>
export const annotationsOf = (o: Pick<ApiObject, 'metadata'>): Annotations => o.metadata.annotations ?? {}

/** The number in an annotation; undefined when it is missing or no whole number from 0 to 2³¹−1. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\+?\d+$/.test(text)) return undefined
  const n = Number(text)
  return n <= MAX_INT32 ? n : undefined
}

/** The revision of a ReplicaSet; 0 for none. */
export const revisionOf = (o: Pick<ApiObject, 'metadata'>): number => {
  const text = annotationsOf(o)[REVISION]
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : 0
}
export const maxRevision = (sets: Sets): number => sets.reduce((most, s) => Math.max(most, revisionOf(s)), 0)

/** The annotations of the new ReplicaSet: those of the Deployment, and a revision that is only ever raised; the number before goes into the history. */
export function withRevision(have: Annotations, d: Deployment, revision: number, maxChars = MAX_HISTORY_CHARS): Annotations {
  const given = annotationsOf(d)
  const old = have[REVISION]
  const isRaised = (old === undefined || /^[+-]?\d+$/.test(old)) && Number(old ?? 0) < revision
  const names = Object.keys(given).filter(name => !isOwn(name) && have[name] !== given[name])
  if (!isRaised && !names.length) return have
  const next: Record<string, string> = { ...have }
  for (const name of names) next[name] = given[name] as string
  if (!isRaised) return next
  next[REVISION] = String(revision)
  if (old !== undefined) {
    const history = appendRevision(have[REVISION_HISTORY], old, maxChars)
    if (history !== undefined) next[REVISION_HISTORY] = history
  }
  return next
}

/** The oldest numbers are dropped when the list would grow beyond `maxChars`. */
function appendRevision(history: string | undefined, revision: string, maxChars: number): string | undefined {
  let list = history ? history.split(',') : []
  const length = () => list.reduce((n, r) => n + r.length + 1, 0) + revision.length
  while (list.length && length() > maxChars) list = list.slice(1)
  return length() <= maxChars ? [...list, revision].join(',') : history
}

/** … and for which size of the Deployment its own size is meant. */
export const withSizes = (have: Annotations, desired: number, most: number): Annotations =>
  have[DESIRED_REPLICAS] === String(desired) && have[MAX_REPLICAS] === String(most)
    ? have
    : { ...have, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(most) }

export const sizesOf = (d: Deployment): [desired: number, most: number] => [d.spec.replicas, mostReplicas(d)]

/** Whether the Deployment's size changed since an active ReplicaSet was last scaled for it. */
export const sizeWasChanged = (d: Deployment, sets: Sets): boolean =>
  sets.some(s => {
    const desired = isActive(s) ? wholeNumber(annotationsOf(s)[DESIRED_REPLICAS]) : undefined
    return desired !== undefined && desired !== d.spec.replicas
  })

/** Whether a ReplicaSet has all the pods that the Deployment wants, and they are available. */
export function isSaturated(d: Deployment, s: ReplicaSet | undefined): boolean {
  if (!s) return false
  const n = d.spec.replicas
  return s.spec.replicas === n && wholeNumber(annotationsOf(s)[DESIRED_REPLICAS]) === n && (s.status?.availableReplicas ?? 0) === n
}
