// Whose change wakes which budget: its own, and that of a pod that it means. Of several budgets that mean a pod only the first is woken, as in Kubernetes:
// the others keep what they counted last. Upstream: pkg/controller/disruption/disruption.go, its event handlers, getPdbForPod.
import { type Commit, keyOf, type Watch, type World } from '../../../engine/index.ts'
import { type Pod, type PodDisruptionBudget, selectorMatches } from '../../../kube/index.ts'
import { voiceOf } from '../saying.ts'
import { budgetDeleted, podChanged } from './rolls.ts'

export const say = voiceOf('controllermanager')

/** The budgets that mean a pod. */
export const budgetsOf = (world: Pick<World, 'by'>, { metadata }: Pod): readonly PodDisruptionBudget[] =>
  world
    .by<PodDisruptionBudget>('poddisruptionbudgets', 'namespace', metadata.namespace ?? '')
    .filter(b => selectorMatches(b.spec?.selector, metadata.labels))

function podKeys(c: Commit, world: World): readonly string[] {
  if (world.count('poddisruptionbudgets') === 0) return []
  podChanged(world, c)
  const pod = c.object as Pod
  const [first, second] = budgetsOf(world, pod)
  if (!first) return []
  if (second) world.send(say(pod, 'Warning', 'MultiplePodDisruptionBudgets', arbitrary(pod, first)))
  return [keyOf(first)]
}

const arbitrary = ({ metadata }: Pod, chosen: PodDisruptionBudget): string =>
  `Pod ${JSON.stringify(metadata.namespace)}/${JSON.stringify(metadata.name)} matches multiple PodDisruptionBudgets.  Chose ${JSON.stringify(chosen.metadata.name)} arbitrarily.`

export const watches: readonly Watch[] = [
  {
    plural: 'poddisruptionbudgets',
    keys: (c, world) => {
      if (c.type === 'DELETED') budgetDeleted(world, c)
      return [c.key]
    },
  },
  { plural: 'pods', keys: podKeys },
]
