// DaemonSets: when a pod is made for a node, no other of the same set is at work there; with surge, one other at the most.
import type { Engine } from '../../engine/index.ts'
import { controllerOf, type DaemonSet, type Pod } from '../../kube/index.ts'
import { targetOf } from '../controllers/daemonset/pods.ts'
import { hasEnded, isGoing, Lately, ownerIn, type Rules } from './rules.ts'

export function daemonRules(engine: Engine): Rules {
  const most = new Lately<1 | 2>(engine)
  return {
    plurals: ['daemonsets', 'pods'],
    commit(c, say) {
      if (c.plural === 'daemonsets') {
        const surge = (c.object as DaemonSet).spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0
        most.set(c.object.metadata.uid, surge === 0 || surge === '0%' ? 1 : 2)
        return
      }
      if (c.type !== 'ADDED' || controllerOf(c.object)?.kind !== 'DaemonSet') return
      const ds = ownerIn<DaemonSet>(engine, 'daemonsets', c.object)
      const node = targetOf(c.object as Pod)
      if (!ds) return
      const there = engine.store
        .by<Pod>('pods', 'controller', ds.metadata.uid)
        .filter(p => targetOf(p) === node && !hasEnded(p) && !isGoing(p))
      if (there.length > Math.max(...most.of(ds.metadata.uid))) say(`${there.length} pods of ${ds.metadata.name} on ${node}`)
    },
  }
}
