// The cast of random histories: one or two objects of every kind, made of dice, so that any two histories differ in almost everything. What cannot be
// changed later (a StatefulSet's policy, a Job's template) is thrown at the creation; what can comes again with every change.
import type { Dice } from '../../engine/index.ts'

type Spec = Record<string, unknown>

export const one = <T>(dice: Dice, of: readonly T[]): T => of[dice.roll(of.length)] as T
export const maybe = (dice: Dice, in_: number): boolean => dice.roll(in_) === 0

const GOOD = ['web:1', 'web:2', 'web:3'] as const
const BAD = ['web:broken', 'web:crash', 'web:unready', 'web:slow', 'web:flaky'] as const
export const imageOf = (dice: Dice): string => (maybe(dice, 4) ? one(dice, BAD) : one(dice, GOOD))

const probe = (periodSeconds: number) => ({ httpGet: { path: '/', port: 80 }, periodSeconds, failureThreshold: 2 })

/** A pod that serves. With a grace of nothing every deletion is one by force, and nothing is promised. */
export const server = (dice: Dice, image: string, mounts?: readonly Spec[]): Spec => ({
  terminationGracePeriodSeconds: one(dice, [1, 5, 30]),
  containers: [
    {
      name: 'main',
      image,
      resources: { requests: { cpu: '20m' } },
      ...(maybe(dice, 3) && { readinessProbe: probe(5) }),
      ...(maybe(dice, 6) && { livenessProbe: probe(10) }),
      ...(mounts && { volumeMounts: mounts }),
    },
  ],
})
const template = (app: string, spec: Spec): Spec => ({ metadata: { labels: { app } }, spec })
const selector = (app: string): Spec => ({ matchLabels: { app } })

const bounds = (dice: Dice): Spec => {
  const maxSurge = one<number | string>(dice, [0, 1, 2, '25%', '100%'])
  const maxUnavailable = one<number | string>(dice, [0, 1, 2, '25%'])
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable }
}

const rolling = (dice: Dice): Spec => ({ type: 'RollingUpdate', rollingUpdate: bounds(dice) })

/** Nobody turns to Recreate in the middle: with a change of size at the same time the rollout stays stuck for good, here as upstream (deployment.test.ts). */
export const deploymentChange = (dice: Dice): Spec => ({ ...deployment(dice), strategy: rolling(dice) })
export const deployment = (dice: Dice): Spec => ({
  replicas: dice.roll(6),
  selector: selector('web'),
  minReadySeconds: one(dice, [0, 0, 5]),
  revisionHistoryLimit: one(dice, [0, 1, 10]),
  progressDeadlineSeconds: one(dice, [20, 600]),
  strategy: maybe(dice, 5) ? { type: 'Recreate', rollingUpdate: null } : rolling(dice),
  template: template('web', server(dice, imageOf(dice))),
})

const retention = (dice: Dice) => ({
  persistentVolumeClaimRetentionPolicy: { whenDeleted: one(dice, ['Retain', 'Delete']), whenScaled: one(dice, ['Retain', 'Delete']) },
})
const setStrategy = (dice: Dice): Spec =>
  maybe(dice, 6)
    ? { type: 'OnDelete', rollingUpdate: null }
    : { type: 'RollingUpdate', rollingUpdate: { partition: maybe(dice, 3) ? dice.roll(4) : 0 } }

/** What of a StatefulSet may be changed. */
export const setChange = (dice: Dice, app: string, hasDisk: boolean): Spec => ({
  replicas: dice.roll(5),
  minReadySeconds: one(dice, [0, 0, 5]),
  updateStrategy: setStrategy(dice),
  ...(maybe(dice, 4) && { ordinals: { start: dice.roll(3) } }),
  ...(hasDisk && maybe(dice, 2) && retention(dice)),
  template: template(app, server(dice, imageOf(dice), hasDisk ? [{ name: 'data', mountPath: '/data' }] : undefined)),
})
export function statefulset(dice: Dice, app: string): Spec {
  const hasDisk = maybe(dice, 2)
  const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }
  return {
    serviceName: app,
    selector: selector(app),
    podManagementPolicy: one(dice, ['OrderedReady', 'Parallel']),
    ...setChange(dice, app, hasDisk),
    ...(hasDisk && { volumeClaimTemplates: [claim] }),
  }
}

