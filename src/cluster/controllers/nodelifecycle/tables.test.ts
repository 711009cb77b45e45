// The tables of Kubernetes' own tests for the health of nodes and zones.
import { describe, expect, it } from 'vitest'
import { formatTime, type Node } from '../../../kube/index.ts'
import health from '../fixtures/nodes/node_health_status.json' with { type: 'json' }
import zoneTable from '../fixtures/nodes/node_zone_state.json' with { type: 'json' }
import { NodeWorld } from '../testing/nodes.ts'
import { unknownConditions } from './conditions.ts'
import { givenUpAt, type Health, observe, zoneKey } from './health.ts'
import { readyOf, withNoSchedule } from './taints.ts'
import { stateOf } from './zones.ts'

interface HealthCase {
  name: string
  input: { nodeAge?: string; readyCondition?: string | null; elapsedSec?: number; conditions?: Record<string, string> }
  expected: {
    ready?: null | 'unchanged' | { status: string; reason: string; message: string }
    alsoUnknown?: string[]
    lastHeartbeatTimeKept?: boolean
    podsMarkedNotReady?: boolean
    taints?: string[]
  }
}

const NOW = 10_000
const YEAR_MS = 365 * 86_400_000

function nodeFor(nowMs: number, { nodeAge, readyCondition, conditions }: HealthCase['input']): Node {
  const own = conditions ?? (readyCondition ? { Ready: readyCondition } : {})
  const old = formatTime(nowMs - YEAR_MS)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', uid: 'u', resourceVersion: '1', creationTimestamp: nodeAge === '0s' ? formatTime(nowMs) : old },
    spec: {},
    status: {
      conditions: Object.entries(own).map(([type, status]) => ({ type, status, lastHeartbeatTime: old, lastTransitionTime: old })),
    },
  } as unknown as Node
}

describe(health.source, () => {
  it.each(health.cases as unknown as HealthCase[])('$name', ({ input, expected }) => {
    const { world } = new NodeWorld([]).run(NOW).engine
    const node = nodeFor(world.nowMs, input)
    if (expected.taints) {
      expect(withNoSchedule(node, world.timestamp).map(t => `${t.key}:${t.effect}`)).toEqual(expected.taints)
      return
    }
    const ready = readyOf(node)
    // Upstream's tests use the grace of 40 s of former releases; 60 s and an hour are beyond both.
    const known = { seenAt: world.now - (input.elapsedSec ?? 0) * 1000, heartbeat: formatTime(world.nowMs - YEAR_MS) } as Health
    const { seenAt } = observe(world, node, ready === undefined ? undefined : known, zoneKey(node), ready)
    const givenUp = world.now >= givenUpAt(seenAt, ready)
    expect(givenUp && ready === 'True').toBe(expected.podsMarkedNotReady)
    if (expected.ready === undefined) return
    if (expected.ready === null || expected.ready === 'unchanged') {
      expect(givenUp).toBe(false)
      return
    }
    const next = unknownConditions(node, world.timestamp)
    expect(next.find(c => c.type === 'Ready')).toMatchObject(expected.ready)
    for (const type of expected.alsoUnknown ?? []) expect(next.find(c => c.type === type)?.status).toBe('Unknown')
    if (expected.lastHeartbeatTimeKept) {
      expect(next[0]).toMatchObject({
        lastHeartbeatTime: node.status.conditions?.[0]?.lastHeartbeatTime,
        lastTransitionTime: world.timestamp,
      })
    }
  })
})

interface ZoneCase {
  name: string
  input: { nodes: { zone: string; ready: string | null; excludeDisruption?: boolean }[]; readyLater: (string | null)[] }
  expected: { initial: Record<string, string>; later: Record<string, string> }
}

function statesOf(nodes: ZoneCase['input']['nodes'], ready: readonly (string | null)[]): Record<string, string> {
  const counts = new Map<string, [number, number]>()
  nodes.forEach((n, i) => {
    const labels = { 'topology.kubernetes.io/zone': n.zone, ...(n.excludeDisruption && { 'node.kubernetes.io/exclude-disruption': '' }) }
    const key = zoneKey({ metadata: { labels } } as unknown as Node)
    if (key === undefined) return
    const [yes, no] = counts.get(n.zone) ?? [0, 0]
    counts.set(n.zone, ready[i] === 'True' ? [yes + 1, no] : [yes, no + 1])
  })
  return Object.fromEntries([...counts].map(([zone, [yes, no]]) => [zone, stateOf(yes, no)]))
}

describe(zoneTable.source, () => {
  it.each(zoneTable.cases as ZoneCase[])('$name', ({ input, expected }) => {
    expect(
      statesOf(
        input.nodes,
        input.nodes.map(n => n.ready),
      ),
    ).toEqual(expected.initial)
    expect(statesOf(input.nodes, input.readyLater)).toEqual(expected.later)
  })
})
