// PodDisruptionBudgets: an eviction that the budget was asked about leaves as many healthy pods as it says. Pods that turned unhealthy by themselves in the
// last moment nobody could know of.
import type { Engine } from '../../engine/index.ts'
import { compileSelector, isConditionTrue, type Pod, type PodDisruptionBudget } from '../../kube/index.ts'
import { isGoing, isReady, type Rules } from './rules.ts'

/** From a pod's change to the count in the budget. */
const COUNTING_MS = 100

export function budgetRules(engine: Engine): Rules {
  /** When a pod last changed in health by itself. */
  let lastChange = Number.NEGATIVE_INFINITY
  const isEvicted = (p: Pod) =>
    isConditionTrue(p.status.conditions, 'DisruptionTarget') && p.status.conditions?.some(c => c.reason === 'EvictionByEvictionAPI')
  return {
    plurals: ['pods', 'poddisruptionbudgets'],
    judgesPeople: true,
    commit(c, say) {
      const [now, old] = [c.object as Pod, c.old as Pod | undefined]
      if (c.plural === 'poddisruptionbudgets') {
        if (c.type === 'ADDED' || c.old?.metadata.generation !== c.object.metadata.generation) lastChange = engine.now
        return
      }
      const goes = old && isGoing(now) && !isGoing(old)
      if (old && isReady(old) && !isReady(now)) lastChange = engine.now
      if (!goes) {
        if (c.type !== 'MODIFIED' || now.metadata.labels !== old?.metadata.labels) lastChange = engine.now
        return
      }
      if (!isEvicted(now) || !isReady(now)) {
        if (!isEvicted(now)) lastChange = engine.now
        return
      }
      if (engine.now - lastChange < COUNTING_MS) return
      for (const b of engine.store.by<PodDisruptionBudget>('poddisruptionbudgets', 'namespace', now.metadata.namespace ?? '')) {
        const least = b.spec.minAvailable
        const matches = compileSelector(b.spec.selector)
        if (typeof least !== 'number' || !matches(now.metadata.labels)) continue
        const left = engine.store
          .by<Pod>('pods', 'namespace', now.metadata.namespace ?? '')
          .filter(p => matches(p.metadata.labels) && isReady(p) && !isGoing(p)).length
        if (left < least) say(`is evicted though only ${left} of ${least} are left`)
      }
    },
  }
}
