// A small world for tests of Jobs and CronJobs: the real engine with their controllers, and in place of scheduler and kubelet one actor whose pods do as
// their image says: `run:SECONDS` ends well after so long, `fail:SECONDS` ends with code 1, `fail:SECONDS:CODE` with another, `dice:SECONDS` one or the other.
import type { Actor, World } from '../../../engine/index.ts'
import type { Draft, Job, Pod } from '../../../kube/index.ts'
import { cronjob } from '../cronjob.ts'
import { garbageCollector } from '../garbagecollector.ts'
import { jobOrphans } from '../job/orphans.ts'
import { job } from '../job.ts'
import { ttlAfterFinished } from '../ttlafterfinished.ts'
import { SmallWorld } from './world.ts'

const START_MS = 300
const CLEANUP_MS = 50

function finish(world: World, pod: Pod, code: number): void {
  const { status } = pod
  const ready = [{ type: 'Ready', status: 'False', lastTransitionTime: world.timestamp }]
  const kept = (status.conditions ?? []).filter(c => c.type !== 'Ready')
  const ended = {
    ...status,
    phase: code === 0 ? 'Succeeded' : 'Failed',
    conditions: [...kept, ...ready],
    containerStatuses: [{ name: 'main', restartCount: 0, state: { terminated: { exitCode: code, finishedAt: world.timestamp } } }],
  }
  world.send({ verb: 'update', plural: 'pods', subresource: 'status', object: { ...pod, status: ended } as Pod, trusted: true })
}

/** Binds, starts, ends and stops pods; a deleted one takes `stopMs` to end. */
export function batchKubelet({ stopMs = 1000 } = {}): Actor {
  const after = (world: World, ms: number, type: string, pod: Pod) =>
    world.schedule(ms, 'kubelet', { type, key: `default/${pod.metadata.name}`, uid: pod.metadata.uid })
  return {
    name: 'kubelet',
    plural: 'pods',
    watches: [
      { plural: 'pods', keys: c => (c.type === 'ADDED' || (c.type === 'MODIFIED' && c.object.metadata.deletionTimestamp) ? [c.key] : []) },
    ],
    look(world, key) {
      const pod = world.get<Pod>('pods', key)
      if (!pod) return undefined
      if (pod.metadata.deletionTimestamp) {
        const stopping = world.table<string>('kubelet.stopping')
        if (stopping.has(pod.metadata.uid)) return {}
        stopping.set(pod.metadata.uid, 'yes')
        after(world, stopMs, 'stop', pod)
        return {}
      }
      after(world, START_MS, 'start', pod)
      return {
        steps: [[{ verb: 'update', plural: 'pods', object: { ...pod, spec: { ...pod.spec, nodeName: 'node-1' } } as Pod, trusted: true }]],
      }
    },
    receive(world, event) {
      const pod = world.get<Pod>('pods', event.key as string)
      if (!pod || pod.metadata.uid !== event.uid) return
      const [what = '', seconds = '0', code = '1'] = pod.spec.containers[0]?.image?.split(':') ?? []
      const hasEnded = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
      if (event.type === 'start' && !pod.metadata.deletionTimestamp) {
        const conditions = [...(pod.status.conditions ?? []), { type: 'Ready', status: 'True', lastTransitionTime: world.timestamp }]
        world.send({
          verb: 'update',
          plural: 'pods',
          subresource: 'status',
          object: { ...pod, status: { ...pod.status, phase: 'Running', conditions } } as Pod,
          trusted: true,
        })
        after(world, Number(seconds) * 1000, 'end', pod)
      } else if (event.type === 'end' && !pod.metadata.deletionTimestamp && !hasEnded) {
        finish(world, pod, what === 'run' || (what === 'dice' && world.dice.roll(3) > 0) ? 0 : Number(code))
      } else if (event.type === 'stop') {
        if (!hasEnded) finish(world, pod, 137)
        // Only when it has said how the pod ended.
        after(world, CLEANUP_MS, 'gone', pod)
      } else if (event.type === 'gone') {
        world.send({ verb: 'delete', plural: 'pods', key: event.key as string, options: { gracePeriodSeconds: 0 } })
      }
    },
  }
}

export const jobDraft = (name: string, image: string, spec: object = {}): Draft => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'default' },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] } }, ...spec },
})

type Admission = NonNullable<ConstructorParameters<typeof SmallWorld>[0]>['admit']

export class BatchWorld extends SmallWorld {
  constructor({ seed = 1, stopMs = 1000, admit }: { seed?: number; stopMs?: number; admit?: Admission } = {}) {
    super({ seed, actors: [job, jobOrphans, cronjob, ttlAfterFinished, garbageCollector, batchKubelet({ stopMs })], admit })
  }
  job(image: string, spec: object = {}, name = 'work'): void {
    this.create('jobs', jobDraft(name, image, spec))
  }
  status = (name = 'work') => this.get<Job>('jobs', name)?.status ?? {}
  has = (type: string, name = 'work') => this.status(name).conditions?.some(c => c.type === type && c.status === 'True') ?? false
  ends(type: string, seconds = 120, name = 'work'): void {
    this.until(`${name} ${type}`, () => this.has(type, name), seconds)
  }
  active = () => this.pods().filter(p => !p.metadata.deletionTimestamp && !['Succeeded', 'Failed'].includes(p.status.phase ?? ''))
}
