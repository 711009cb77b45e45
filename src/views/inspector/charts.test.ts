// Everything in a chart has its words in the catalogues: states, events, questions.
import { describe, expect, it } from 'vitest'
import { comparingMachines, timedMachines } from '../../cluster/index.ts'
import { ACTORS } from '../scene/rig.ts'
import { en } from '../words/en/index.ts'
import { comparingDefinition, type MachineConfig, timedDefinition } from './chart/definition.ts'
import { ruleOf } from './rules.ts'

const words: Readonly<Record<string, string>> = en

describe('the words of the charts', () => {
  it.each(Object.keys(timedMachines) as (keyof typeof timedMachines)[])('%s', name => {
    const { id, states } = timedDefinition(timedMachines[name].config as MachineConfig)
    const needed = [...states.values()].flatMap(s => [`chart.${id}.${s.id}`, ...s.edges.map(e => `chart.${id}.on.${e.event}`)])
    expect([...new Set(needed)].filter(k => !(k in words))).toEqual([])
  })
  it.each(Object.keys(comparingMachines) as (keyof typeof comparingMachines)[])('%s', name => {
    const { id, rows } = comparingDefinition(comparingMachines[name].config as MachineConfig)
    const needed = rows.flatMap(r => [`chart.${id}.${r.target}`, `${id}.${r.target}`, ...(r.guard ? [`chart.${id}.asks.${r.guard}`] : [])])
    expect(needed.length).toBeGreaterThan(3)
    expect([...new Set(needed)].filter(k => !(k in words))).toEqual([])
  })
  it.each(Object.keys(comparingMachines))('%s is introduced, named, and has the rule behind it', name => {
    expect([`actor.${name}`, `trace.who.${name}`].filter(k => !(k in words))).toEqual([])
    expect(ruleOf({ by: name, code: '' })?.upstream).toMatch(/^pkg\/controller\//)
  })
  it.each(ACTORS)('%s, which hangs on the rail, is introduced', name => {
    expect(words[`actor.${name}`]).toMatch(/\.$/)
    expect(words[`stage.actor.${name}`]).toBeTruthy()
  })
})
