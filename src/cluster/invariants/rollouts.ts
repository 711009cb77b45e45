// Deployments: whoever raises a ReplicaSet never brings all of them together above what is wanted with the surge; Recreate never makes a new pod while one of
// the old is at work; a ReplicaSet has no more pods than it asks for when it makes one. A HorizontalPodAutoscaler stays between its bounds.
import type { Commit, Engine } from '../../engine/index.ts'
import { controllerOf, type Deployment, type Pod, type ReplicaSet } from '../../kube/index.ts'
import { maxSurge } from '../controllers/deployment/numbers.ts'
import { hasEnded, isGoing, Lately, ownerIn, type Rules, type Say } from './rules.ts'

export function rolloutRules(engine: Engine): Rules {
  const specs = new Lately<Deployment>(engine)
  const sizes = new Lately<number>(engine)
  const isRecreate = (d: Deployment) => d.spec.strategy?.type === 'Recreate'

  function setRaised({ object, old }: Commit, say: Say): void {
    const set = object as ReplicaSet
    if (set.spec.replicas <= ((old as ReplicaSet | undefined)?.spec.replicas ?? 0)) return
    const owner = ownerIn<Deployment>(engine, 'deployments', set)
    if (!owner) return
    const all = engine.store.by<ReplicaSet>('replicasets', 'controller', owner.metadata.uid).reduce((n, s) => n + s.spec.replicas, 0)
    const most = Math.max(...specs.of(owner.metadata.uid).map(d => d.spec.replicas + (isRecreate(d) ? 0 : maxSurge(d))))
    if (all > most) say(`all sets together are raised to ${all}, above ${most}`)
  }

  function podMade(pod: Pod, say: Say): void {
    const set = ownerIn<ReplicaSet>(engine, 'replicasets', pod)
    if (!set) return
    const many = engine.store.by<Pod>('pods', 'controller', set.metadata.uid).filter(p => !hasEnded(p) && !isGoing(p)).length
    const most = Math.max(...sizes.of(set.metadata.uid))
    if (many > most) say(`the ${many}th pod of a set of ${most}`)
  }

  return {
    plurals: ['deployments', 'replicasets', 'pods'],
    commit(c, say) {
      if (c.type === 'DELETED') return
      if (c.plural === 'deployments') specs.set(c.object.metadata.uid, specOnly(c.object as Deployment, specs))
      else if (c.plural === 'replicasets') {
        sizes.set(c.object.metadata.uid, (c.object as ReplicaSet).spec.replicas)
        setRaised(c, say)
      } else if (c.type === 'ADDED' && controllerOf(c.object)?.kind === 'ReplicaSet') podMade(c.object as Pod, say)
    },
  }
}

/** The same object as before when only its status has changed. */
const specOnly = (d: Deployment, known: Lately<Deployment>): Deployment => {
  const last = known.of(d.metadata.uid).at(-1)
  return last?.spec === d.spec ? last : d
}
