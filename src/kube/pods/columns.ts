// The wide columns that every kind with a pod template has. Upstream: pkg/printers/internalversion/printers.go layoutContainerCells.
import { text, wide } from '../strategy.ts'
import type { ApiObject, Container } from '../types.ts'

const of = (o: ApiObject): Container[] => (o.spec.jobTemplate?.spec ?? o.spec).template?.spec?.containers ?? []

export const containerColumns = [
  wide(
    text('Containers', (o: ApiObject) =>
      of(o)
        .map(c => c.name)
        .join(','),
    ),
  ),
  wide(
    text('Images', (o: ApiObject) =>
      of(o)
        .map(c => c.image)
        .join(','),
    ),
  ),
]
