import { describe, expect, it } from 'vitest'
import { scene } from '../scene/index.ts'
import { code } from '../testing/cluster.ts'
import { rolloutMirror } from '../testing/rollout.ts'
import { firstStop, nextStop, refuge, stopsOf } from './roving.ts'

const { scene: s } = scene(rolloutMirror(), { width: 1192, height: 872 }, { say: code })
const stops = stopsOf(s)
const idOf = (name: string) => s.pods.find(p => p.name === name)?.id

describe('the keyboard', () => {
  it('reaches every pod, node, workload and Service', () => {
    const ids = stops.map(x => x.id)
    for (const p of s.pods) expect(ids).toContain(p.id)
    for (const n of s.nodes) expect(ids).toContain(`node ${n.name}`)
    expect(ids).toContain('card deployment')
    expect(ids).toContain('door')
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('begins at the first of them', () => {
    expect(firstStop(s)).toEqual(stops[0])
  })

  it('goes to the nearest in the direction of the arrow', () => {
    expect(nextStop(stops, idOf('a4f7k'), 'ArrowRight')).toBe(idOf('k9d2m'))
    expect(nextStop(stops, idOf('a4f7k'), 'ArrowDown')).toBe(idOf('g3t8w'))
    expect(nextStop(stops, idOf('k9d2m'), 'ArrowRight')).toBe(idOf('w5n7t'))
    expect(nextStop(stops, 'node node-1', 'ArrowDown')).toBe(idOf('a4f7k'))
    expect(nextStop(stops, 'card deployment', 'ArrowRight')).toBe('card replicaset')
  })

  it('comes from everywhere to everywhere by arrows alone', () => {
    const reached = new Set([stops[0]?.id])
    const queue = [stops[0]?.id]
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const next = nextStop(stops, id, key)
        if (next !== undefined && !reached.has(next)) {
          reached.add(next)
          queue.push(next)
        }
      }
    }
    expect(stops.map(x => x.id).filter(id => !reached.has(id))).toEqual([])
  })

  it('goes to nothing that could be deleted next when who had the focus is gone', () => {
    for (const gone of stops) {
      const id = refuge(
        stops.filter(x => x !== gone),
        gone,
      )?.id
      expect(id).toMatch(/^(card|square|zones) /)
    }
  })

  it('goes to the ends with Home and End, and nowhere with other keys', () => {
    expect(nextStop(stops, 'door', 'Home')).toBe(stops[0]?.id)
    expect(nextStop(stops, 'door', 'End')).toBe(stops.at(-1)?.id)
    expect(nextStop(stops, 'door', 'a')).toBeUndefined()
    expect(nextStop(stops, 'gone', 'ArrowDown')).toBe(stops[0]?.id)
  })
})
