// What a visit wants written, and what is made of the answers: moves that went through are told as events, a refused creation is reported, and then
// the status is brought up to date. Upstream: pkg/controller/deployment/sync.go, which does the same by direct calls.
import { keyOf, type Outcome, type World, type Write } from '../../../engine/index.ts'
import { type ApiObject, type Deployment, type Draft, type ReplicaSet, type Status, setCondition } from '../../../kube/index.ts'
import { claimWrites } from '../claiming.ts'
import { voiceOf } from '../saying.ts'
import { isTheSame, type NewSet } from './creation.ts'
import { type Move, resized } from './moves.ts'
import { condition, type DeploymentStatus, judgePause, PROGRESSING } from './progress.ts'
import { type Sight, see } from './sight.ts'
import { announced, calculateStatus, rolloutStatus, statusWrite } from './status.ts'

const say = voiceOf('deployment-controller')

export interface Words {
  readonly sort: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

export interface Plan {
  /** The new ReplicaSet, to be made first. */
  readonly create?: NewSet
  readonly moves?: readonly Move[]
  readonly remove?: readonly ReplicaSet[]
  readonly claims?: boolean
  /** Whether the status says something about the progress of a rollout; not so while paused, scaled or deleted. */
  readonly judged?: boolean
  /** Words about the Deployment itself, when all is written. */
  readonly says?: readonly Words[]
  /** The Deployment rewritten: the legacy rollback. */
  readonly rewrite?: Deployment
}

/** What `settle` needs of the plan: plain data, since it waits on the agenda. */
interface Memo {
  readonly says: readonly Words[]
  readonly generation: number
  readonly judged: boolean
  readonly create?: NewSet
  readonly moves: readonly { name: string; from: number; to: number; write: number }[]
}

/** The batches of writes of a plan: the new ReplicaSet, then the sizes, then what is left over from old times. */
export function stepsOf(sight: Sight, plan: Plan): { steps: Write[][]; memo: Memo } {
  const { d, storedNew, newSet } = sight
  const moves = plan.moves ?? []
  const touched = new Map<string, ReplicaSet>()
  if (newSet && newSet !== storedNew) touched.set(newSet.metadata.name, newSet)
  for (const { set, to } of moves) {
    const { name } = set.metadata
    const base = touched.get(name) ?? sight.sets.find(s => s.metadata.name === name) ?? set
    const next = resized(d, base, to)
    if (next !== base) touched.set(name, next)
  }
  const first: Write[] = plan.create ? [{ verb: 'create', plural: 'replicasets', object: plan.create }] : []
  if (plan.claims) first.push(...claimWrites(d, 'replicasets', sight.claim))
  if (plan.rewrite) first.push({ verb: 'update', plural: 'deployments', object: plan.rewrite })
  const names = [...touched.keys()]
  const sizes: Write[] = [...touched.values()].map(object => ({ verb: 'update', plural: 'replicasets', object, trusted: true }))
  const gone: Write[] = (plan.remove ?? []).map(s => ({ verb: 'delete', plural: 'replicasets', key: keyOf(s) }))
  return {
    steps: [first, sizes, gone].filter(s => s.length > 0),
    memo: {
      generation: d.metadata.generation ?? 0,
      judged: plan.judged ?? false,
      says: plan.says ?? [],
      ...(plan.create && { create: plan.create }),
      moves: moves
        .filter(m => m.from !== m.to)
        .map(m => ({ name: m.set.metadata.name, from: m.from, to: m.to, write: first.length + names.indexOf(m.set.metadata.name) })),
    },
  }
}

const scaled = (d: ApiObject, name: string, from: number, to: number): Write =>
  say(d, 'Normal', 'ScalingReplicaSet', `Scaled ${to > from ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`)

/** The status as it should be now. */
export function statusOf(world: World, sight: Sight, judged: boolean, created = false): Write[] {
  const { d, storedNew, sets } = sight
  const clock = { now: world.timestamp, nowMs: world.nowMs }
  if (d.metadata.deletionTimestamp)
    return statusWrite(d, calculateStatus(d, sets, storedNew, d.status?.conditions ?? [], clock.now), undefined)
  const conditions = announced(d, judgePause(d, clock.now), storedNew, created, clock.now)
  const status = judged ? rolloutStatus(d, sets, storedNew, conditions, clock) : calculateStatus(d, sets, storedNew, conditions, clock.now)
  return statusWrite(d, status, storedNew)
}

/** What to write when the answers are there. */
export function settlePlan(world: World, d: Deployment, memo: Memo, outcomes: readonly Outcome[]): Write[] {
  const events = memo.moves.filter(m => outcomes[m.write]?.ok).map(m => scaled(d, m.name, m.from, m.to))
  const { create } = memo
  const made = create && outcomes[0]
  if (create && made?.ok && create.spec.replicas > 0) events.unshift(scaled(d, create.metadata.name as string, 0, create.spec.replicas))
  if (create && made && !made.ok) return [...events, ...refused(world, d, create, made.error)]
  if (outcomes.some(o => !o.ok)) return events
  events.push(...memo.says.map(s => say(d, s.sort, s.reason, s.message)))
  if ((d.metadata.generation ?? 0) !== memo.generation) return events
  return [...events, ...statusOf(world, see(world, d), memo.judged, create !== undefined)]
}

/** The new ReplicaSet could not be made. A stranger of the same name costs one more try under another hash. */
function refused(world: World, d: Deployment, create: Draft, error: Status): Write[] {
  const write = (status: DeploymentStatus): Write[] => statusWrite(d, status, undefined)
  if (error.reason === 'AlreadyExists') {
    const there = world.get<ReplicaSet>('replicasets', keyOf(create))
    if (isTheSame(d, there, create)) return []
    return write({ ...d.status, collisionCount: (d.status?.collisionCount ?? 0) + 1 })
  }
  if (error.details?.causes?.some(c => c.reason === 'NamespaceTerminating')) return []
  const message = `Failed to create new replica set "${create.metadata.name}": ${error.message}`
  const failed = condition(PROGRESSING, 'False', 'ReplicaSetCreateError', message, world.timestamp)
  const conditions = setCondition(judgePause(d, world.timestamp), failed) as DeploymentStatus['conditions'] & object
  return [...write({ ...d.status, conditions }), say(d, 'Warning', 'ReplicaSetCreateError', message)]
}
