// The Job of one run: named after its minute, so that no run happens twice. Upstream: pkg/controller/cronjob/utils.go getJobFromTemplate2, getJobName.
import { type CronJob, controllerRef, type Draft, formatTime } from '../../../kube/index.ts'
import { formatAt } from './zones.ts'

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

export const jobName = (cj: string, scheduledMs: number): string => `${cj}-${Math.floor(scheduledMs / 60_000)}`

export function jobFor(cj: CronJob, scheduledMs: number, offset: number): Draft {
  const { metadata = {}, spec } = cj.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cj.metadata.name, scheduledMs),
      namespace: cj.metadata.namespace as string,
      ...(metadata.labels && { labels: metadata.labels }),
      annotations: { ...metadata.annotations, [SCHEDULED_AT]: formatAt(scheduledMs, cj.spec.timeZone == null ? 0 : offset, formatTime) },
      ownerReferences: [controllerRef(cj)],
    },
    spec,
  } as Draft
}
