// Going back to a revision, as kubectl does it: the template of that revision's ReplicaSet, without the hash that tells ReplicaSets apart, becomes the
// Deployment's. Upstream: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go DeploymentRollbacker.
import { controllerOf, type Deployment, type ReplicaSet } from '../../kube/index.ts'
import type { Scenery } from './verb.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HASH = 'pod-template-hash'

export const revisionOf = (o: { metadata: { annotations?: Record<string, string> } }): number =>
  Number(o.metadata.annotations?.[REVISION] ?? 0)

/** The ReplicaSets of a Deployment, newest revision first. */
export const setsOf = ({ mirror }: Scenery, d: Deployment): ReplicaSet[] =>
  [...mirror.objects<ReplicaSet>('replicasets').values()]
    .filter(rs => controllerOf(rs)?.uid === d.metadata.uid)
    .sort((a, b) => revisionOf(b) - revisionOf(a))

/** The template of a revision, as it goes into the Deployment. */
export function templateOf(rs: ReplicaSet): ReplicaSet['spec']['template'] {
  const { template } = rs.spec
  const { [HASH]: _, ...labels } = template.metadata.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}

/** Revisions to go back to, newest first: all but the one that the Deployment is at. */
export const earlier = (scenery: Scenery, d: Deployment): ReplicaSet[] => setsOf(scenery, d).slice(1)
