// StatefulSets: with OrderedReady nobody is made above one who was never ready; of an ordinal one process runs, wherever it is, unless somebody deleted by
// force; a claim is taken away only where the retention policy says so.
import type { Commit, Engine } from '../../engine/index.ts'
import { controllerOf, type Pod, type StatefulSet } from '../../kube/index.ts'
import { type PodRun, processes } from '../tables.ts'
import { isRunning } from './pods.ts'
import { isGoing, isReady, Lately, ownerIn, type Rules, type Say } from './rules.ts'

const ordinal = (name: string): number => Number(name.slice(name.lastIndexOf('-') + 1))

export function ordinalRules(engine: Engine, isForced: (key: string) => boolean): Rules {
  const { store } = engine
  const starts = new Lately<number>(engine)
  // Of those that were here before we looked the best is thought.
  const wasReady = new Set([...store.list('pods')].map(p => p.metadata.uid))
  const deletesClaims = new Set<string>()
  for (const c of store.list('persistentvolumeclaims')) if (c.metadata.ownerReferences?.length) deletesClaims.add(setOf(c.metadata.name))
  for (const s of store.list<StatefulSet>('statefulsets')) setChanged(s)
  /** By ordinal (a pod's key): whose processes may be running. */
  const bearers = new Map<string, Set<string>>()
  for (const run of processes(engine).values()) bears(run.key, run.uid)

  function bears(key: string, uid: string): Set<string> {
    const known = bearers.get(key) ?? new Set()
    bearers.set(key, known.add(uid))
    return known
  }

  function setChanged({ metadata, spec }: StatefulSet): void {
    starts.set(metadata.uid, spec.ordinals?.start ?? 0)
    const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {}
    if (whenDeleted === 'Delete' || whenScaled === 'Delete') deletesClaims.add(metadata.name)
  }

  function made(pod: Pod, say: Say): void {
    const set = ownerIn<StatefulSet>(engine, 'statefulsets', pod)
    if (!set || set.spec.podManagementPolicy === 'Parallel') return
    const start = Math.max(...starts.of(set.metadata.uid))
    for (const o of store.by<Pod>('pods', 'controller', set.metadata.uid)) {
      const isBelow = ordinal(o.metadata.name) < ordinal(pod.metadata.name) && ordinal(o.metadata.name) >= start
      if (isBelow && !wasReady.has(o.metadata.uid) && !isGoing(o)) say(`is made before ${o.metadata.name} was ready`)
    }
  }

  /** Whether more than one process bears the name, as things really are. */
  function twice(key: string, uid: string, say: Say): void {
    const all = bears(key, uid)
    if (all.size === 1) return
    const running: PodRun[] = []
    for (const one of all) {
      const run = processes(engine).get(one)
      if (run && isRunning(run)) running.push(run)
      else if (!run && one !== uid) all.delete(one)
    }
    if (running.length > 1 && !isForced(key)) say(`runs on ${running.map(r => r.node).join(' and on ')} at once`)
  }

  function claimGoes({ key, object, old }: Commit, say: Say): void {
    const isFirst = isGoing(object) && !(old && isGoing(old))
    const namespace = store.get('namespaces', object.metadata.namespace ?? '')
    if (!isFirst || !namespace || isGoing(namespace)) return
    if (![...deletesClaims].some(set => key.slice(0, key.lastIndexOf('-')).endsWith(`-${set}`)))
      say('a claim is kept unless the policy of its set says otherwise')
  }

  return {
    plurals: ['pods', 'statefulsets', 'persistentvolumeclaims'],
    commit(c, say) {
      if (c.plural === 'statefulsets') setChanged(c.object as StatefulSet)
      else if (c.plural === 'persistentvolumeclaims') claimGoes(c, say)
      else {
        if (isReady(c.object as Pod)) wasReady.add(c.object.metadata.uid)
        if (controllerOf(c.object)?.kind !== 'StatefulSet') return
        if (c.type === 'ADDED') made(c.object as Pod, say)
        twice(c.key, c.object.metadata.uid, say)
      }
    },
  }
}

/** The set of a claim of a pod: `data-my-db-0` may be of `db` and of `my-db`. */
const setOf = (claim: string): string => claim.slice(claim.indexOf('-') + 1, claim.lastIndexOf('-'))
