// The name of a PriorityClass becomes a number, once, when the pod is made. Upstream: plugin/pkg/admission/priority/admission.go.
import { type ApiObject, type PodSpec, resourceOf } from '../../kube/index.ts'
import { type Attempt, type Plugin, refuse } from './plugin.ts'

interface Rank {
  readonly name: string
  readonly value: number
  readonly policy: string
}
const NONE: Rank = { name: '', value: 0, policy: 'PreemptLowerPriority' }

const rankOf = (c: ApiObject): Rank => ({ name: c.metadata.name, value: c.value ?? 0, policy: c.preemptionPolicy ?? NONE.policy })

/** Of several classes that are marked as default (an error) the lowest counts. */
function defaultRank({ env }: Attempt): Rank {
  if (!resourceOf('priorityclasses')) return NONE
  let found: Rank | undefined
  for (const c of env.list('priorityclasses')) if (c.globalDefault && (!found || c.value < found.value)) found = rankOf(c)
  return found ?? NONE
}

function rankFor(o: ApiObject, name: string, attempt: Attempt): Rank {
  if (!name) return defaultRank(attempt)
  const found = resourceOf('priorityclasses') && attempt.env.get('priorityclasses', name)
  if (!found) throw refuse(attempt, o, `no PriorityClass with name ${name} was found`)
  return rankOf(found)
}

const made = new WeakMap<PodSpec, { rank: Rank; out: PodSpec }>()

const same = (a: Rank, b: Rank) => a.name === b.name && a.value === b.value && a.policy === b.policy

/** For Pods. */
export const podPriority: Plugin = (o, attempt) => {
  const spec = o.spec as PodSpec
  if (attempt.op === 'UPDATE') {
    const before = (attempt.old as ApiObject).spec as PodSpec
    return spec.priority === undefined && before.priority !== undefined ? { ...o, spec: { ...spec, priority: before.priority } } : o
  }
  const rank = rankFor(o, spec.priorityClassName ?? '', attempt)
  if (spec.priority !== undefined && spec.priority !== null && spec.priority !== rank.value)
    throw refuse(
      attempt,
      o,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${rank.value} from the given PriorityClass name`,
    )
  if (spec.preemptionPolicy && spec.preemptionPolicy !== rank.policy)
    throw refuse(
      attempt,
      o,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${rank.policy} from the given PriorityClass name`,
    )
  const before = made.get(spec)
  if (before && same(before.rank, rank)) return { ...o, spec: before.out }
  const out = {
    ...spec,
    ...(rank.name && { priorityClassName: rank.name }),
    priority: rank.value,
    preemptionPolicy: rank.policy,
  } as PodSpec
  made.set(spec, { rank, out })
  return { ...o, spec: out }
}

/** For PriorityClasses: only one can be the default. */
export const oneDefaultClass: Plugin = (o, attempt) => {
  if (attempt.op === 'DELETE' || !o.globalDefault) return o
  for (const c of attempt.env.list('priorityclasses')) {
    if (c.globalDefault && c.metadata.name !== o.metadata.name)
      throw refuse(attempt, o, `PriorityClass ${c.metadata.name} is already marked as default. Only one default can exist`)
  }
  return o
}
