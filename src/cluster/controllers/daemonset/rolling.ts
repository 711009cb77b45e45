// The next step of a rolling update. Without surge old pods are deleted, as many as may be missing; their places are filled in later visits. With surge new
// pods are made beside old ones, as many as may be too many, and an old one goes when its successor is available. What does not work anyway is replaced
// at once. Upstream: pkg/controller/daemon/update.go rollingUpdate.
import type { DaemonSet, Pod } from '../../../kube/index.ts'
import type { Census, Place } from './census.ts'
import { budgets } from './numbers.ts'

export interface Step {
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
}

const old = (places: readonly Place[]): Pod[] => places.flatMap(p => p.verdict?.old ?? [])
const names = (places: readonly Place[]) => places.map(p => p.name)

export function nextStep(ds: DaemonSet, census: Census): Step {
  const { desired, serving } = census.totals
  const { maxUnavailable, maxSurge } = budgets(ds, desired)
  const broken = census.first('broken')
  if (maxSurge === 0) {
    const missing = census.countOf('spending') + broken.length
    return { create: [], remove: old([...broken, ...census.first('candidate', maxUnavailable - missing)]) }
  }
  const surge = maxSurge - census.countOf('spending')
  return {
    create: names([...broken, ...census.first('candidate', surge)]),
    remove: old([...census.first('relieved'), ...census.first('leaving', serving - desired)]),
  }
}

export const isNothing = ({ create, remove }: Step): boolean => create.length === 0 && remove.length === 0
