// The disruption controller: counts for every PodDisruptionBudget how many of its pods are healthy and how many must be, and writes down how many may be taken
// away now. It hinders nobody itself: the eviction call reads the number and takes from it. Upstream: pkg/controller/disruption/disruption.go;
// https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
import { type Actor, keyOf, type World, type Write } from '../../engine/index.ts'
import type { LabelSelector, PodDisruptionBudget } from '../../kube/index.ts'
import { type Disrupted, disrupted } from './disruption/disrupted.ts'
import { disruptionsAllowed, type Numbers, numbersOf } from './disruption/numbers.ts'
import { rollOf } from './disruption/rolls.ts'
import { expectedScale, SyncFailed } from './disruption/scale.ts'
import { counted, failed, statusWrite } from './disruption/status.ts'
import { say, watches } from './disruption/wakes.ts'
import { lookingChart } from './looking.ts'

const chart = lookingChart(
  'disruption',
  [
    ['theOwnersHaveNoSize', 'unknown'],
    ['noPodIsMeant', 'withoutPods'],
    ['fewerAreHealthyThanMustBe', 'unhealthy'],
    ['noneMayBeTakenAway', 'exhausted'],
  ],
  'allowing',
)
export const { machine } = chart

interface Sight {
  readonly budget: PodDisruptionBudget
  readonly matching: number
  readonly unmanaged: boolean
  readonly disrupted: Disrupted
  readonly healthy: number
  readonly allowed: number
  /** Absent when they cannot be worked out. */
  readonly numbers?: Numbers
  readonly failure?: string
}

const guardsOf = (s: Sight) => ({
  theOwnersHaveNoSize: () => s.failure !== undefined,
  noPodIsMeant: () => s.matching === 0,
  fewerAreHealthyThanMustBe: () => s.healthy < (s.numbers?.desiredHealthy ?? 0),
  noneMayBeTakenAway: () => s.allowed === 0,
})

function see(world: World, budget: PodDisruptionBudget): Sight {
  const roll = rollOf(world, budget)
  const gone = disrupted(world, budget, roll)
  const healthy = roll.healthy - gone.healthy
  const base = { budget, matching: roll.matching, disrupted: gone, healthy }
  let asked = false
  const scale = () => {
    asked = true
    return expectedScale(world, roll, budget.metadata.namespace ?? '')
  }
  try {
    const numbers = numbersOf(budget.spec ?? {}, roll.matching, scale)
    return { ...base, numbers, unmanaged: asked && roll.unmanaged > 0, allowed: disruptionsAllowed(numbers, healthy) }
  } catch (e) {
    if (!(e instanceof SyncFailed)) throw e
    return { ...base, unmanaged: false, allowed: 0, failure: e.message }
  }
}

/** A selector as Go prints a pointer to it. */
function dump({ matchLabels, matchExpressions }: LabelSelector = {}): string {
  const labels = Object.entries(matchLabels ?? {}).map(([k, v]) => `${k}: ${v},`)
  const rules = (matchExpressions ?? []).map(
    e => `LabelSelectorRequirement{Key:${e.key},Operator:${e.operator},Values:[${(e.values ?? []).join(' ')}],},`,
  )
  const map = matchLabels ? `map[string]string{${labels.sort().join('')}}` : 'map[string]string{}'
  return `&LabelSelector{MatchLabels:${map},MatchExpressions:[]LabelSelectorRequirement{${rules.join('')}},}`
}

const unmanagedWords = (budget: PodDisruptionBudget): string =>
  `Pods selected by this PodDisruptionBudget (selector: ${dump(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`

function said({ budget, matching, unmanaged, failure, disrupted }: Sight): Write[] {
  const { namespace } = budget.metadata
  const words: Write[] = matching === 0 ? [say(budget, 'Normal', 'NoPods', 'No matching pods found')] : []
  if (failure !== undefined) {
    const why = `Failed to calculate the number of expected pods: ${failure}`
    return [...words, say(budget, 'Warning', 'CalculateExpectedPodCountFailed', why)]
  }
  if (unmanaged) words.push(say(budget, 'Warning', 'UnmanagedPods', unmanagedWords(budget)))
  // Upstream names the namespace twice where it means the budget.
  const late = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`
  return [...words, ...disrupted.late.map(p => say(p, 'Warning', 'NotDeleted', late))]
}

function statusOf({ budget, numbers, failure, healthy, allowed, disrupted }: Sight, now: string): PodDisruptionBudget['status'] {
  if (!numbers) return failed(budget, failure ?? '', now)
  return counted(budget, { currentHealthy: healthy, ...numbers, disruptionsAllowed: allowed }, disrupted.pods, now)
}

export const disruption: Actor = {
  name: 'disruption',
  plural: 'poddisruptionbudgets',
  watches,
  look(world, key) {
    const budget = world.get<PodDisruptionBudget>('poddisruptionbudgets', key)
    if (!budget) return undefined
    const s = see(world, budget)
    const state = chart.decide(guardsOf(s))
    const args = {
      budget: keyOf(budget),
      pods: s.matching,
      healthy: s.healthy,
      needed: s.numbers?.desiredHealthy ?? 0,
      allowed: s.allowed,
      ...(s.failure !== undefined && { problem: s.failure }),
    }
    const { againInMs } = s.disrupted
    return {
      caption: { code: `disruption.${state}`, args },
      steps: [[...said(s), ...statusWrite(budget, statusOf(s, world.timestamp))]],
      ...(againInMs !== undefined && { againInMs }),
    }
  },
}
