// For every budget the roll of the pods that its selector means: how many there are, how many are healthy, and who owns them. Kept up to date pod by pod, so
// that a visit does not count fifteen thousand pods because one of them changed; it can be worked out afresh at any time (see engine/derived.ts).
// Upstream lists the pods in every sync: pkg/controller/disruption/disruption.go getPodsForPdb.
import { type Commit, Derived, type World } from '../../../engine/index.ts'
import {
  compileSelector,
  controllerOf,
  isConditionTrue,
  type OwnerReference,
  type Pod,
  type PodDisruptionBudget,
} from '../../../kube/index.ts'

export interface Owner {
  readonly ref: OwnerReference
  readonly pods: Set<string>
}

/** Ready and not on its way out. */
export const isHealthy = (p: Pod): boolean => !p.metadata.deletionTimestamp && isConditionTrue(p.status?.conditions, 'Ready')

export class Roll {
  readonly selector: PodDisruptionBudget['spec']['selector']
  readonly #matches: ReturnType<typeof compileSelector>
  matching = 0
  healthy = 0
  /** Pods that no controller owns. */
  unmanaged = 0
  readonly owners = new Map<string, Owner>()

  constructor(world: Pick<World, 'by'>, { metadata, spec }: PodDisruptionBudget) {
    this.selector = spec.selector
    this.#matches = compileSelector(spec.selector)
    for (const pod of world.by<Pod>('pods', 'namespace', metadata.namespace ?? '')) this.count(pod, 1)
  }

  has(pod: Pod): boolean {
    return this.#matches(pod.metadata.labels)
  }

  count(pod: Pod, sign: 1 | -1): void {
    if (!this.has(pod)) return
    this.matching += sign
    if (isHealthy(pod)) this.healthy += sign
    const ref = controllerOf(pod)
    if (!ref) {
      this.unmanaged += sign
      return
    }
    const owner = this.owners.get(ref.uid) ?? { ref, pods: new Set<string>() }
    if (sign > 0) owner.pods.add(pod.metadata.name)
    else owner.pods.delete(pod.metadata.name)
    if (owner.pods.size > 0) this.owners.set(ref.uid, owner)
    else this.owners.delete(ref.uid)
  }
}

/** By namespace, then by name of the budget. */
type Rolls = Map<string, Map<string, Roll>>
const rolls = new Derived('disruption.rolls', (): Rolls => new Map())

export function rollOf(world: World, budget: PodDisruptionBudget): Roll {
  const { namespace = '', name } = budget.metadata
  const all = rolls.get(world)
  const own = all.get(namespace) ?? new Map<string, Roll>()
  all.set(namespace, own)
  let roll = own.get(name)
  if (!roll || roll.selector !== budget.spec.selector) {
    roll = new Roll(world, budget)
    own.set(name, roll)
  }
  return roll
}

/** Carries a commit of a pod over. */
export const podChanged = (world: World, { type, object, old }: Commit): void =>
  rolls.changed(world, all => {
    for (const roll of all.get(object.metadata.namespace ?? '')?.values() ?? []) {
      if (type !== 'ADDED' && old) roll.count(old as Pod, -1)
      if (type !== 'DELETED') roll.count(object as Pod, 1)
    }
  })

export const budgetDeleted = (world: World, { object }: Commit): void =>
  rolls.changed(world, all => void all.get(object.metadata.namespace ?? '')?.delete(object.metadata.name))
