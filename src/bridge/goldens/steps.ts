// The life of a pod in words, as a watch tells it: created, ready, not ready, deleting, how it ended, gone.
import type { Pod } from '../../kube/index.ts'

/** The word for what a watch event tells, or nothing; `told` is what was said of the object before. */
export type Step = (o: Pod, type: string, told: readonly string[]) => string | undefined

export const podSteps: Step = ({ metadata, spec, status }, type, told) => {
  if (type === 'DELETED') return 'gone'
  if (metadata.deletionTimestamp) return 'deleting'
  if (type === 'ADDED') return `created ${spec.containers[0]?.image}`
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return status.phase
  const ready = status?.conditions?.find(c => c.type === 'Ready')?.status
  if (ready === 'True') return 'ready'
  return told.includes('ready') ? 'not ready' : undefined
}
