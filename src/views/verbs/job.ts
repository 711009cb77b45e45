// What can be done to a Job and to what starts Jobs: suspend and resume, more or fewer at once, a run out of turn. Upstream: kubectl pkg/cmd/create/create_job.go.
import { type CronJob, isConditionTrue, type Job } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, pathOf, pathOfObject, post, strategic } from './requests.ts'
import { sizing } from './scale.ts'
import type { Scenery, Verb } from './verb.ts'

function suspend(plural: string, o: Job | CronJob): Verb {
  const { name, namespace = '' } = o.metadata
  const suspended = o.spec.suspend === true
  const body = { spec: { suspend: !suspended } }
  return {
    id: 'suspend',
    key: suspended ? 'verb.goOn' : 'verb.suspend',
    letter: 'P',
    group: 'change',
    prominent: true,
    deed: {
      say: { code: suspended ? 'act.goOn' : 'act.suspend', args: { kind: o.kind, name } },
      requests: [strategic(pathOfObject(plural, o), body)],
      line: kubectl(namespace, 'patch', o.kind.toLowerCase(), name, '-p', JSON.stringify(body)),
    },
  }
}

/** How many pods may be at work at once; a Job cannot be scaled. */
function parallelism(j: Job): Verb[] {
  const { name, namespace = '' } = j.metadata
  return sizing(j.spec.parallelism ?? 1, n => {
    const body = { spec: { parallelism: n } }
    return {
      say: { code: 'act.parallelism', args: { name, parallelism: n } },
      requests: [strategic(pathOfObject('jobs', j), body)],
      line: kubectl(namespace, 'patch', 'job', name, '-p', JSON.stringify(body)),
    }
  }).map(v => ({ ...v, ...(v.question && { question: { ...v.question, key: 'verb.parallelism.question' as const } }) }))
}

export function ofJob(_: Scenery, j: Job): Verb[] {
  const over = isConditionTrue(j.status.conditions, 'Complete') || isConditionTrue(j.status.conditions, 'Failed')
  return [...(over ? [] : [...parallelism(j), suspend('jobs', j)]), ...deletions('jobs', j, true)]
}

const CRONJOB_MANUAL = { 'cronjob.kubernetes.io/instantiate': 'manual' }

/** A Job from the template, now. Its owner is the CronJob, but it does not keep the CronJob from being deleted. */
function trigger({ mirror }: Scenery, c: CronJob): Verb {
  const { name, namespace = '', uid } = c.metadata
  const taken = (n: number) => mirror.object('jobs', `${namespace}/${name}-manual-${n}`) !== undefined
  let n = 1
  while (taken(n)) n++
  const job = `${name}-manual-${n}`
  const { metadata, spec } = c.spec.jobTemplate
  const body = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: job,
      namespace,
      annotations: { ...metadata?.annotations, ...CRONJOB_MANUAL },
      ...(metadata?.labels && { labels: metadata.labels }),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec,
  }
  return {
    id: 'trigger',
    key: 'verb.trigger',
    letter: 'T',
    group: 'change',
    prominent: true,
    deed: {
      say: { code: 'act.trigger', args: { name, job } },
      requests: [post(pathOf('batch/v1', { plural: 'jobs', key: '', namespace, name: '' }), body)],
      line: kubectl(namespace, 'create', 'job', job, `--from=cronjob/${name}`),
    },
  }
}

export const ofCronJob = (scenery: Scenery, c: CronJob): Verb[] => [
  trigger(scenery, c),
  suspend('cronjobs', c),
  ...deletions('cronjobs', c),
]
