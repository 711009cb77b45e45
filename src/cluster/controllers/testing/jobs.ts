// One visit of the Job controller without an engine, for the tables of Kubernetes' own tests (fixtures/workloads): Jobs and pods made of the few fields
// that a row names, and a server of a few lines that lands the writes.
import type { Actor, Look, Outcome, World, Write } from '../../../engine/index.ts'
import { formatTime, type Job, type Pod } from '../../../kube/index.ts'
import type { BackoffRecord } from '../job/backoff.ts'
import { COMPLETION_INDEX, FAILURE_COUNT, IGNORED_COUNT, jobIndex, TRACKING } from '../job/pods.ts'
import { job as controller } from '../job.ts'

export const NOW_MS = 1_490_864_400_000
const AN_HOUR = 3_600_000
export const at = (seconds: number) => formatTime(NOW_MS + seconds * 1000)

// biome-ignore lint/suspicious/noExplicitAny: rows are JSON
export type Row = any
export interface Case {
  name: string
  input: Row
  expected: Row
  expectedAllGatesOn?: Row
}
export interface Suite {
  id: string
  cases: Case[]
}
export const suite = (table: { suites: unknown[] }, id: string): Case[] => (table.suites as Suite[]).find(s => s.id === id)?.cases ?? []

export function jobOf(i: Row): Job {
  const { podFailurePolicyRules: rules, successPolicyRules, existingConditions, wasSuspended, deleting, startedSecondsAgo } = i
  const status = { ...i.initialStatus, ...i.status }
  const { startTimeSet, conditions: named, ...counts } = status
  const conditions = [
    ...(existingConditions ?? []),
    ...(named ?? []).map((c: Row) => (typeof c === 'string' ? { type: c, status: 'True' } : c)),
    ...(wasSuspended ? [{ type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }] : []),
  ]
  const spec: Row = {
    template: { metadata: {}, spec: { restartPolicy: i.restartPolicy ?? 'Never', containers: [{ name: 'main', image: 'x' }] } },
  }
  for (const k of 'parallelism completions completionMode backoffLimit backoffLimitPerIndex maxFailedIndexes suspend podReplacementPolicy managedBy activeDeadlineSeconds'.split(
    ' ',
  ))
    if (i[k] != null) spec[k] = i[k]
  if (rules) spec.podFailurePolicy = { rules }
  if (successPolicyRules) spec.successPolicy = { rules: successPolicyRules }
  if (successPolicyRules || i.backoffLimitPerIndex != null) spec.completionMode = 'Indexed'
  for (const k of ['succeeded', 'failed', 'active']) if (counts[k] === 0) delete counts[k]
  const started = i.startTimeSet || startTimeSet ? at(0) : startedSecondsAgo != null ? at(-startedSecondsAgo) : undefined
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'foo', namespace: 'default', uid: 'job', resourceVersion: '1', ...(deleting && { deletionTimestamp: at(0) }) },
    spec,
    status: { ...counts, ...(started && { startTime: started }), ...(conditions.length > 0 && { conditions }) },
  } as unknown as Job
}

/** A pod of the Job. Finished ones ended long ago, unless said. */
export function podOf(p: Row, n: number): Pod {
  const annotations = {
    ...(p.index != null && { [COMPLETION_INDEX]: String(p.index) }),
    ...(p.indexFailureCount != null && { [FAILURE_COUNT]: String(p.indexFailureCount) }),
    ...(p.indexIgnoredFailureCount != null && { [IGNORED_COUNT]: String(p.indexIgnoredFailureCount) }),
  }
  const ended = p.deletionTimestamp === 'now' ? undefined : at(p.finishedSecondsAgo != null ? -p.finishedSecondsAgo : -AN_HOUR / 1000)
  const finished = p.phase === 'Failed' || p.phase === 'Succeeded'
  const state = (c: Row) => (c.exitCode == null ? {} : { terminated: { exitCode: c.exitCode, ...(ended && { finishedAt: ended }) } })
  const own = finished || p.exitCode != null ? [{ exitCode: p.exitCode ?? 0 }] : []
  const containers = [...(p.containers ?? own), ...(p.restartCount != null ? [{ restartCount: p.restartCount }] : [])]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `mypod-${n}`,
      namespace: 'default',
      uid: p.uid ?? `pod-${n}`,
      resourceVersion: '1',
      creationTimestamp: at(-AN_HOUR / 1000),
      annotations,
      ...((p.hasTrackingFinalizer ?? true) && { finalizers: [TRACKING] }),
      ...(p.deletionTimestamp && { deletionTimestamp: at(0) }),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'foo', uid: 'job', controller: true }],
    },
    spec: { containers: [], nodeName: 'node-1' },
    status: {
      phase: p.phase,
      conditions: [...(p.conditions ?? []), ...(p.ready ? [{ type: 'Ready', status: 'True', lastTransitionTime: at(-60) }] : [])],
      containerStatuses: containers.map((c: Row) => ({ name: c.name ?? '', restartCount: c.restartCount ?? 0, state: state(c) })),
      ...(p.initContainers && {
        initContainerStatuses: p.initContainers.map((c: Row) => ({ name: c.name ?? '', restartCount: 0, state: state(c) })),
      }),
    },
  } as unknown as Pod
}

