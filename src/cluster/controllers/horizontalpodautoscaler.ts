// The HorizontalPodAutoscaler controller: every fifteen seconds it looks at what the pods of its target use, works out how many would use as much as is meant,
// and changes the target's size. It knows nothing of pods coming and going; whoever owns the size does the rest. Upstream:
// pkg/controller/podautoscaler/horizontal.go; https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
import { type Actor, keyOf, same, type World, type Write } from '../../engine/index.ts'
import type { HorizontalPodAutoscaler } from '../../kube/index.ts'
import { type Memory, rescaled } from './horizontalpodautoscaler/behavior.ts'
import { type Said, withConditions } from './horizontalpodautoscaler/conditions.ts'
import { type Plan, planOf } from './horizontalpodautoscaler/plan.ts'
import { lookingChart } from './looking.ts'
import { voiceOf } from './saying.ts'

const SYNC_MS = 15_000
const say = voiceOf('horizontal-pod-autoscaler')

const chart = lookingChart(
  'horizontalpodautoscaler',
  [
    ['theTargetIsMissing', 'noTarget'],
    ['theTargetIsScaledToZero', 'disabled'],
    ['thereAreMoreThanTheMaximum', 'aboveMaximum'],
    ['thereAreFewerThanTheMinimum', 'belowMinimum'],
    ['nothingCanBeMeasured', 'blind'],
    ['moreAreNeeded', 'growing'],
    ['fewerWouldDo', 'shrinking'],
  ],
  'settled',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (p: Plan) => ({
  theTargetIsMissing: () => p.is === 'noTarget',
  theTargetIsScaledToZero: () => p.is === 'disabled',
  thereAreMoreThanTheMaximum: () => p.is === 'aboveMaximum',
  thereAreFewerThanTheMinimum: () => p.is === 'belowMinimum',
  nothingCanBeMeasured: () => p.is === 'blind',
  moreAreNeeded: () => (p.desired ?? 0) > currentOf(p),
  fewerWouldDo: () => (p.desired ?? 0) < currentOf(p),
})
const currentOf = (p: Plan) => p.target?.replicas ?? 0

/** When an autoscaler is due, and what it remembers. Table `horizontalpodautoscalers.memory`, key: uid. */
interface Row {
  readonly due: number
  readonly memory?: Memory
}
const rows = (world: Pick<World, 'table'>) => world.table<Row>('horizontalpodautoscalers.memory')

/** What waits on the agenda for the answer about the new size. */
interface Memo {
  readonly from: number
  readonly to: number
  readonly reason: string
  readonly conditions: readonly Said[]
  readonly metrics: Status['currentMetrics'] | null
}
type Status = HorizontalPodAutoscaler['status']

function statusWrite(world: World, hpa: HorizontalPodAutoscaler, next: Partial<Status>, said: readonly Said[]): Write[] {
  const { currentReplicas, ...rest } = { ...hpa.status, ...next }
  const conditions = withConditions(hpa.status?.conditions, said, world.timestamp)
  const status = { ...rest, ...(currentReplicas && { currentReplicas }), conditions }
  if (same(status, hpa.status)) return []
  const object = { ...hpa, status }
  return [{ verb: 'update', plural: 'horizontalpodautoscalers', subresource: 'status', object, trusted: true }]
}

const metricsOf = ({ answer }: Plan) => (answer ? answer.statuses : null) as Status['currentMetrics'] | null

function captionOf(state: State, hpa: HorizontalPodAutoscaler, p: Plan) {
  const cpu = p.answer?.statuses[0]?.resource?.current
  const goal = hpa.spec.metrics?.[0]?.resource?.target
  return {
    code: `horizontalpodautoscaler.${state}`,
    args: {
      target: `${hpa.spec.scaleTargetRef.kind}/${hpa.spec.scaleTargetRef.name}`,
      current: currentOf(p),
      desired: p.desired ?? currentOf(p),
      min: hpa.spec.minReplicas ?? 1,
      max: hpa.spec.maxReplicas,
      ...(cpu?.averageUtilization !== undefined && { used: cpu.averageUtilization }),
      ...(goal?.averageUtilization !== undefined && { meant: goal.averageUtilization }),
      ...(p.warnings[0] && { problem: p.warnings[0].message }),
    },
  }
}

export const horizontalpodautoscaler: Actor = {
  name: 'horizontalpodautoscaler',
  plural: 'horizontalpodautoscalers',
  watches: [
    {
      plural: 'horizontalpodautoscalers',
      keys: (c, world) => {
        if (c.type === 'DELETED') rows(world).delete(c.object.metadata.uid)
        return [c.key]
      },
    },
  ],
  look(world, key) {
    const hpa = world.get<HorizontalPodAutoscaler>('horizontalpodautoscalers', key)
    if (!hpa) return undefined
    const { uid } = hpa.metadata
    const row = rows(world).get(uid) ?? { due: world.now + SYNC_MS }
    if (world.now < row.due) {
      rows(world).set(uid, row)
      return { againInMs: row.due - world.now }
    }
    const plan = planOf(world, hpa, row.memory)
    rows(world).set(uid, { due: world.now + SYNC_MS, memory: plan.memory })
    const caption = captionOf(chart.decide(guardsOf(plan)), hpa, plan)
    const said = plan.warnings.map(w => say(hpa, 'Warning', w.reason, w.message))
    const from = currentOf(plan)
    const again = { againInMs: SYNC_MS }
    if (plan.target && plan.desired !== undefined && plan.desired !== from && plan.is !== 'disabled') {
      const { object, resource } = plan.target
      const resize: Write = {
        verb: 'merge',
        plural: resource.plural,
        key: keyOf(object),
        uid: object.metadata.uid,
        patch: { spec: { replicas: plan.desired } },
      }
      const memo: Memo = { from, to: plan.desired, reason: plan.reason, conditions: plan.conditions, metrics: metricsOf(plan) }
      return { caption, steps: [[resize, ...said]], memo, ...again }
    }
    const seen: Partial<Status> = plan.is === 'noTarget' ? {} : { currentReplicas: from, currentMetrics: metricsOf(plan) as never }
    const wanted = plan.desired === undefined ? {} : { desiredReplicas: plan.desired }
    return { caption, steps: [[...said, ...statusWrite(world, hpa, { ...seen, ...wanted }, plan.conditions)]], ...again }
  },
  settle(world, key, [resized], memo) {
    const hpa = world.get<HorizontalPodAutoscaler>('horizontalpodautoscalers', key)
    if (!hpa || !memo || !resized) return undefined
    const { from, to, reason, conditions, metrics } = memo as Memo
    const size = `New size: ${to}; reason: ${reason}`
    if (!resized.ok) {
      const message = `the HPA controller was unable to update the target scale: ${resized.error.message}`
      const unable: Said = { type: 'AbleToScale', status: 'False', reason: 'FailedUpdateScale', message }
      const refused = say(hpa, 'Warning', 'FailedRescale', `${size}; error: ${resized.error.message}`)
      return { steps: [[refused, ...statusWrite(world, hpa, { currentReplicas: from }, [...conditions, unable])]] }
    }
    const row = rows(world).get(hpa.metadata.uid)
    if (row?.memory && hpa.spec.behavior) rows(world).set(hpa.metadata.uid, { ...row, memory: rescaled(row.memory, from, to, world.nowMs) })
    const message = `the HPA controller was able to update the target scale to ${to}`
    const done: Said = { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message }
    const status = { currentReplicas: from, desiredReplicas: to, currentMetrics: metrics as never, lastScaleTime: world.timestamp as never }
    return {
      steps: [[say(hpa, 'Normal', 'SuccessfulRescale', size), ...statusWrite(world, hpa, status, [...conditions, done])]],
    }
  },
}
