// What a visit wants written, deed by deed, and what is said of the answers. A pod's claims are made before the pod, and the owners of its claims set
// after it. Upstream: pkg/controller/statefulset/stateful_pod_control.go.
import { keyOf, type Outcome, type World, type Write } from '../../../engine/index.ts'
import type { ApiObject, ControllerRevision, Pod, StatefulSet } from '../../../kube/index.ts'
import { templateOf } from '../controllerrevision/index.ts'
import { withList } from '../garbagecollector/fate.ts'
import { slowStart } from '../replicaset/batches.ts'
import { voiceOf } from '../saying.ts'
import { areOwnersRight, claimNames, claimsOf, hasForeignController, ownersFor } from './claims.ts'
import { nameOf, ordinalOf, podOf, repaired } from './identity.ts'
import { isMadeOfCurrent, type Slot } from './slots.ts'
import type { Walk } from './walk.ts'

const say = voiceOf('statefulset-controller')

/** What is said when a write is answered: plain data, since it waits on the agenda. */
export interface Words {
  readonly verb: 'create' | 'delete' | 'update'
  readonly pod: string
  readonly claim?: string
}

/** A write with what is said of it; nothing is said of those without words, unless they fail. */
export interface Deed {
  readonly write: Write
  readonly words?: Words
  /** Said of the pod when this one is refused, though it is not about the pod itself. */
  readonly blames?: Words
}

export interface Revisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
}

const claimKey = (set: StatefulSet, name: string) => `${set.metadata.namespace}/${name}`

/** The deeds of a walk, batch after batch. */
export function deedsOf(world: World, set: StatefulSet, found: Walk, revisions: Revisions): Deed[][] {
  // Deleted by name, whoever bears it by then.
  const remove = (pod: Pod): Deed => ({
    write: { verb: 'delete', plural: 'pods', key: keyOf(pod) },
    words: { verb: 'delete', pod: pod.metadata.name },
  })
  return [
    found.ended.map(remove),
    ...filled(world, set, found.missing, revisions),
    found.unclaimed.flatMap(p => missingClaims(world, set, ordinalOf(p.metadata.name))),
    found.astray.flatMap(p => mended(world, set, p)),
    found.condemned.flatMap(p => ownersMended(world, set, p)),
    found.surplus.map(remove),
    found.old.map(remove),
  ].filter(batch => batch.length > 0)
}

/** Empty places are filled: one, two, four, eight … at a time. */
function filled(world: World, set: StatefulSet, missing: readonly Slot[], revisions: Revisions): Deed[][] {
  let from = 0
  return slowStart(missing.length).flatMap(size => {
    const batch = missing.slice(from, from + size)
    from += size
    return [
      batch.flatMap(s => missingClaims(world, set, s.ordinal)),
      batch.map(s => creation(set, s.ordinal, revisions)),
      batch.flatMap(s => ownersAtBirth(world, set, s.ordinal)),
    ]
  })
}

function creation(set: StatefulSet, ordinal: number, { current, update }: Revisions): Deed {
  const isCurrent = isMadeOfCurrent(set, ordinal)
  const template = isCurrent ? templateOf(current) : set.spec.template
  const object = podOf(set, template, (isCurrent ? current : update).metadata.name, ordinal)
  return { write: { verb: 'create', plural: 'pods', object, trusted: true }, words: { verb: 'create', pod: nameOf(set, ordinal) } }
}

function missingClaims(world: World, set: StatefulSet, ordinal: number): Deed[] {
  const pod = nameOf(set, ordinal)
  return claimsOf(set, ordinal)
    .filter(c => !world.get('persistentvolumeclaims', keyOf(c)))
    .map(object => ({
      write: { verb: 'create', plural: 'persistentvolumeclaims', object },
      words: { verb: 'create', pod, claim: object.metadata.name as string },
      blames: { verb: 'create', pod },
    }))
}

