// One node more: whoever makes a Node here has a machine of that name. (Elsewhere a machine comes first, and its kubelet makes the Node.)
import type { Node } from '../../kube/index.ts'
import { ZONE } from '../machines.ts'
import { kubectlCreate, post } from './requests.ts'
import type { Scenery, Verb } from './verb.ts'

/** Named after the last one, in this zone. */
export function addNode({ mirror }: Scenery, zone: string): Verb {
  const numbers = [...mirror.objects<Node>('nodes').keys(), ...mirror.rows('machines').keys()].map(n =>
    Number(/^node-(\d+)$/.exec(n)?.[1] ?? 0),
  )
  const name = `node-${Math.max(0, ...numbers) + 1}`
  const labels = { 'kubernetes.io/hostname': name, ...(zone && { [ZONE]: zone }) }
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } }
  return {
    id: 'addNode',
    key: 'verb.addNode',
    letter: 'N',
    group: 'change',
    alone: true,
    deed: { say: { code: 'act.addNode', args: { name } }, requests: [post('/api/v1/nodes', node)], line: kubectlCreate(node) },
  }
}
