// The ReplicaSet controller: as many pods of its template as it wants, no more and no fewer. Whether a pod works is not its business: one that is not
// ready still counts, one that has ended or is going does not, and is replaced at once. Upstream: pkg/controller/replicaset/replica_set.go
// syncReplicaSet, manageReplicas; https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
import { type Actor, keyOf, type Outcome, type World, type Write } from '../../engine/index.ts'
import { compileSelector, controllerOf, controllerRef, type Draft, type Pod, type ReplicaSet } from '../../kube/index.ts'
import { type Claim, claim, claimWrites, isEmptyClaim } from './claiming.ts'
import { lookingChart } from './looking.ts'
import { minReadyOver, showMinReady } from './minready.ts'
import { slowStart } from './replicaset/batches.ts'
import { activeCount, activePods, areAllAsMade, isActive, readyCount, readyPods } from './replicaset/counting.ts'
import { podsToDelete } from './replicaset/ranking.ts'
import { type Failure, statusWrite } from './replicaset/status.ts'
import { watches } from './replicaset/wakes.ts'
import { voiceOf } from './saying.ts'

/** The most pods that are created or deleted in one visit. */
const BURST = 500
const say = voiceOf('replicaset-controller')

const chart = lookingChart(
  'replicaset',
  [
    ['isBeingDeleted', 'deleting'],
    ['aPodIsToBeClaimedOrLetGo', 'claiming'],
    ['podsAreMissing', 'tooFew'],
    ['podsAreTooMany', 'tooMany'],
    ['podsAreNotReady', 'waitingForReady'],
  ],
  'settled',
)
export const { machine } = chart

interface Memo {
  readonly action: 'create' | 'delete' | 'claim'
  readonly names?: readonly string[]
  readonly generation: number
}

export const replicaset: Actor = {
  name: 'replicaset',
  plural: 'replicasets',
  watches,
  look(world, key) {
    const rs = world.get<ReplicaSet>('replicasets', key)
    if (!rs) return undefined
    const { uid, generation = 0 } = rs.metadata
    const seen = activeCount(world, uid)
    const wanted = rs.spec.replicas
    const claims = claimsOf(world, rs)
    const state = chart.decide({
      isBeingDeleted: () => rs.metadata.deletionTimestamp !== undefined,
      aPodIsToBeClaimedOrLetGo: () => !isEmptyClaim(claims),
      podsAreMissing: () => seen < wanted,
      podsAreTooMany: () => seen > wanted,
      podsAreNotReady: () => readyCount(world, uid) < wanted,
    })
    const caption = { code: `replicaset.${state}`, args: { wanted, seen, ready: readyCount(world, uid) } }
    const availableInMs = showMinReady(world, 'replicaset', rs.spec.minReadySeconds, () => readyPods(world, uid))
    const again = availableInMs === undefined ? {} : { againInMs: availableInMs }
    const memo = (action: Memo['action'], names?: string[]): Memo => ({ action, generation, ...(names && { names }) })
    switch (state) {
      case 'claiming':
        return { caption, steps: [claimWrites(rs, 'pods', claims)], memo: memo('claim'), ...again }
      case 'tooFew':
        return { caption, steps: creations(rs, Math.min(wanted - seen, BURST)), memo: memo('create'), ...again }
      case 'tooMany': {
        const pods = podsToDelete(activePods(world, uid), relatedPods(world, rs), Math.min(seen - wanted, BURST), world.nowMs)
        const deletions = pods.map((p): Write => ({ verb: 'delete', plural: 'pods', key: keyOf(p) }))
        return {
          caption,
          steps: [deletions],
          memo: memo(
            'delete',
            pods.map(p => p.metadata.name),
          ),
          ...again,
        }
      }
      default:
        return { caption, steps: [statusWrite(world, rs, undefined, generation)], ...again }
    }
  },

  settle(world, key, outcomes, memo) {
    const rs = world.get<ReplicaSet>('replicasets', key)
    if (!rs || !memo) return undefined
    const { action, names, generation } = memo as Memo
    const told = outcomes.flatMap((o, i) => (action === 'claim' ? [] : [tell(rs, action, o, names?.[i])])).filter(t => t !== undefined)
    const failure = action === 'claim' ? undefined : failureOf(action, outcomes)
    return { steps: [[...told, ...statusWrite(world, rs, failure, generation)]] }
  },

  receive: minReadyOver,
}

function claimsOf(world: World, rs: ReplicaSet): Claim {
  const orphans = world.by<Pod>('pods', 'controller', `orphans ${rs.metadata.namespace}`)
  const own = areAllAsMade(world, rs) ? [] : activePods(world, rs.metadata.uid)
  return claim(rs, compileSelector(rs.spec.selector), own, orphans, o => isActive(o as Pod))
}

/** The pods of all ReplicaSets that have the same owner: a Deployment's pods are spread together. */
function relatedPods(world: World, rs: ReplicaSet): Pod[] {
  const owner = controllerOf(rs)
  const sets = owner ? world.by<ReplicaSet>('replicasets', 'controller', owner.uid) : [rs]
  return sets.flatMap(s => activePods(world, s.metadata.uid))
}

/** Pods share their labels, their spec and their owner's name with the template: they are the same values. */
function creations(rs: ReplicaSet, count: number): Write[][] {
  const { metadata, spec } = rs.spec.template
  const object: Draft = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${rs.metadata.name}-`,
      namespace: rs.metadata.namespace as string,
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
      ownerReferences: [controllerRef(rs)],
    },
    spec,
  }
  const write: Write = { verb: 'create', plural: 'pods', object, trusted: true }
  return slowStart(count).map(n => new Array<Write>(n).fill(write))
}

const isEndOfNamespace = (o: Outcome) => !o.ok && o.error.details?.causes?.some(c => c.reason === 'NamespaceTerminating')

function tell(rs: ReplicaSet, action: 'create' | 'delete', o: Outcome, name: string | undefined): Write | undefined {
  if (o.ok && action === 'create') return say(rs, 'Normal', 'SuccessfulCreate', `Created pod: ${o.object?.metadata.name}`)
  if (o.ok) return say(rs, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
  if (isEndOfNamespace(o) || o.error.reason === 'NotFound') return undefined
  return action === 'create'
    ? say(rs, 'Warning', 'FailedCreate', `Error creating: ${o.error.message}`)
    : say(rs, 'Warning', 'FailedDelete', `Error deleting: ${o.error.message}`)
}

function failureOf(action: 'create' | 'delete', outcomes: readonly Outcome[]): Failure | undefined {
  const bad = outcomes.find(o => !o.ok && !isEndOfNamespace(o) && o.error.reason !== 'NotFound')
  if (!bad || bad.ok) return undefined
  return { reason: action === 'create' ? 'FailedCreate' : 'FailedDelete', message: bad.error.message ?? '' }
}