/** The pods that a row counts. */
export function podsOf(counts: Row): Row[] {
  const rows: Row[] = []
  const add = (n: number | undefined, p: (i: number) => Row) => rows.push(...Array.from({ length: n ?? 0 }, (_, i) => p(i)))
  add(counts?.pending, () => ({ phase: 'Pending' }))
  add(counts?.active, i => ({ phase: 'Running', ready: i < (counts.ready ?? 0) }))
  add(counts?.succeeded, () => ({ phase: 'Succeeded' }))
  add(counts?.failed, () => ({ phase: 'Failed' }))
  // They stopped being ready long ago, so that no back-off applies.
  add(counts?.terminating, () => ({
    phase: 'Running',
    deletionTimestamp: true,
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at(-3600) }],
  }))
  return rows
}

export interface Visit {
  job: Job
  pods: Pod[]
  creations: Row[]
  deletions: number
  patches: number
  failed: boolean
  events: string[]
}

/** Lets the controller look once, and lands what it wants. */
export function visit(
  start: Job,
  pods: Pod[],
  {
    record,
    podError = false,
    createLimit = Number.POSITIVE_INFINITY,
  }: { record?: BackoffRecord; podError?: boolean; createLimit?: number } = {},
): Visit {
  const v: Visit = { job: start, pods: [...pods], creations: [], deletions: 0, patches: 0, failed: false, events: [] }
  const tables = new Map<string, Map<string, unknown>>()
  const table = (name: string) => tables.get(name) ?? tables.set(name, new Map<string, unknown>()).get(name)
  if (record) table('job.backoff')?.set('default/foo', { ...record, uid: 'job' })
  const by = (_: string, index: string, value: string) => (index === 'job' ? v.pods.filter(p => jobIndex.of(p).includes(value)) : [])
  const world = { now: 0, nowMs: NOW_MS, timestamp: at(0), get: () => v.job, by, table, schedule() {}, wake() {} } as unknown as World
  const refusal: Outcome = { ok: false, error: { reason: 'InternalError', message: 'no' } as never }

  function land(w: Write): Outcome {
    if (w.verb === 'tell') {
      if (w.to === 'recorder') v.events.push(`${w.event.sort} ${w.event.reason} ${w.event.message}`)
      else controller.receive?.(world, w.event)
      return { ok: true }
    }
    if (w.verb === 'create') {
      if (v.creations.length >= createLimit) return refusal
      v.creations.push(w.object)
      if (podError) return refusal
      const pod = {
        ...w.object,
        metadata: { ...w.object.metadata, name: `new-${v.creations.length}`, uid: `new-${v.creations.length}` },
        status: { phase: 'Pending' },
      }
      v.pods.push(pod as unknown as Pod)
      return { ok: true, object: pod as never }
    }
    if (w.verb === 'update') {
      v.job = { ...v.job, status: w.object.status as Job['status'] }
      return { ok: true, object: v.job }
    }
    if (w.verb === 'delete' && !podError) v.deletions++
    if (w.verb === 'merge') v.patches++
    if (podError) return refusal
    const name = w.key.slice('default/'.length)
    v.pods = v.pods.map(p => {
      if (p.metadata.name !== name) return p
      const { finalizers: _, ...metadata } = p.metadata
      return { ...p, metadata: w.verb === 'delete' ? { ...p.metadata, deletionTimestamp: at(0) } : metadata } as Pod
    })
    return { ok: true }
  }

  function sail(look: Look | undefined): Outcome[] {
    const outcomes: Outcome[] = []
    for (const batch of look?.steps ?? []) {
      const landed = batch.map(land)
      outcomes.push(...landed)
      if (landed.some(o => !o.ok)) {
        v.failed = true
        break
      }
    }
    return outcomes
  }
  const actor: Actor = controller
  const look = actor.look?.(world, 'default/foo')
  const outcomes = sail(look)
  if (look?.memo) sail(actor.settle?.(world, 'default/foo', outcomes, look.memo))
  return v
}
