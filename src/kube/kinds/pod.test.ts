import { describe, expect, it } from 'vitest'
import { podColumns } from '../pods/table.ts'
import type { Env } from '../resource.ts'
import { parseTime } from '../time.ts'
import type { Draft, Pod, PodTemplate } from '../types.ts'
import { deployments } from './deployment.ts'
import { pods } from './pod.ts'

const NOW = '2017-03-30T09:00:00Z'
const env: Env = { timestamp: NOW, nowMs: parseTime(NOW), roll: () => 0, get: () => undefined, list: () => [] }
const draft = (spec: object = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'nginx:1.25' }], ...spec },
})
const stored = (spec: object = {}, status: object = {}): Pod => {
  const o = pods.prepareCreate(pods.defaults(draft({ nodeName: 'node-1', ...spec })), env)
  return { ...o, status: { ...o.status, ...status } } as Pod
}
const remove = (pod: Pod, gracePeriodSeconds?: number) =>
  pods.gracefulDelete?.(pod, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, env)

describe('a DELETE of a pod says when it must be gone by', () => {
  it('its own grace from now', () =>
    expect(remove(stored())?.metadata).toMatchObject({ deletionTimestamp: '2017-03-30T09:00:30Z', deletionGracePeriodSeconds: 30 }))
  it('or the grace asked for', () =>
    expect(remove(stored(), 5)?.metadata).toMatchObject({ deletionTimestamp: '2017-03-30T09:00:05Z', deletionGracePeriodSeconds: 5 }))
  const now = { deletionTimestamp: NOW, deletionGracePeriodSeconds: 0 }
  it('now with grace 0', () => expect(remove(stored(), 0)?.metadata).toMatchObject(now))
  it('now when no node has it', () => expect(remove(stored({ nodeName: undefined }))?.metadata).toMatchObject(now))
  it('now when it has ended', () => {
    expect(remove(stored({}, { phase: 'Succeeded' }))?.metadata).toMatchObject(now)
    expect(remove(stored({}, { phase: 'Failed' }), 60)?.metadata).toMatchObject(now)
  })
})

describe('a second DELETE', () => {
  const going = remove(stored({ terminationGracePeriodSeconds: 60 })) as Pod
  it('may make the grace shorter', () =>
    expect(remove(going, 9)?.metadata).toMatchObject({ deletionTimestamp: '2017-03-30T09:00:09Z', deletionGracePeriodSeconds: 9 }))
  it('but not longer', () => expect(remove(going, 90)).toBe(going))
  it('and changes nothing when it names none', () => expect(remove(going)).toBe(going))
  it('to nothing with 0, as if it had been asked for at first', () =>
    expect(remove(going, 0)?.metadata).toMatchObject({ deletionTimestamp: NOW, deletionGracePeriodSeconds: 0 }))
})

describe('a new pod', () => {
  it('is Pending, whatever its author wrote', () =>
    expect(pods.prepareCreate({ ...pods.defaults(draft()), status: { phase: 'Running' } }, env).status).toEqual({
      phase: 'Pending',
      qosClass: 'BestEffort',
    }))
  it('with gates says so', () =>
    expect(pods.prepareCreate(pods.defaults(draft({ schedulingGates: [{ name: 'wait' }] })), env).status.conditions[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      lastTransitionTime: NOW,
    }))
})

describe('defaults', () => {
  it('of what has them already are the object itself', () => {
    const o = pods.defaults(draft())
    expect(pods.defaults(o)).toBe(o)
  })
  it('of the pods of one template are worked out once', () => {
    const deployment = deployments.defaults({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { metadata: { labels: { app: 'web' } }, spec: draft().spec } },
    })
    expect(deployments.defaults(deployment)).toBe(deployment)
    const template: PodTemplate = deployment.spec.template
    const pod = () => pods.defaults({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: template.spec })
    expect(pod().spec).toBe(pod().spec)
  })
})

describe('a write', () => {
  const old = stored()
  it('to a pod leaves its status', () => {
    const next = pods.prepareUpdate({ ...old, status: { phase: 'Failed' } }, old, '', env)
    expect(next.status).toBe(old.status)
  })
  it('to its status leaves its spec and its owner', () => {
    const next = pods.prepareUpdate(
      { ...old, spec: {}, metadata: { ...old.metadata, ownerReferences: [] }, status: { phase: 'Failed' } },
      old,
      'status',
      env,
    )
    expect(next.spec).toBe(old.spec)
    expect(next.status).toEqual({ phase: 'Failed' })
    expect(next.metadata.ownerReferences).toBeUndefined()
  })
})

describe('the line of a pod', () => {
  const restarts = (containerStatuses: object[]) =>
    podColumns.find(c => c.name === 'Restarts')?.cell(stored({}, { containerStatuses }), parseTime(NOW) + 60_000)
  const status = (name: string, restartCount: number, finishedAt?: string) => ({
    name,
    restartCount,
    state: {},
    ...(finishedAt && { lastState: { terminated: { exitCode: 1, finishedAt } } }),
  })
  it('counts the restarts of all containers, and says when the last of them ended', () => {
    expect(restarts([status('a', 2, '2017-03-30T08:59:00Z'), status('b', 1, '2017-03-30T08:59:30Z')])).toBe('3 (90s ago)')
    expect(restarts([status('a', 0)])).toBe('0')
  })
})
