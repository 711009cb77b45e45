// Every controller that compares by a chart has it in the registry, under its own name: who draws charts looks nowhere else.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { controllers } from '../controllers/index.ts'
import { comparingMachines } from './index.ts'

const folder = join(import.meta.dirname, '../controllers')
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.ts') && !/test|testing/.test(f))

/// The ids of the charts that a source defines and asks.
const chartsIn = (source: string): string[] => [...source.matchAll(/lookingChart\(\s*'(\w+)'/g)].map(m => m[1] as string)

describe('the registry of charts', () => {
  it('is looked at through all controllers, and would miss none', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(chartsIn(`const chart = lookingChart(\n  'planted',\n  [],\n  'settled',\n)`)).toEqual(['planted'])
  })
  it('has every controller that compares by a chart', () => {
    const defined = sources.flatMap(f => chartsIn(readFileSync(join(folder, f), 'utf8')))
    expect(defined.sort()).toEqual(Object.keys(comparingMachines).sort())
  })
  it.each(Object.entries(comparingMachines))('calls %s by the name of its actor and of its chart', (name, machine) => {
    expect(machine.id).toBe(name)
    expect(controllers.map(a => a.name)).toContain(name)
  })
})