/** With whenDeleted: Delete a set owns the claims from the birth of the pod on. */
function ownersAtBirth(world: World, set: StatefulSet, ordinal: number): Deed[] {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: nameOf(set, ordinal), uid: '' } } as unknown as ApiObject
  return claimNames(set, ordinal).flatMap(name => {
    const claim = world.get('persistentvolumeclaims', claimKey(set, name)) ?? ({ metadata: { name } } as ApiObject)
    if (areOwnersRight(claim, set, pod)) return []
    const patch = { metadata: { ownerReferences: ownersFor(claim, set, pod) } }
    return [{ write: { verb: 'merge', plural: 'persistentvolumeclaims', key: claimKey(set, name), patch } as Write }]
  })
}

/** The claims of a pod get the owners that the retention policy wants. */
function ownersMended(world: World, set: StatefulSet, pod: Pod): Deed[] {
  return claimNames(set, ordinalOf(pod.metadata.name)).flatMap(name => {
    const claim = world.get('persistentvolumeclaims', claimKey(set, name))
    if (!claim || areOwnersRight(claim, set, pod)) return []
    const object = withList(claim, 'ownerReferences', ownersFor(claim, set, pod))
    const write: Write = { verb: 'update', plural: 'persistentvolumeclaims', object, trusted: true }
    return hasForeignController(claim, set, pod) ? [{ write: conflicting(set, name) }, { write }] : [{ write }]
  })
}

const conflicting = (set: StatefulSet, claim: string): Write =>
  say(
    set,
    'Warning',
    'ConflictingController',
    `PersistentVolumeClaim ${claim} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`,
  )

/** A pod that has gone astray is put right. */
function mended(world: World, set: StatefulSet, pod: Pod): Deed[] {
  const words: Words = { verb: 'update', pod: pod.metadata.name }
  const write: Write = { verb: 'update', plural: 'pods', object: repaired(set, pod) }
  return [...missingClaims(world, set, ordinalOf(pod.metadata.name)), ...ownersMended(world, set, pod), { write, words }]
}

const isTaken = (o: Outcome) => !o.ok && o.error.reason === 'AlreadyExists'

/** The events about the answers. Of a name that somebody else has taken nothing is said. */
export function told(set: StatefulSet, words: Words | undefined, blames: Words | undefined, o: Outcome): Write[] {
  const { verb, pod, claim } = words ?? {}
  const { name } = set.metadata
  if (o.ok) {
    if (!words) return []
    const what = claim
      ? `create Claim ${claim} Pod ${pod} in StatefulSet ${name} success`
      : `${verb} Pod ${pod} in StatefulSet ${name} successful`
    return [say(set, 'Normal', REASONS[words.verb][0], what)]
  }
  if (!words || isTaken(o)) return []
  const why = `failed error: ${o.error.message}`
  if (!claim) return [refusal(set, words, why)]
  const first = say(set, 'Warning', 'FailedCreate', `create Claim ${claim} for Pod ${pod} in StatefulSet ${name} ${why}`)
  return blames ? [first, refusal(set, blames, why)] : [first]
}

const refusal = (set: StatefulSet, { verb, pod }: Words, why: string): Write =>
  say(set, 'Warning', REASONS[verb][1], `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} ${why}`)

const REASONS = {
  create: ['SuccessfulCreate', 'FailedCreate'],
  delete: ['SuccessfulDelete', 'FailedDelete'],
  update: ['SuccessfulUpdate', 'FailedUpdate'],
} as const

/** What is said while a claim that is going keeps a place empty. */
export function heldUp(world: World, set: StatefulSet, held: readonly Slot[]): Write[] {
  return held.flatMap(({ ordinal }) => {
    const going = claimNames(set, ordinal).find(n => world.get('persistentvolumeclaims', claimKey(set, n))?.metadata.deletionTimestamp)
    return going ? [refusal(set, { verb: 'create', pod: nameOf(set, ordinal) }, `failed error: pvc ${going} is being deleted`)] : []
  })
}
