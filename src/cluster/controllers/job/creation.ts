// The pods that a Job makes. One of an Indexed Job is told its index in every way a program may look for it: host name, label, annotation, environment.
// Upstream: pkg/controller/job/job_controller.go manageJob, indexed_job_utils.go addCompletionIndex….
import type { Write } from '../../../engine/index.ts'
import { controllerRef, type Draft, type Job, type PodTemplate } from '../../../kube/index.ts'
import { slowStart } from '../replicaset/batches.ts'
import { newFailureCounts } from './indexes.ts'
import { COMPLETION_INDEX, FAILURE_COUNT, hasLimitPerIndex, IGNORED_COUNT, TRACKING } from './pods.ts'
import type { Sight } from './sight.ts'

const LONGEST_PREFIX = 58
const ENV = 'JOB_COMPLETION_INDEX'

/** Made short enough for the index and five random letters. */
export function generateName(job: string, index: number): string {
  const end = `-${index}-`
  return job.slice(0, LONGEST_PREFIX - end.length) + end
}

type Containers = PodTemplate['spec']['containers']
const toldItsIndex = (containers: Containers): Containers =>
  containers.map(c => {
    if (c.env?.some(e => e.name === ENV)) return c
    const valueFrom = { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } }
    return { ...c, env: [...(c.env ?? []), { name: ENV, valueFrom }] }
  })

/** Pods share what does not differ between them with the template: they are the same values. */
function draft(j: Job): Draft {
  const { metadata, spec } = j.spec.template
  const finalizers = metadata?.finalizers ?? []
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${j.metadata.name}-`,
      namespace: j.metadata.namespace as string,
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      finalizers: finalizers.includes(TRACKING) ? finalizers : [...finalizers, TRACKING],
      ownerReferences: [controllerRef(j)],
    },
    spec,
  }
}

function forIndex(s: Sight, base: Draft, spec: PodTemplate['spec'], index: number): Draft {
  const { job, delayed } = s
  const { counted, ignored } = newFailureCounts(job, delayed.get(index))
  const annotations = {
    ...base.metadata.annotations,
    [COMPLETION_INDEX]: String(index),
    ...(hasLimitPerIndex(job) && { [FAILURE_COUNT]: String(counted) }),
    ...(hasLimitPerIndex(job) && ignored > 0 && { [IGNORED_COUNT]: String(ignored) }),
  }
  const labels = { ...base.metadata.labels, [COMPLETION_INDEX]: String(index) }
  const metadata = { ...base.metadata, generateName: generateName(job.metadata.name, index), annotations, labels }
  return { ...base, metadata, spec: { ...spec, hostname: `${job.metadata.name}-${index}` } }
}

/** One batch after the other, each twice as large. */
export function creations(s: Sight, indexes: readonly (number | undefined)[]): Write[][] {
  const base = draft(s.job)
  const { spec } = s.job.spec.template
  const { initContainers } = spec
  const indexed = {
    ...spec,
    containers: toldItsIndex(spec.containers),
    ...(initContainers && { initContainers: toldItsIndex(initContainers) }),
  }
  let at = 0
  return slowStart(indexes.length).map(n => {
    const batch = indexes.slice(at, at + n)
    at += n
    return batch.map((i): Write => {
      const object = i === undefined ? base : forIndex(s, base, indexed, i)
      return { verb: 'create', plural: 'pods', object, trusted: true }
    })
  })
}
