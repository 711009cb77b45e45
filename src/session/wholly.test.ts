// All or nothing: what is done wholly leaves no trace when one part of it is refused, in the present and in the past.
import { describe, expect, it } from 'vitest'
import type { DoorRequest } from './contract.ts'
import { Host } from './host.ts'

const configMap = (name: string): DoorRequest => ({
  method: 'POST',
  path: '/api/v1/namespaces/default/configmaps',
  body: { metadata: { name } },
})
const say = { code: 'x', args: {} }
const twice = [configMap('a'), configMap('b'), configMap('a')]

function begin() {
  const host = new Host({ seed: 3, nodes: 3, profile: 'classroom' })
  host.seek(5000, 1e9)
  return host
}

describe('asking', () => {
  it('leaves no trace, whatever a dry run would have made', () => {
    const host = begin()
    const before = host.hash()
    const tried = host.ask({ ...configMap('a'), path: `${configMap('a').path}?dryRun=All` })
    expect(tried.status).toBe(201)
    expect(host.hash()).toBe(before)
    expect(host.advance(5000, 1).batch.trace.filter(t => t.subject.includes('configmaps'))).toEqual([])
  })
})

describe('acting wholly', () => {
  it('does everything when nothing is refused', () => {
    const host = begin()
    expect(host.act({ say, requests: [configMap('a'), configMap('b')] }, true).answers.map(a => a.status)).toEqual([201, 201])
    expect(host.branches[0]?.actions).toHaveLength(1)
  })
  it('does nothing when the last of three is refused, and says what was refused', () => {
    const host = begin()
    const before = host.hash()
    const acted = host.act({ say, requests: twice }, true)
    expect(acted.answers.map(a => a.status)).toEqual([201, 201, 409])
    expect(host.hash()).toBe(before)
    expect(host.branches).toMatchObject([{ id: 'h1', actions: [] }])
    // The views are told anew what there is.
    expect(acted.batch.reset).toBe(true)
    expect(
      acted.batch.objects.filter(o => o.plural === 'configmaps' && o.key.startsWith('default/') && o.object?.metadata.name === 'a'),
    ).toEqual([])
  })
  it('makes no history in the past either', () => {
    const host = begin()
    host.seek(2000, 1e9)
    const before = host.hash()
    expect(host.act({ say, requests: twice }, true).forked).toBeUndefined()
    expect(host.hash()).toBe(before)
    expect(host.branches.map(b => b.id)).toEqual(['h1'])
    host.seek(5000, 1e9)
    expect(host.act({ say, requests: [configMap('a')] }, true).answers[0]?.status).toBe(201)
    expect(host.branches.map(b => b.id)).toEqual(['h1'])
  })
})
