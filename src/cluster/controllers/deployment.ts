// The Deployment controller: keeps so many pods of one template, and moves them to a new template bit by bit. It never touches a pod: it makes one
// ReplicaSet for each template and changes only their sizes. It holds no plan: on every visit it compares what is wanted with what there is, takes
// the first step that applies, and is woken again by its effect. Upstream: pkg/controller/deployment/deployment_controller.go syncDeployment;
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
import type { Actor, Caption } from '../../engine/index.ts'
import type { Deployment } from '../../kube/index.ts'
import { isEmptyClaim } from './claiming.ts'
import { sizeWasChanged } from './deployment/annotations.ts'
import { newSetOf } from './deployment/creation.ts'
import { keepDeadline } from './deployment/deadline.ts'
import { surplus } from './deployment/history.ts'
import { isRolling, maxUnavailable } from './deployment/numbers.ts'
import { type Plan, settlePlan, statusOf, stepsOf } from './deployment/plan.ts'
import { hasTimedOut, isComplete } from './deployment/progress.ts'
import { oldPodsRun, stopOld } from './deployment/recreate.ts'
import { rollBack, rollbackTo } from './deployment/rollback.ts'
import { growNew, shrinkOld } from './deployment/rolling.ts'
import { scale } from './deployment/scale.ts'
import { active, available, existing } from './deployment/sets.ts'
import { type Sight, see } from './deployment/sight.ts'
import { watches } from './deployment/wakes.ts'
import { lookingChart } from './looking.ts'

const chart = lookingChart(
  'deployment',
  [
    ['isBeingDeleted', 'deleting'],
    ['aReplicaSetIsToBeClaimed', 'claiming'],
    ['isPaused', 'paused'],
    ['anAnnotationAsksToRollBack', 'rollingBack'],
    ['itsSizeWasChanged', 'scaling'],
    ['mustStopTheOldFirst', 'stoppingOld'],
    ['oldPodsMayStillRun', 'waitingForOld'],
    ['theTemplateHasNoReplicaSet', 'creatingNew'],
    ['theNewMayGrow', 'resizingNew'],
    ['theOldMayShrink', 'shrinkingOld'],
    ['tooMuchHistoryIsKept', 'cleaningUp'],
    ['everythingIsNewAndAvailable', 'complete'],
    ['theDeadlineHasPassed', 'timedOut'],
  ],
  'waitingForNew',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (s: Sight) => ({
  isBeingDeleted: () => s.d.metadata.deletionTimestamp !== undefined,
  aReplicaSetIsToBeClaimed: () => !isEmptyClaim(s.claim),
  isPaused: () => s.d.spec.paused === true,
  anAnnotationAsksToRollBack: () => rollbackTo(s.d) !== undefined,
  itsSizeWasChanged: () => sizeWasChanged(s.d, s.sets),
  mustStopTheOldFirst: () => !isRolling(s.d) && active(s.oldSets).length > 0,
  oldPodsMayStillRun: () => !isRolling(s.d) && oldPodsRun(s.oldSets, s.podsOf),
  theTemplateHasNoReplicaSet: () => s.newSet === undefined,
  theNewMayGrow: () => grow(s).length > 0,
  theOldMayShrink: () => isRolling(s.d) && shrink(s).length > 0,
  tooMuchHistoryIsKept: () => isComplete(s.d) && surplus(s.d, s.oldSets).length > 0,
  everythingIsNewAndAvailable: () => isComplete(s.d),
  theDeadlineHasPassed: () => hasTimedOut(s.d, s.d.status, s.nowMs),
})

const grow = (s: Sight) => (s.newSet ? growNew(s.d, s.newSet, s.sets) : [])
const shrink = (s: Sight) => (s.newSet ? shrinkOld(s.d, s.newSet, s.oldSets) : [])

/** What is done in each state. Creating the new ReplicaSet and taking old pods away may happen in one visit. */
const actions: Record<State, (s: Sight) => Plan> = {
  deleting: () => ({}),
  claiming: () => ({ claims: true }),
  paused: s => ({ moves: scale(s.d, s.newSet, s.oldSets), remove: surplus(s.d, s.oldSets) }),
  rollingBack: rollBack,
  scaling: s => ({ moves: scale(s.d, s.newSet, s.oldSets) }),
  stoppingOld: s => ({ moves: stopOld(s.oldSets), judged: true }),
  waitingForOld: () => ({ judged: true }),
  creatingNew: s => {
    const create = newSetOf(s.d, s.oldSets)
    return { create, moves: isRolling(s.d) ? shrinkOld(s.d, create, s.oldSets) : [], judged: true }
  },
  resizingNew: s => ({ moves: grow(s), judged: true }),
  shrinkingOld: s => ({ moves: shrink(s), judged: true }),
  cleaningUp: s => ({ remove: surplus(s.d, s.oldSets), judged: true }),
  complete: () => ({ judged: true }),
  timedOut: () => ({ judged: true }),
  waitingForNew: () => ({ judged: true }),
}

const captionOf = (state: State, { d, newSet, oldSets, sets }: Sight, plan: Plan): Caption => ({
  code: `deployment.${state}`,
  args: {
    replicas: d.spec.replicas,
    available: available(sets),
    needed: d.spec.replicas - maxUnavailable(d),
    updated: existing(newSet ? [newSet] : []),
    old: existing(oldSets),
    ...(plan.create && { wants: plan.create.spec.replicas }),
    ...(newSet && state === 'resizingNew' && { from: newSet.spec.replicas, to: plan.moves?.[0]?.to ?? newSet.spec.replicas }),
  },
})

export const deployment: Actor = {
  name: 'deployment',
  plural: 'deployments',
  watches,
  look(world, key) {
    const d = world.get<Deployment>('deployments', key)
    const again = keepDeadline(world, key, d)
    if (!d) return undefined
    const sight = see(world, d)
    const state = chart.decide(guardsOf(sight))
    const plan = actions[state](sight)
    const caption = captionOf(state, sight, plan)
    const { steps, memo } = stepsOf(sight, plan)
    const visit = steps.length > 0 ? { steps, memo } : { steps: [statusOf(world, sight, plan.judged ?? false)] }
    return { caption, ...visit, ...again }
  },
  settle(world, key, outcomes, memo) {
    const d = world.get<Deployment>('deployments', key)
    return d && memo ? { steps: [settlePlan(world, d, memo as never, outcomes)] } : undefined
  },
}
