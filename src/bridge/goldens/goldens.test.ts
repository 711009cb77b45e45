// What was equal to Kubernetes stays equal: every scenario's facts against its recording, but for the facts that are known to differ (differences.ts).
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differences } from './differences.ts'
import { compare } from './facts.ts'
import { play, type Scenario } from './player.ts'

const FILES = `deployment replicasets services pods scheduling statefulset storage daemonset job cronjob disruption nodes`.split(' ')

const recording = (id: string) => readFileSync(new URL(`./fixtures/golden/${id}.txt`, import.meta.url), 'utf8')

const read = async (file: string) => ({ file, ...((await import(`./fixtures/scenarios/${file}.mjs`)) as { default: Scenario[] }) })
const plays = await Promise.all(FILES.map(read))

describe.each(plays)('as Kubernetes: $file', ({ default: scenarios }) => {
  it.each(scenarios)('$id: $title', async scenario => {
    const { total, differences: found } = compare(recording(scenario.id), await play(scenario))
    const known = (differences[scenario.id] ?? []).map(d => d.fact)
    expect(total).toBeGreaterThan(2)
    expect(found.filter(fact => !known.includes(fact))).toEqual([])
    expect(
      known.filter(fact => !found.includes(fact)),
      'equal now: to be taken off differences.ts',
    ).toEqual([])
  })
})

it('differs in scenarios that there are', () => {
  const ids = plays.flatMap(p => p.default.map(s => s.id))
  expect(Object.keys(differences).filter(id => !ids.includes(id))).toEqual([])
})
