// StatefulSets: with OrderedReady nobody is made above one who was never ready; a set has no two pods of one ordinal; a claim is taken away only where the
// retention policy says so.
import type { Engine } from '../../engine/index.ts'
import { controllerOf, type Pod, type StatefulSet } from '../../kube/index.ts'
import { isGoing, isReady, Lately, ownerIn, type Rules, type Say } from './rules.ts'

const ordinal = (name: string): number => Number(name.slice(name.lastIndexOf('-') + 1))

export function ordinalRules(engine: Engine): Rules {
  const wasReady = new Set<string>()
  const starts = new Lately<number>(engine)
  const deletesClaims = new Set<string>()

  function made(pod: Pod, say: Say): void {
    const set = ownerIn<StatefulSet>(engine, 'statefulsets', pod)
    if (!set || set.spec.podManagementPolicy === 'Parallel') return
    const start = Math.max(...starts.of(set.metadata.uid))
    for (const o of engine.store.by<Pod>('pods', 'controller', set.metadata.uid)) {
      const isBelow = ordinal(o.metadata.name) < ordinal(pod.metadata.name) && ordinal(o.metadata.name) >= start
      if (isBelow && !wasReady.has(o.metadata.uid) && !isGoing(o)) say(`is made before ${o.metadata.name} was ready`)
    }
  }

  return {
    plurals: ['pods', 'statefulsets', 'persistentvolumeclaims'],
    commit(c, say) {
      if (c.plural === 'statefulsets') {
        const { metadata, spec } = c.object as StatefulSet
        starts.set(metadata.uid, spec.ordinals?.start ?? 0)
        const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {}
        if (whenDeleted === 'Delete' || whenScaled === 'Delete') deletesClaims.add(metadata.name)
      } else if (c.plural === 'pods') {
        if (isReady(c.object as Pod)) wasReady.add(c.object.metadata.uid)
        if (c.type === 'ADDED' && controllerOf(c.object)?.kind === 'StatefulSet') made(c.object as Pod, say)
      } else if (c.type === 'DELETED') {
        const set = c.key.split('-').at(-2) ?? ''
        if (!deletesClaims.has(set)) say('a claim is kept unless the policy of its set says otherwise')
      }
    },
  }
}
