// What wakes a CronJob: its own change and that of its Jobs, and its next time. A new schedule is first heard of at its next time. Upstream:
// pkg/controller/cronjob/cronjob_controllerv2.go updateCronJob, and its event handlers.
import type { Commit, Watch, World } from '../../../engine/index.ts'
import { type CronJob, controllerOf } from '../../../kube/index.ts'
import { voiceOf } from '../saying.ts'
import { untilNextMs } from './missed.ts'
import { read } from './schedule.ts'

const say = voiceOf('cronjob-controller')

function cronJobChanged(c: Commit, world: World): readonly string[] {
  const cj = c.object as CronJob
  const old = c.old as CronJob | undefined
  if (c.type !== 'MODIFIED' || (old?.spec.schedule === cj.spec.schedule && old.spec.timeZone === cj.spec.timeZone)) return [c.key]
  const reading = read(cj)
  if (!reading.ok) {
    world.send(say(cj, 'Warning', 'UnParseableCronJobSchedule', `unparseable schedule for cronjob: ${cj.spec.schedule}`))
    return []
  }
  const untilMs = untilNextMs(cj, world.nowMs, reading.next)
  if (untilMs !== undefined) world.wake('cronjob', c.key, Math.max(0, untilMs))
  return []
}

function jobChanged(c: Commit): readonly string[] {
  const ref = controllerOf(c.object)
  return ref?.kind === 'CronJob' ? [`${c.object.metadata.namespace}/${ref.name}`] : []
}

export const watches: readonly Watch[] = [
  { plural: 'cronjobs', keys: cronJobChanged },
  { plural: 'jobs', keys: jobChanged },
]
