// What can be done to a HorizontalPodAutoscaler: how few and how many pods it may ask for.
import type { HorizontalPodAutoscaler } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, merge, pathOfObject } from './requests.ts'
import { MOST_PODS } from './scale.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

const PLURAL = 'horizontalpodautoscalers'
/** `2-10` */
const RANGE = /^\s*(\d+)\s*[-–]\s*(\d+)\s*$/

function range(answer: string): { min: number; max: number } | undefined {
  const [, min, max] = RANGE.exec(answer)?.map(Number) ?? []
  return min !== undefined && max !== undefined && min >= 1 && max >= min && max <= MOST_PODS ? { min, max } : undefined
}

export function ofAutoscaler(_: Scenery, o: HorizontalPodAutoscaler): Verb[] {
  const { name, namespace = '' } = o.metadata
  const { minReplicas: min = 1, maxReplicas: max } = o.spec
  const to = (spec: { minReplicas?: number; maxReplicas?: number }): Deed => ({
    say: { code: 'act.range', args: { name, min: spec.minReplicas ?? min, max: spec.maxReplicas ?? max } },
    requests: [merge(pathOfObject(PLURAL, o), { spec })],
    line: kubectl(namespace, 'patch', 'hpa', name, '--type=merge', '-p', JSON.stringify({ spec })),
  })
  return [
    { id: 'maxUp', key: 'verb.maxUp', letter: '+', group: 'change', prominent: true, deed: to({ maxReplicas: max + 1 }) },
    ...(max > min
      ? [{ id: 'maxDown', key: 'verb.maxDown', letter: '-', group: 'change', prominent: true, deed: to({ maxReplicas: max - 1 }) } as const]
      : []),
    {
      id: 'range',
      key: 'verb.range',
      letter: 'S',
      group: 'change',
      question: {
        key: 'verb.range.question',
        initial: `${min}-${max}`,
        check: answer => (range(answer) ? undefined : 'verb.range.refused'),
        deed: answer => {
          const r = range(answer) ?? { min, max }
          return to({ minReplicas: r.min, maxReplicas: r.max })
        },
      },
    },
    ...deletions(PLURAL, o),
  ]
}