export const daemonset = (dice: Dice): Spec => ({
  selector: selector('agent'),
  minReadySeconds: one(dice, [0, 0, 5]),
  updateStrategy: one<Spec>(dice, [
    { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: one(dice, [1, 2, '50%']), maxSurge: 0 } },
    { type: 'RollingUpdate', rollingUpdate: { maxSurge: one(dice, [1, '50%']), maxUnavailable: 0 } },
    { type: 'OnDelete', rollingUpdate: null },
  ]),
  template: template('agent', {
    ...server(dice, imageOf(dice)),
    nodeSelector: maybe(dice, 4) ? { disk: 'ssd' } : null,
    ...(maybe(dice, 3) && { tolerations: [{ key: 'trouble', operator: 'Exists' }] }),
  }),
})

/** A piece of work that takes a while and ends well, badly, or by the dice of its host name. */
const work = (dice: Dice): Spec => {
  const end = one(dice, ['exit 0', 'exit 0', 'exit 1', 'exit 42', 'exit $(( RANDOM % 3 ))'])
  return {
    restartPolicy: one(dice, ['Never', 'Never', 'OnFailure']),
    terminationGracePeriodSeconds: one(dice, [0, 1, 5]),
    containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', `sleep ${1 + dice.roll(20)}; ${end}`] }],
  }
}
/** A Job whose pods always end with what it ignores goes on for ever; so nobody makes one. */
const failurePolicy = (dice: Dice, isIndexed: boolean, endsWith42: boolean): Spec => ({
  rules: [
    {
      action: one(dice, ['Count', 'FailJob', ...(isIndexed ? ['FailIndex'] : []), ...(endsWith42 ? [] : ['Ignore'])]),
      onExitCodes: { operator: 'In', values: [2, 42] },
    },
    { action: one(dice, ['Ignore', 'Count']), onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
  ],
})

export function job(dice: Dice): Spec {
  const pod = work(dice)
  const isNever = pod.restartPolicy === 'Never'
  const isIndexed = maybe(dice, 2)
  const isQueue = !isIndexed && maybe(dice, 5)
  const completions = 1 + dice.roll(5)
  const hasLimit = isIndexed && isNever && maybe(dice, 2)
  const hasPolicy = isNever && maybe(dice, 3)
  return {
    parallelism: 1 + dice.roll(3),
    ...(!isQueue && { completions }),
    backoffLimit: hasLimit ? 20 : dice.roll(4),
    suspend: maybe(dice, 6),
    ...(isIndexed && { completionMode: 'Indexed' }),
    ...(hasLimit && { backoffLimitPerIndex: dice.roll(2), ...(maybe(dice, 2) && { maxFailedIndexes: dice.roll(completions) }) }),
    ...(hasPolicy && {
      podFailurePolicy: failurePolicy(dice, hasLimit, JSON.stringify(pod).includes('exit 42')),
      podReplacementPolicy: 'Failed',
    }),
    ...(!hasPolicy && maybe(dice, 3) && { podReplacementPolicy: one(dice, ['Failed', 'TerminatingOrFailed']) }),
    ...(isIndexed && maybe(dice, 4) && { successPolicy: { rules: [{ succeededCount: 1 + dice.roll(completions) }] } }),
    ...(maybe(dice, 4) && { activeDeadlineSeconds: 10 + dice.roll(100) }),
    ...(maybe(dice, 4) && { ttlSecondsAfterFinished: dice.roll(60) }),
    template: { spec: pod },
  }
}

export const cronjob = (dice: Dice): Spec => ({
  schedule: one(dice, ['* * * * *', '*/2 * * * *']),
  concurrencyPolicy: one(dice, ['Allow', 'Forbid', 'Replace']),
  suspend: maybe(dice, 5),
  successfulJobsHistoryLimit: dice.roll(3),
  failedJobsHistoryLimit: dice.roll(2),
  jobTemplate: { spec: { backoffLimit: dice.roll(2), template: { spec: { ...work(dice), restartPolicy: 'Never' } } } },
})

export const budget = (dice: Dice, app: string): Spec => ({
  selector: selector(app),
  ...one<Spec>(dice, [{ minAvailable: dice.roll(4) }, { maxUnavailable: dice.roll(3) }, { minAvailable: '50%' }]),
})

export const autoscaler = (dice: Dice): Spec => ({
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
  minReplicas: 1 + dice.roll(2),
  maxReplicas: 3 + dice.roll(3),
  metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
  ...(maybe(dice, 2) && { behavior: { scaleDown: { stabilizationWindowSeconds: dice.roll(60) } } }),
})

export const service = (app: string): Spec => ({ selector: { app }, ports: [{ port: 80 }] })
export const load = (dice: Dice): Spec => ({
  service: 'web',
  requestsPerSecond: 1 + dice.roll(2),
  pattern: one(dice, ['steady', 'bursty']),
})
