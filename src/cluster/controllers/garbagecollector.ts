// The garbage collector: what no longer has an owner goes too. It works on any kind: ownerReferences alone decide. Three ways: in the background the
// owner goes first and its dependents after it; in the foreground the owner waits for those that block it; orphaned dependents only lose the reference.
// Upstream: pkg/controller/garbagecollector/garbagecollector.go, graph_builder.go; https://kubernetes.io/docs/concepts/architecture/garbage-collection/
import { type Actor, type Commit, keyOf, type Watch, type World, type Write } from '../../engine/index.ts'
import { type ApiObject, resources } from '../../kube/index.ts'
import {
  fateOf,
  type Item,
  isDeletingDependents,
  isOrphaning,
  ownerState,
  withoutFinalizer,
  withoutOwners,
  writeOf,
} from './garbagecollector/fate.ts'

/** So many dependents are dealt with at once; upstream has 20 workers. */
const BATCH = 500

/** A key is `PLURAL KEY` for an object, and `PLURAL KEY UID` for an owner that is gone. */
const keyFor = (plural: string, key: string) => `${plural} ${key}`

export const garbageCollector: Actor = {
  name: 'garbagecollector',
  watches: resources.filter(r => r.plural !== 'events').map((r): Watch => ({ plural: r.plural, keys: (c, world) => wakes(c, world) })),

  look(world, id) {
    const [plural = '', key = '', uid] = id.split(' ')
    if (uid !== undefined) return collect(world, id, uid)
    const object = world.get(plural, key)
    if (!object) return undefined
    if (isDeletingDependents(object)) return finishForeground(world, { plural, key, object })
    if (isOrphaning(object)) return orphan(world, { plural, key, object })
    const fate = fateOf(world, { plural, key, object })
    if (!fate) return {}
    world.tell('garbagecollector', keyFor(plural, key), `garbagecollector.${fate.what}`, { dependents: 1 })
    return { steps: [[writeOf({ plural, key, object }, fate)]] }
  },
}

/** Whom a change concerns: the dependents of what is gone, an owner that waits, a newcomer whose owner is gone already. */
function wakes(c: Commit, world: World): string[] {
  const { metadata: m } = c.object
  const before = c.old?.metadata
  if (c.type === 'DELETED') {
    const keys = waitingOwners(world, c.object)
    if (world.dependents(m.uid).length > 0) keys.push(`${c.plural} ${c.key} ${m.uid}`)
    if (isDeletingDependents(c.old ?? c.object)) keys.push(keyFor(c.plural, c.key))
    return keys
  }
  const self = keyFor(c.plural, c.key)
  const begins =
    (isDeletingDependents(c.object) || isOrphaning(c.object)) && (!before?.deletionTimestamp || before.finalizers !== m.finalizers)
  if (m.ownerReferences === before?.ownerReferences) return begins ? [self] : []
  const lost = m.ownerReferences?.some(ref => ownerState(world, c.object, ref) === 'absent')
  const waiting = [...waitingOwners(world, c.object), ...(c.old ? waitingOwners(world, c.old) : [])]
  return [...new Set([...(begins || lost ? [self] : []), ...waiting])]
}

/** The owners of an object that wait for their dependents to go. */
const waitingOwners = (world: World, o: ApiObject): string[] =>
  (o.metadata.ownerReferences ?? []).flatMap(ref => {
    const owner = ownerState(world, o, ref)
    return typeof owner === 'object' && isDeletingDependents(owner.object) ? [keyFor(owner.plural, owner.key)] : []
  })

const batches = (writes: readonly Write[]): Write[][] =>
  Array.from({ length: Math.ceil(writes.length / BATCH) }, (_, i) => writes.slice(i * BATCH, (i + 1) * BATCH))

/** What becomes of the dependents of an object. */
const fates = (world: World, dependents: readonly Item[]): Write[] =>
  dependents.flatMap(item => {
    const fate = fateOf(world, item)
    return fate ? [writeOf(item, fate)] : []
  })

/** An owner is gone: its dependents follow, unless others own them too. */
function collect(world: World, id: string, uid: string) {
  const writes = fates(world, world.dependents(uid))
  if (writes.length === 0) return undefined
  world.tell('garbagecollector', id.slice(0, id.lastIndexOf(' ')), 'garbagecollector.collect', { dependents: writes.length })
  return { steps: batches(writes) }
}

/** An owner waits in the foreground: its dependents go, and when none is left that blocks it, it goes too. */
function finishForeground(world: World, owner: Item) {
  const { uid } = owner.object.metadata
  const dependents = world.dependents(uid)
  const blocking = dependents.filter(d => d.object.metadata.ownerReferences?.some(r => r.uid === uid && r.blockOwnerDeletion))
  const caption = { code: 'garbagecollector.waiting', args: { dependents: blocking.length } }
  if (blocking.length > 0) return { caption, steps: batches(fates(world, dependents)) }
  const others = fates(world, dependents)
  return { caption, steps: [...batches(others), [withoutFinalizer(owner, 'foregroundDeletion')]] }
}

/** The dependents of an orphaning owner lose the reference, and then it may go. */
function orphan(world: World, owner: Item) {
  const { uid } = owner.object.metadata
  const dependents = world.dependents(uid)
  world.tell('garbagecollector', keyFor(owner.plural, keyOf(owner.object)), 'garbagecollector.orphan', { dependents: dependents.length })
  return { steps: [...batches(dependents.map(d => withoutOwners(d, [uid]))), [withoutFinalizer(owner, 'orphan')]] }
}
