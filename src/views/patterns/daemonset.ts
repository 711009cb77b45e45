// A DaemonSet promises presence: one pod on every node that fits its template, no matter what else is true of the node. Nodes come and go, and it follows.
// Upstream: pkg/controller/daemon; which nodes fit is asked of the controller's own rule.
import type { DaemonSet, Node } from '../../kube/index.ts'
import { isUnreachable } from '../machines.ts'
import { censusOf, daemonsets, keyOf, naturally } from '../workloads/index.ts'
import { answers, type Reads, text, type Words, zoneOfNode } from './reads.ts'

export interface Post {
  readonly node: string
  readonly zone: string
  /** `ready`: it does its work · `starting`: a pod, not ready yet · `missing`: none yet · `unreached`: nobody knows · `exempt`: none is wanted here. */
  readonly state: 'ready' | 'starting' | 'missing' | 'unreached' | 'exempt'
  readonly power: boolean
  readonly revision: number
}

export interface Presence {
  readonly posts: readonly Post[]
  /** So many nodes should have one. */
  readonly desired: number
  /** So many have one that works. */
  readonly ready: number
  /** So many, says the API. */
  readonly believed: number
  /** Lines of logs that nobody gathered; undefined where nobody gathers any. */
  readonly lost?: number
  readonly gathered?: number
}

export function presence(reads: Reads, d: DaemonSet): Presence {
  const places = new Map(daemonsets.places(d, censusOf(reads)).map(p => [p.node ?? '', p]))
  const nodes = [...reads.objects<Node>('nodes').keys()].sort(naturally)
  const posts = nodes.map((node): Post => {
    const place = places.get(node)
    const machine = reads.row('machines', node)
    const power = machine?.power !== 'off'
    const state = !place
      ? 'exempt'
      : !place.pod
        ? 'missing'
        : answers(reads, place.pod)
          ? 'ready'
          : isUnreachable(machine)
            ? 'unreached'
            : 'starting'
    return { node, zone: zoneOfNode(reads, node), state, power, revision: place?.revision ?? 0 }
  })
  // Only who gathers lines is asked for them.
  const mine = new Set([...places.values()].flatMap(p => (p.pod ? [keyOf(p.pod)] : [])))
  const rows = [...reads.rows('collected').values()]
  const lines = rows.some(c => c.by !== undefined && mine.has(c.by)) ? rows : []
  return {
    posts,
    desired: places.size,
    ready: posts.filter(p => p.state === 'ready').length,
    believed: [...places.values()].filter(p => p.state === 'ready').length,
    ...(lines.length && { lost: lines.reduce((n, c) => n + c.lost, 0), gathered: lines.reduce((n, c) => n + c.gathered, 0) }),
  }
}

export function presenceWords({ posts, desired, ready, believed, lost }: Presence): Words {
  const dark = posts.filter(p => p.state === 'unreached').length
  const exempt = posts.filter(p => p.state === 'exempt').length
  const note =
    dark && believed > ready
      ? text('four.ds.believed', { believed, count: dark })
      : dark
        ? text('four.ds.dark', { count: dark })
        : lost
          ? text('four.ds.lost', { count: lost })
          : ready < desired
            ? text('four.ds.coming', { count: desired - ready })
            : exempt
              ? text('four.ds.exempt', { count: exempt })
              : text('four.ds.all')
  return {
    promised: text('four.ds.promised', { count: desired, nodes: posts.length }),
    delivered: text('four.ds.ready', { ready, desired }),
    note,
    broken: false,
  }
}
