// What has a size: one more, one less, or a number. The size of Deployments, ReplicaSets and StatefulSets is their scale subresource, as kubectl scale has it.
import type { Deployment, ReplicaSet, StatefulSet } from '../../kube/index.ts'
import { kubectl, merge, pathOfObject } from './requests.ts'
import type { Deed, Verb } from './verb.ts'

/** Larger numbers are refused here; the front door has its own limit. */
export const MOST_PODS = 500

/** One more, one less, a number: the same for every number of pods. */
export function sizing(now: number, to: (n: number) => Deed): Verb[] {
  return [
    { id: 'scaleUp', key: 'verb.scaleUp', letter: '+', group: 'change', prominent: true, deed: to(now + 1) },
    ...(now > 0
      ? [{ id: 'scaleDown', key: 'verb.scaleDown', letter: '-', group: 'change', prominent: true, deed: to(now - 1) } as const]
      : []),
    {
      id: 'scaleTo',
      key: 'verb.scaleTo',
      letter: 'S',
      group: 'change',
      question: {
        key: 'verb.scaleTo.question',
        initial: String(now),
        inputMode: 'numeric',
        check: answer => (/^\d+$/.test(answer.trim()) && Number(answer) <= MOST_PODS ? undefined : 'verb.scaleTo.refused'),
        deed: answer => to(Number(answer)),
      },
    },
  ]
}

export function scaling(plural: string, o: Deployment | ReplicaSet | StatefulSet): Verb[] {
  const kind = o.kind.toLowerCase()
  const { name, namespace = '' } = o.metadata
  return sizing(o.spec.replicas, replicas => ({
    say: { code: 'act.scale', args: { kind: o.kind, name, replicas } },
    requests: [merge(pathOfObject(plural, o, 'scale'), { spec: { replicas } })],
    line: kubectl(namespace, 'scale', kind, name, `--replicas=${replicas}`),
  }))
}
